// The C interpreter's code for every element-wise operation and kind of operand.

import CVectorKernels
import TensorGraph

extension Instruction {
  var opcode: mk_opcode {
    switch operation {
    case .unary(let unary): unaryOpcode(unary)
    case .binary(let binary): binaryOpcode(binary)
    case .compare(let comparison): comparisonOpcode(comparison)
    case .select: MK_SELECT
    case .convert(let target): conversionOpcode(target)
    default: MK_COPY
    }
  }

  private var isInteger: Bool { operandType == .int32 }

  private func unaryOpcode(_ operation: UnaryOperation) -> mk_opcode {
    switch operation {
    case .negate: isInteger ? MK_INT_NEGATE : MK_NEGATE
    case .abs: isInteger ? MK_INT_ABS : MK_ABS
    case .sign: isInteger ? MK_INT_SIGN : MK_SIGN
    case .exp: MK_EXP
    case .log: MK_LOG
    case .log1p: MK_LOG1P
    case .tanh: MK_TANH
    case .logistic: MK_LOGISTIC
    case .softplus: MK_SOFTPLUS
    case .relu: MK_RELU
    case .sqrt: MK_SQRT
    case .rsqrt: MK_RSQRT
    case .sin: MK_SIN
    case .cos: MK_COS
    case .floor: MK_FLOOR
    case .isFinite: MK_IS_FINITE
    case .not: MK_NOT
    case .stopGradient: MK_COPY
    case .bfloat16: MK_ROUND_BF16
    }
  }

  private func binaryOpcode(_ operation: BinaryOperation) -> mk_opcode {
    switch operation {
    case .add: isInteger ? MK_INT_ADD : MK_ADD
    case .subtract: isInteger ? MK_INT_SUBTRACT : MK_SUBTRACT
    case .multiply: isInteger ? MK_INT_MULTIPLY : MK_MULTIPLY
    case .divide: MK_DIVIDE
    case .power: MK_POWER
    case .maximum: isInteger ? MK_INT_MAXIMUM : MK_MAXIMUM
    case .minimum: isInteger ? MK_INT_MINIMUM : MK_MINIMUM
    case .and: MK_AND
    case .or: MK_OR
    }
  }

  private func comparisonOpcode(_ comparison: Comparison) -> mk_opcode {
    switch comparison {
    case .equal: isInteger ? MK_INT_EQUAL : MK_EQUAL
    case .notEqual: isInteger ? MK_INT_NOT_EQUAL : MK_NOT_EQUAL
    case .less: isInteger ? MK_INT_LESS : MK_LESS
    case .lessOrEqual: isInteger ? MK_INT_LESS_EQUAL : MK_LESS_EQUAL
    case .greater: isInteger ? MK_INT_GREATER : MK_GREATER
    case .greaterOrEqual: isInteger ? MK_INT_GREATER_EQUAL : MK_GREATER_EQUAL
    }
  }

  private func conversionOpcode(_ target: DType) -> mk_opcode {
    switch (operandType, target) {
    case (.float32, .int32): MK_INT_FROM_FLOAT
    case (.float32, .bool): MK_MASK_FROM_FLOAT
    case (.int32, .float32): MK_FLOAT_FROM_INT
    case (.int32, .bool): MK_MASK_FROM_INT
    case (.bool, .float32): MK_FLOAT_FROM_MASK
    case (.bool, .int32): MK_INT_FROM_MASK
    case (.float32, .float32), (.int32, .int32), (.bool, .bool): MK_COPY
    }
  }
}

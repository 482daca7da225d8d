// The element-wise operations of the reference interpreter.

import TensorGraph

extension Interpreter {
  static func unary(
    _ operation: UnaryOperation, _ x: Value
  ) throws(InterpreterError) -> Value.Storage {
    switch (operation, x.storage) {
    case (.stopGradient, _): x.storage
    case (.not, _): .bool(try x.truths().map { !$0 })
    case (.isFinite, _): .bool(try x.reals().map(\.isFinite))
    case (.negate, .int32(let values)): .int32(values.map { 0 &- $0 })
    case (.abs, .int32(let values)): .int32(values.map { $0 < 0 ? 0 &- $0 : $0 })
    case (.sign, .int32(let values)): .int32(values.map { $0.signum() })
    default: .float32(try x.reals().map { real(operation, $0) })
    }
  }

  private static func real(_ operation: UnaryOperation, _ x: Real) -> Real {
    switch operation {
    case .negate: -x
    case .abs: x.magnitude
    case .sign: x.isNaN || x == 0 ? x : x > 0 ? 1 : -1
    case .exp: Real.exp(x)
    case .log: Real.log(x)
    case .log1p: Real.log1p(x)
    case .tanh: Real.tanh(x)
    case .logistic: logistic(x)
    case .softplus: greater(x, 0) + Real.log1p(Real.exp(-x.magnitude))
    case .relu: greater(x, 0)
    case .sqrt: x.squareRoot()
    case .rsqrt: 1 / x.squareRoot()
    case .sin: Real.sin(x)
    case .cos: Real.cos(x)
    case .floor: x.rounded(.down)
    case .bfloat16: roundedToBFloat16(x)
    case .isFinite, .not, .stopGradient: x
    }
  }

  /// `1 / (1 + e^-x)`, written so that the exponential never overflows.
  private static func logistic(_ x: Real) -> Real {
    if x < 0 {
      let small = Real.exp(x)
      return small / (1 + small)
    }
    return 1 / (1 + Real.exp(-x))
  }

  /// The nearest number of 8 significant bits and an exponent from -126 to 127, by arithmetic.
  private static func roundedToBFloat16(_ x: Real) -> Real {
    guard x.isFinite, x != 0 else { return x }
    let spacing = Real(sign: .plus, exponent: max(x.exponent, -126) - 7, significand: 1)
    let rounded = (x / spacing).rounded(.toNearestOrEven) * spacing
    let limit = Real(Float.greatestFiniteMagnitude)
    return rounded.magnitude > limit ? Real(signOf: x, magnitudeOf: .infinity) : rounded
  }

  /// The greater number, or NaN where either is NaN.
  static func greater(_ a: Real, _ b: Real) -> Real {
    a.isNaN || b.isNaN ? .nan : max(a, b)
  }

  /// The lesser number, or NaN where either is NaN.
  static func lesser(_ a: Real, _ b: Real) -> Real {
    a.isNaN || b.isNaN ? .nan : min(a, b)
  }

  static func binary(
    _ operation: BinaryOperation, _ a: Value, _ b: Value
  ) throws(InterpreterError) -> Value.Storage {
    switch (operation, a.storage) {
    case (.and, _): .bool(zip(try a.truths(), try b.truths()).map { $0 && $1 })
    case (.or, _): .bool(zip(try a.truths(), try b.truths()).map { $0 || $1 })
    case (_, .int32(let values)):
      .int32(zip(values, try b.integers()).map { integer(operation, $0, $1) })
    default: .float32(zip(try a.reals(), try b.reals()).map { real(operation, $0, $1) })
    }
  }

  private static func real(_ operation: BinaryOperation, _ a: Real, _ b: Real) -> Real {
    switch operation {
    case .add: a + b
    case .subtract: a - b
    case .multiply: a * b
    case .divide: a / b
    case .power: Real.power(a, b)
    case .maximum: greater(a, b)
    case .minimum: lesser(a, b)
    case .and, .or: a
    }
  }

  private static func integer(_ operation: BinaryOperation, _ a: Int32, _ b: Int32) -> Int32 {
    switch operation {
    case .add: a &+ b
    case .subtract: a &- b
    case .multiply: a &* b
    case .maximum: max(a, b)
    case .minimum: min(a, b)
    case .divide, .power, .and, .or: a
    }
  }

  static func compare(
    _ comparison: Comparison, _ a: Value, _ b: Value
  ) throws(InterpreterError) -> Value.Storage {
    if case .int32(let values) = a.storage {
      return .bool(zip(values, try b.integers()).map { holds(comparison, $0, $1) })
    }
    return .bool(zip(try a.reals(), try b.reals()).map { holds(comparison, $0, $1) })
  }

  private static func holds<Number: Comparable>(
    _ comparison: Comparison, _ a: Number, _ b: Number
  ) -> Bool {
    switch comparison {
    case .equal: a == b
    case .notEqual: a != b
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    case .greaterOrEqual: a >= b
    }
  }

  static func select(
    _ condition: Value, _ a: Value, _ b: Value
  ) throws(InterpreterError) -> Value.Storage {
    let chooseFirst = try condition.truths()
    func chosen<Element>(_ a: [Element], _ b: [Element]) -> [Element] {
      chooseFirst.indices.map { chooseFirst[$0] ? a[$0] : b[$0] }
    }
    return switch a.storage {
    case .float32(let values): .float32(chosen(values, try b.reals()))
    case .int32(let values): .int32(chosen(values, try b.integers()))
    case .bool(let values): .bool(chosen(values, try b.truths()))
    }
  }

  static func convert(_ x: Value, to dtype: DType) -> Value.Storage {
    switch (x.storage, dtype) {
    case (.float32, .float32), (.int32, .int32), (.bool, .bool): x.storage
    case (.float32(let values), .int32): .int32(values.map(truncated))
    case (.float32(let values), .bool): .bool(values.map { $0 != 0 })
    case (.int32(let values), .float32): .float32(values.map { Real($0) })
    case (.int32(let values), .bool): .bool(values.map { $0 != 0 })
    case (.bool(let values), .float32): .float32(values.map { $0 ? 1 : 0 })
    case (.bool(let values), .int32): .int32(values.map { $0 ? 1 : 0 })
    }
  }

  /// The number rounded towards zero; NaN is 0 and what is too large for the range its end.
  private static func truncated(_ x: Real) -> Int32 {
    if x.isNaN { return 0 }
    if x >= 2_147_483_648 { return .max }
    if x <= -2_147_483_648 { return .min }
    return Int32(x)
  }
}

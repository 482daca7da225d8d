// The steps that a plan is made of, before they are bound to memory.

import TensorGraph

/// Where a value lies while a plan runs.
package enum Place: Hashable, Sendable {
  /// A slot of the plan's own memory.
  case slot(Int)
  /// A constant, by its position in the plan.
  case constant(Int)
  /// A variable's memory, by its position in the graph.
  case variable(Int)
}

/// How an element-wise input covers the rows and columns of its kernel.
package enum Access: Hashable, Sendable {
  case full, scalar, row, column
}

/// An element-wise instruction; operands count the kernel's inputs first, then its instructions.
package struct Instruction: Hashable, Sendable {
  package let operation: Operation
  package let operands: [Int]
  /// The kind of the operands, which decides among number, integer and truth-value arithmetic.
  package let operandType: DType
}

/// A chain of element-wise instructions over `rows` x `columns`; the last one is the result.
package struct ElementwiseKernel: Sendable {
  package let instructions: [Instruction]
  package let accesses: [Access]
  package let rows: Int
  package let columns: Int

  /// `max(x, 0)` of every element.
  static func relu(count: Int) -> ElementwiseKernel {
    let instruction = Instruction(
      operation: .unary(.relu), operands: [0], operandType: .float32)
    return ElementwiseKernel(
      instructions: [instruction], accesses: [.full], rows: 1, columns: count)
  }
}

/// A matrix product with what can be done to its result on the way out.
package struct MatmulKernel: Hashable, Sendable {
  package let m: Int
  package let n: Int
  package let k: Int
  package let matmul: Matmul
  /// Whether a third input, one number for each column, is added.
  package let hasBias: Bool
  package let relu: Bool
}

/// A copy between strided places; strides and offsets in elements.
package struct StridedCopy: Sendable {
  package let sizes: [Int]
  package let outputStrides: [Int]
  package let inputStrides: [Int]
  package let outputOffset: Int
  package let inputOffset: Int
}

/// The work of one step.
package enum Kernel: Sendable {
  case elementwise(ElementwiseKernel)
  case matmul(MatmulKernel)
  case reduce(Reduction, outer: Int, reduced: Int, inner: Int)
  case argmax(outer: Int, reduced: Int, inner: Int)
  /// Zeros everywhere first if asked, then one copy for each input.
  case copy([StridedCopy], clearing: Bool)
  case gather(count: Int, rowSize: Int, tableRows: Int)
  case scatterAdd(count: Int, rowSize: Int, tableRows: Int)
  case random(RandomDraw)

  /// A short name for listings.
  package var name: String {
    switch self {
    case .elementwise(let kernel):
      "elementwise " + kernel.instructions.map(\.operation.name).joined(separator: "+")
    case .matmul(let kernel):
      "matmul \(kernel.m)x\(kernel.n)x\(kernel.k)" + (kernel.matmul.transposeA ? " a'" : "")
        + (kernel.matmul.transposeB ? " b'" : "") + (kernel.hasBias ? " +bias" : "")
        + (kernel.relu ? " relu" : "")
    case .reduce(let reduction, let outer, let reduced, let inner):
      "reduce-\(reduction.rawValue) \(outer)x\(reduced)x\(inner)"
    case .argmax(let outer, let reduced, let inner): "argmax \(outer)x\(reduced)x\(inner)"
    case .copy: "copy"
    case .gather: "gather"
    case .scatterAdd: "scatter-add"
    case .random(let draw): "random \(draw.distribution)"
    }
  }
}

/// A kernel with the places it reads and the one it writes.
package struct Step: Sendable {
  package let kernel: Kernel
  package let reads: [Place]
  package var write: Place
  /// The node whose value the step makes.
  package let node: NodeID
}

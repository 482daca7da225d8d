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
  /// Element `i` is number `i / (inner lanes) % count lanes + i % lanes`.
  case periodic(lanes: Int, inner: Int, count: Int)
  /// The result of the matrix product that the kernel belongs to.
  case product
}

/// An element-wise instruction; operands count the kernel's inputs first, then its instructions.
package struct Instruction: Hashable, Sendable {
  package let operation: Operation
  package let operands: [Int]
  /// The kind of the operands, which decides among number, integer and truth-value arithmetic.
  package let operandType: DType
}

/// A value that leaves an element-wise kernel.
package struct ElementwiseResult: Hashable, Sendable {
  /// What is written of it.
  package enum Form: Hashable, Sendable {
    /// Every element.
    case array
    /// One sum for each row.
    case rowSums
    /// One sum in all.
    case total
    /// Sums of rows lane by lane, each row's added to those of every `count`-th one.
    case laneSums(count: Int)
  }

  /// The value, counted as the operands of instructions are.
  package let value: Int
  package let form: Form
}

/// A chain of element-wise instructions over `rows` x `columns`.
package struct ElementwiseKernel: Hashable, Sendable {
  package let instructions: [Instruction]
  package let accesses: [Access]
  package let rows: Int
  package let columns: Int
  /// What is written, in the order of the step's places.
  package let results: [ElementwiseResult]

  /// The instructions and sums in words.
  var name: String {
    let sums = results.compactMap { result -> String? in
      switch result.form {
      case .array: nil
      case .rowSums: "row-sums"
      case .total: "sum"
      case .laneSums: "lane-sums"
      }
    }
    let chain = instructions.map(\.operation.name).joined(separator: "+")
    return ((chain.isEmpty ? [] : [chain]) + sums).joined(separator: " ")
  }
}

/// A matrix product with what can be done to its result on the way out.
package struct MatmulKernel: Hashable, Sendable {
  /// What a bias has one number for.
  package enum Bias: Hashable, Sendable {
    case row, column
  }

  package let m: Int
  package let n: Int
  package let k: Int
  package let matmul: Matmul
  /// Whether a third input is added.
  package let bias: Bias?
  package let relu: Bool
  /// What runs over the rows of the product while they are in the cache.
  package let program: ElementwiseKernel?
  /// Whether the product itself is a result; otherwise its place is working memory.
  package let keepsProduct: Bool
  /// Whether every element of both operands is a bf16 number.
  package let operandsAreBFloat16: Bool
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
  case convolution(ConvolutionKernel)
  case pool(PoolKernel)

  /// A short name for listings.
  package var name: String {
    switch self {
    case .elementwise(let kernel): "elementwise " + kernel.name
    case .matmul(let kernel):
      "matmul \(kernel.m)x\(kernel.n)x\(kernel.k)"
        + (kernel.operandsAreBFloat16 ? " bf16" : "") + (kernel.matmul.transposeA ? " a'" : "")
        + (kernel.matmul.transposeB ? " b'" : "") + (kernel.bias != nil ? " +bias" : "")
        + (kernel.relu ? " relu" : "") + (kernel.program.map { " | " + $0.name } ?? "")
    case .reduce(let reduction, let outer, let reduced, let inner):
      "reduce-\(reduction.rawValue) \(outer)x\(reduced)x\(inner)"
    case .argmax(let outer, let reduced, let inner): "argmax \(outer)x\(reduced)x\(inner)"
    case .copy: "copy"
    case .gather: "gather"
    case .scatterAdd: "scatter-add"
    case .random(let draw): "random \(draw.distribution)"
    case .convolution(let kernel): kernel.name
    case .pool(let kernel): kernel.name
    }
  }
}

/// A place that a step writes and the node whose value comes to lie there.
package struct Write: Hashable, Sendable {
  package var place: Place
  package let node: NodeID
}

/// A kernel with the places it reads and writes.
package struct Step: Sendable {
  package let kernel: Kernel
  package var reads: [Place]
  /// A matrix product's own place first, then the results of its program.
  package var writes: [Write]
}

extension Step {
  /// The element-wise part of the work, and where its inputs begin among the reads.
  private var program: (kernel: ElementwiseKernel, firstRead: Int)? {
    switch kernel {
    case .elementwise(let kernel): (kernel, 0)
    case .matmul(let matmul):
      // The product is the program's first input and no read of the step.
      matmul.program.map { ($0, matmul.bias == nil ? 2 : 3) }
    default: nil
    }
  }

  /// The reads that each result may overwrite element by element: nothing else of the step reads
  /// them.
  var overwritableReads: [Place] {
    guard let (kernel, first) = program else { return [] }
    let accesses = kernel.accesses.filter { $0 != .product }
    return zip(reads.dropFirst(first), accesses).filter { place, access in
      access == .full && !reads.prefix(first).contains(place)
        && zip(reads.dropFirst(first), accesses).allSatisfy { $0 != place || $1 == .full }
    }.map(\.0)
  }

  /// Whether a write is an array that an element-wise program makes.
  func isProgramArray(_ index: Int) -> Bool {
    switch kernel {
    case .elementwise(let kernel): kernel.results[index].form == .array
    case .matmul(let matmul):
      index > 0 && matmul.program?.results[index - 1].form == .array
    default: false
    }
  }
}

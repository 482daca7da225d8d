// The best rate at which this machine multiplies matrices with the kernels in use.

import GraphCompiler
import NeuralNetworks
import TensorGraph
import Tensors
import Training

/// Times matrix products of the sizes that the workloads are made of, alone.
package struct MatmulRate {
  /// The best rate seen so far, in operations per second.
  package private(set) var best = 0.0
  private let products: [Product]

  /// Rows, columns and inner size of each product, which is made in every transposition that
  /// training needs: forward, towards the input, and towards the weight.
  private static let sizes = [
    (128, 512, 512), (512, 512, 128), (256, 512, 512), (640, 512, 512), (512, 512, 512),
  ]
  private static let transpositions = [(false, true), (false, false), (true, false)]

  package init(_ options: CompileOptions) throws {
    products = try Self.sizes.flatMap { size in
      try Self.transpositions.map { try Product(size, $0, options) }
    }
  }

  /// Times every product several times over; what is slower than before changes nothing.
  package mutating func measure() throws {
    for product in products { best = max(best, try product.rate()) }
  }
}

/// One product, from variables to a variable, so that nothing but the kernel runs.
private struct Product {
  private let program: Executable
  private let operations: Int

  init(
    _ size: (rows: Int, columns: Int, inner: Int), _ transposed: (a: Bool, b: Bool),
    _ options: CompileOptions
  ) throws {
    let (m, n, k) = size
    var random = RandomSource(seed: 1)
    let shapes: [Shape] = [transposed.a ? [k, m] : [m, k], transposed.b ? [n, k] : [k, n]]
    let factors = try shapes.map { shape in
      Variable(
        "factor", try Initializer.normal(standardDeviation: 1).values(shape, from: &random))
    }
    let result = Variable("product", HostTensor(repeating: 0, shape: [m, n]))
    let function = compile(options: options) { () -> [Tensor] in
      result.assign(
        matmul(
          factors[0].value, factors[1].value, transposeA: transposed.a, transposeB: transposed.b))
      return []
    }
    program = try function.executable(for: [])
    operations = program.plan.graph.productOperationCount
  }

  /// The best of several blocks, in operations per second.
  func rate() throws -> Double {
    let repetitions = 5
    try program.run()
    var best = Double.infinity
    for _ in 0..<8 {
      let seconds = try secondsTaken { for _ in 0..<repetitions { try program.run() } }
      best = min(best, seconds)
    }
    return Double(repetitions * operations) / best
  }
}

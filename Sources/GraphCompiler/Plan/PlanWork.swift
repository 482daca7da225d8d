// How much a plan has to do, for the choice of threads.

extension Plan {
  /// Programs with less work run on one thread: between their few kernels that two threads could
  /// share, the second falls asleep, and waking it takes longer than the whole program.
  private static let leastSharedWork = 2_000_000

  /// Whether one thread is faster than several.
  static func isSmall(_ steps: [Step]) -> Bool {
    steps.reduce(0) { $0 + $1.kernel.work } < leastSharedWork
  }
}

extension Kernel {
  /// About how many additions of two arrays' elements the kernel is worth.
  fileprivate var work: Int {
    switch self {
    case .elementwise(let kernel): kernel.work
    case .matmul(let kernel): kernel.m * kernel.n * (kernel.k + 4) / 4 + (kernel.program?.work ?? 0)
    case .reduce(_, let outer, let reduced, let inner), .argmax(let outer, let reduced, let inner):
      outer * reduced * inner
    case .copy(let copies, _): copies.reduce(0) { $0 + $1.sizes.reduce(1, *) }
    case .gather(let count, let rowSize, _), .scatterAdd(let count, let rowSize, _):
      count * rowSize
    case .random(let draw): 16 * draw.shape.elementCount
    case .convolution(let kernel): kernel.operationCount / 8
    case .pool(let kernel): kernel.work
    }
  }
}

extension ElementwiseKernel {
  fileprivate var work: Int { rows * columns * (instructions.count + results.count) }
}

// Times workloads by the protocol that other frameworks are timed by.

import GraphCompiler
import Runs
import Training

/// Times workloads one after the other: three steps to warm up, then five blocks of steps.
public struct Benchmark {
  private let settings: BenchmarkSettings
  private static let warmUpSteps = 3
  private static let blockCount = 5

  /// A benchmark that has not begun.
  public init(_ settings: BenchmarkSettings) {
    self.settings = settings
  }

  /// Times everything.
  ///
  /// Before and after the workloads the best rate of matrix products is measured, with the same
  /// kernels in the same process, because a busy machine may be slower for a while.
  /// - Parameter began: Called with each workload before its first step.
  /// - Throws: `BenchmarkFailure` if a step makes a value that is not finite.
  public func run(_ began: (Workload) -> Void = { _ in }) throws -> BenchmarkReport {
    KernelLibrary.threadCount = settings.threads
    var rate = try MatmulRate(settings.productOptions)
    try rate.measure()
    let times = try settings.workloads.map { workload in
      began(workload)
      return try time(workload)
    }
    try rate.measure()
    return BenchmarkReport(times, settings, matmulRate: rate.best)
  }

  private func time(_ workload: Workload) throws -> WorkloadTime {
    let job = try workload.job(settings)
    let steps = settings.steps ?? workload.steps
    let makeSteps = { (count: Int) throws in
      for _ in 0..<count {
        guard try job.step() else { throw BenchmarkFailure(workload) }
      }
    }
    try makeSteps(Self.warmUpSteps)
    let blocks = try (0..<Self.blockCount).map { _ in
      try secondsTaken { try makeSteps(steps) } / Double(steps)
    }
    let program = try job.program()
    let kernels =
      settings.profiles
      ? try program.profile(runs: max(5, steps / 2)) { try job.setInputs(of: program) } : []
    return WorkloadTime(
      workload: workload, steps: steps, threads: program.threadCount, blocks: blocks,
      operations: program.plan.graph.productOperationCount,
      byteCount: program.plan.memory.byteCount, kernels: kernels)
  }
}

/// What was measured of one workload.
package struct WorkloadTime: Sendable {
  package let workload: Workload
  /// The steps in a block.
  package let steps: Int
  /// The threads that ran: fewer than allowed where more would be slower.
  package let threads: Int
  /// Seconds per step in each block, in ascending order.
  package let blocks: [Double]
  /// The additions and multiplications of a step's matrix products and convolutions.
  package let operations: Int
  /// The memory that a step works in, without parameters and optimizer state.
  package let byteCount: Int
  /// The times of single kernels, where they were asked for.
  package let kernels: [KernelTime]

  /// - Parameter blocks: Seconds per step, at least one number.
  package init(
    workload: Workload, steps: Int, threads: Int, blocks: [Double], operations: Int,
    byteCount: Int = 0, kernels: [KernelTime] = []
  ) {
    self.workload = workload
    self.steps = steps
    self.threads = threads
    self.blocks = blocks.sorted()
    self.operations = operations
    self.byteCount = byteCount
    self.kernels = kernels
  }

  /// The median over the blocks.
  var secondsPerStep: Double { blocks[blocks.count / 2] }
}

/// A workload that cannot be timed, because it no longer computes numbers.
public struct BenchmarkFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The workload.
  public let workload: Workload

  init(_ workload: Workload) {
    self.workload = workload
  }

  /// What happened, and what to try.
  public var description: String {
    "\(workload.rawValue): a loss or gradient is not finite, so its time says nothing; "
      + "mixlab doctor tests the kernels, and MIXLAB_ONEDNN=off builds with others"
  }
}

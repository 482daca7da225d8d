// A step of the workload that is all overhead asks for neither memory nor locks.

import Benchmarks
import GraphCompiler
import Tensors
import TestSupport
import Testing

extension BenchmarksTests {
  @Suite(.enabled(if: CallCounts.areAvailable)) struct StepCallTests {
    @Test(arguments: [1, 2]) func portableStepsAskForNothing(threads: Int) throws {
      let (five, ten) = try counts(oneDNN: false, threads: threads)
      #expect(five == .none && ten == .none, "\(CallCounts.origins)")
    }

    @Test(.enabled(if: KernelLibrary.standard.usesOneDNN), arguments: [1, 2])
    func stepsOnOneDNNAskForTheSameEveryTime(threads: Int) throws {
      let (five, ten) = try counts(oneDNN: true, threads: threads)
      #expect(ten.allocations == 2 * five.allocations, "\(CallCounts.origins)")
      #expect(ten.locks == 2 * five.locks, "\(CallCounts.origins)")
      #expect(five.allocations % 5 == 0 && five.locks % 5 == 0, "\(five)")
    }

    /// The counts of 5 steps and of the next 10, after two steps that compile and fill what is kept.
    private func counts(
      oneDNN: Bool, threads: Int
    ) throws -> (five: CallCounts, ten: CallCounts) {
      let before = KernelLibrary.threadCount
      defer { KernelLibrary.threadCount = before }
      KernelLibrary.threadCount = threads
      var options = CompileOptions()
      options.kernelLibrary = KernelLibrary(usesOneDNN: oneDNN)
      let job = try ClassifierJob(.tabular, options)
      let steps = { (count: Int) throws in
        for _ in 0..<count { _ = try job.step() }
      }
      try steps(2)
      return (
        try CallCounts.of { try steps(5) }.counts, try CallCounts.of { try steps(10) }.counts
      )
    }
  }
}

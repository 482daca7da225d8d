// Work that can be timed.

import GraphCompiler

/// Work that is made step by step.
package protocol BenchmarkJob {
  /// Makes one step.
  /// - Returns: Whether all that the step reports is finite.
  func step() throws -> Bool

  /// The program of a step.
  func program() throws -> Executable

  /// Sets what the next step needs.
  func setInputs(of program: Executable) throws
}

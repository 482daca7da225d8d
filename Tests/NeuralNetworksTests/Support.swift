// What the tests of this room share: their suite, and short ways to run and compare.

import Foundation
import GraphCompiler
import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// All tests of this room, one at a time, because they share the kernels' threads.
@Suite(.serialized, .exclusive) enum NeuralNetworksTests {}

/// Options with every pass verified, on oneDNN where it is installed or on the portable kernels.
func testOptions(oneDNN: Bool = true) -> CompileOptions {
  var options = CompileOptions()
  options.verifiesPasses = true
  options.kernelLibrary = KernelLibrary(usesOneDNN: oneDNN)
  return options
}

/// Runs a function of constants once.
func evaluate(_ body: @escaping () -> [Tensor]) throws -> [HostTensor] {
  try compile(options: testOptions(), body)()
}

/// The elements of the one tensor that a function of constants returns.
func evaluate(_ body: @escaping () -> Tensor) throws -> [Float] {
  try evaluate { [body()] }[0].floats
}

/// The error that compiling a function of constants ends with.
func compileError(_ body: @escaping () -> [Tensor]) -> String {
  do {
    _ = try evaluate(body)
    return "no error"
  } catch {
    return "\(error)"
  }
}

/// Checks elements one by one, the tolerance relative to numbers above 1 and absolute below.
func expectClose(
  _ came: [Float], _ expected: [Double], _ tolerance: Double = 1e-6, _ place: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(came.count == expected.count, "\(place)", sourceLocation: sourceLocation)
  for (index, (a, b)) in zip(came, expected).enumerated()
  where !(abs(Double(a) - b) <= tolerance * max(1, abs(b))) {
    Issue.record(
      "\(place): element \(index) is \(a), expected \(b)", sourceLocation: sourceLocation)
    return
  }
}

/// A vector from its elements.
func vector(_ elements: Float...) -> HostTensor { HostTensor(elements) }

/// A matrix from its rows.
func matrix(_ rows: [[Float]]) throws -> HostTensor {
  try HostTensor(rows.flatMap { $0 }, shape: [rows.count, rows[0].count])
}

/// The logistic function in double precision.
func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

// What the tests of tensors share: their suite, and short ways to run and compare.

import GraphCompiler
import Tensors
import TestSupport
import Testing

/// All tests of tensors, one at a time, because kernels share one pool of threads.
@Suite(.serialized, .exclusive) enum TensorsTests {}

/// Options with every pass verified.
let verifying: CompileOptions = {
  var options = CompileOptions()
  options.verifiesPasses = true
  return options
}()

/// Runs a function of constants once.
func evaluateAll(_ body: @escaping () -> [Tensor]) throws -> [HostTensor] {
  try compile(options: verifying, body)()
}

/// The elements of the one tensor that a function of constants returns.
func evaluate(_ body: @escaping () -> Tensor) throws -> [Float] {
  try evaluateAll { [body()] }[0].floats
}

/// The error that compiling a function of constants ends with.
func compileError(
  sourceLocation: SourceLocation = #_sourceLocation, _ body: @escaping () -> [Tensor]
) -> String {
  let error = #expect(throws: ShapeError.self, sourceLocation: sourceLocation) {
    try evaluateAll(body)
  }
  return error?.description ?? "no error"
}

/// Checks elements one by one, the tolerance relative to numbers above 1 and absolute below.
func expectClose(
  _ came: [Float], _ expected: [Double], _ tolerance: Double = 1e-6,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(came.count == expected.count, sourceLocation: sourceLocation)
  for (index, (a, b)) in zip(came, expected).enumerated()
  where Double(a) != b && !(abs(Double(a) - b) <= tolerance * max(1, abs(b))) {
    Issue.record("element \(index) is \(a), expected \(b)", sourceLocation: sourceLocation)
  }
}

/// A constant vector.
func vector(_ elements: Float...) -> Tensor { Tensor(HostTensor(elements)) }

/// A constant vector of integers.
func integers(_ elements: Int32...) -> Tensor { Tensor(HostTensor(elements)) }

/// A matrix from its rows.
func rows(_ rows: [Float]...) throws -> HostTensor {
  try HostTensor(rows.flatMap { $0 }, shape: [rows.count, rows.first?.count ?? 0])
}

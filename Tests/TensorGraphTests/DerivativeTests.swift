// First and second derivatives of every case against central differences.

import GraphCompiler
import TensorGraph
import TestSupport
import Testing

@Suite struct DerivativeTests {
  private static let differentiable = OperationCase.all.filter(\.isDifferentiable)
  private static let tolerance = Tolerance(absolute: 2e-8, relative: 2e-8)

  @Test(arguments: differentiable)
  func gradientAgreesWithCentralDifferences(_ row: OperationCase) throws {
    var generator = TestGenerator(name: row.name)
    for signature in row.smallSignatures {
      let positions = row.differentiablePositions
      let point = try row.inputs(for: signature, using: &generator)
        .map { ReferenceArray<Double>($0) }
      let direction = try row.direction(for: signature, using: &generator)
      let gradients = try Interpreter<Double>(row.gradientGraph(for: signature))
        .run(parameters: point).outputs
      #expect(gradients.map(\.shape) == positions.map { signature[$0] })
      let slope = zip(gradients, direction).reduce(0) { $0 + dot($1.0.doubles, $1.1.doubles) }
      let expected = try row.objectiveGraph(for: signature)
        .centralDifference(at: point, along: direction, positions: positions)
      #expect(close(slope, expected, Self.tolerance), "\(signature): \(slope), \(expected)")
    }
  }

  @Test(arguments: differentiable)
  func secondDerivativeAgreesWithCentralDifferences(_ row: OperationCase) throws {
    var generator = TestGenerator(name: row.name)
    for signature in row.smallSignatures {
      let positions = row.differentiablePositions
      let point = try row.inputs(for: signature, using: &generator)
        .map { ReferenceArray<Double>($0) }
      let inner = try row.direction(for: signature, using: &generator)
      let outer = try row.direction(for: signature, using: &generator)
      var slopes = try row.gradientGraph(for: signature)
      slopes.outputs = [try slopes.addProjection(of: slopes.outputs, on: inner)]
      var curvature = slopes
      curvature.outputs = try curvature.gradients(
        of: slopes.outputs[0], withRespectTo: curvature.parameterNodes(positions))
      let columns = try Interpreter<Double>(curvature).run(parameters: point).outputs
      let value = zip(columns, outer).reduce(0) { $0 + dot($1.0.doubles, $1.1.doubles) }
      let expected = try slopes.centralDifference(at: point, along: outer, positions: positions)
      #expect(close(value, expected, Self.tolerance), "\(signature): \(value), \(expected)")
    }
  }
}

extension OperationCase {
  /// The signatures whose arrays are small enough for many runs in double precision.
  fileprivate var smallSignatures: [[Shape]] {
    signatures.filter { signature in signature.allSatisfy { $0.elementCount <= 150 } }
  }

  /// A random direction in the differentiable inputs.
  fileprivate func direction(
    for signature: [Shape], using generator: inout TestGenerator
  ) throws -> [HostTensor] {
    try differentiablePositions.map { position in
      let shape = signature[position]
      return try HostTensor(generator.floats(shape.elementCount, in: -1...1), shape: shape)
    }
  }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
}

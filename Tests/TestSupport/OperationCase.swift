// One row of the table that all tests of operations are driven by.

import TensorGraph

/// A small graph around one operation, with the inputs it is to be tested on.
package struct OperationCase: Sendable, CustomStringConvertible {
  /// Appends the case's nodes to a graph that has the given parameters; returns the results.
  package typealias Builder = @Sendable (inout Graph, [NodeID]) throws -> [NodeID]

  /// What is tested, unique in the table.
  package let name: String
  /// The inputs' kinds and values; the values keep away from kinks and poles.
  package let parameters: [CaseParameter]
  /// The shapes to test, each a list of one shape for every input.
  package let signatures: [[Shape]]
  /// Complete lists of inputs with kinks, poles, infinities, NaN and the ends of ranges.
  ///
  /// Their shapes are their own.
  package let specials: [[HostTensor]]
  /// How far single precision may be from the reference interpreter in single precision.
  package let tolerance: Tolerance

  private let build: Builder

  package init(
    _ name: String, _ parameters: [CaseParameter], _ signatures: [[Shape]],
    specials: [[HostTensor]] = [], tolerance: Tolerance = .single, build: @escaping Builder
  ) {
    self.name = name
    self.parameters = parameters
    self.signatures = signatures
    self.specials = specials
    self.tolerance = tolerance
    self.build = build
  }

  /// The name.
  package var description: String { name }

  /// Whether the case has an input to differentiate by.
  package var isDifferentiable: Bool { parameters.contains(where: \.isDifferentiable) }

  /// The graph for inputs of the given shapes.
  package func graph(for signature: [Shape]) throws -> Graph {
    var graph = Graph()
    let inputs = zip(signature, parameters).map {
      graph.addParameter(TensorType($0, $1.dtype))
    }
    graph.outputs = try build(&graph, inputs)
    return graph
  }

  /// Random inputs of the given shapes.
  package func inputs(
    for signature: [Shape], using generator: inout TestGenerator
  ) throws -> [HostTensor] {
    var arrays: [HostTensor] = []
    for (shape, parameter) in zip(signature, parameters) {
      arrays.append(try parameter.array(shape, using: &generator))
    }
    return arrays
  }

  /// The names of the operations that the case's graphs use.
  package func operationNames() throws -> Set<String> {
    var names: Set<String> = []
    for signature in signatures {
      names.formUnion(try graph(for: signature).nodes.map(\.operation.name))
    }
    return names
  }

  /// The whole table.
  package static let all: [OperationCase] =
    unaryCases + integerUnaryCases + binaryCases + integerBinaryCases + comparisonCases
    + selectionCases + conversionCases + broadcastCases + reshapeCases + transposeCases
    + sliceCases + padCases + concatenationCases + reductionCases + argmaxCases + matmulCases
    + indexingCases + sourceCases + randomCases + chainCases + layerCases + convolutionCases
    + poolCases + channelBlockCases + imageNetworkCases
}

// The layers of a network with what they make and learn, found by tracing it.

import GraphCompiler
import NeuralNetworks
import Runs
import TensorGraph
import Tensors

/// One row for every layer of a network, in the order in which they are done.
///
/// A block stands after the layers that it is made of, and has only the parameters that are its own.
public struct LayerTable: Sendable, Equatable {
  /// One layer.
  public struct Row: Sendable, Equatable {
    /// The layers around it and itself, like `2 GrowingBlock/c1 Convolution2D`.
    public let layer: String
    /// The sizes of what it makes of one sample, or of one pack.
    public let output: [Int]
    /// The number of its parameters' elements.
    public let parameters: Int
  }

  /// The layers.
  public let rows: [Row]

  /// The number of elements of all parameters together.
  public var parameterCount: Int { rows.reduce(0) { $0 + $1.parameters } }

  /// The table in columns for a terminal.
  public var text: String {
    let lines = rows.map { row in
      [
        row.layer, row.output.map(String.init).joined(separator: " x "),
        row.parameters == 0 ? "" : DigitGroups.text(row.parameters),
      ]
    }
    return TextTable(
      ["layer", "output", "parameters"], lines + [["all", "", DigitGroups.text(parameterCount)]],
      leadingColumns: 2
    ).text
  }

  /// Traces a network; nothing is compiled and nothing runs.
  ///
  /// A node belongs to the innermost layer of its path, which is the last part with a kind, like
  /// `0 Linear`; a parameter to the layer that reads it first.
  /// - Parameters:
  ///   - network: The network, whose name its paths begin with.
  ///   - signature: The types of the inputs of `body`.
  ///   - body: Calls the network.
  /// - Throws: `ShapeError` if the network does not take such inputs.
  package init(
    _ network: any Layer, _ signature: [TensorType], _ body: @escaping ([Tensor]) -> Tensor
  ) throws {
    let (graph, variables) = try CompiledFunction { [body($0)] }.trace(signature)
    let learned = Set(network.parameters.map { ObjectIdentifier($0) })
    var counts: [String: Int] = [:]
    var outputs: [String: (place: Int, shape: Shape)] = [:]
    var met: Set<Int> = []
    for (place, node) in graph.nodes.enumerated() {
      guard let layer = Self.layer(of: node.path) else { continue }
      if case .variable = node.operation { continue }
      outputs[layer] = (place, node.shape)
      for input in node.inputs {
        guard case .variable(let position) = graph[input].operation,
          learned.contains(ObjectIdentifier(variables[position])), met.insert(position).inserted
        else { continue }
        counts[layer, default: 0] += variables[position].shape.elementCount
      }
    }
    var rows = outputs.sorted { $0.value.place < $1.value.place }.map { layer, output in
      Row(
        layer: layer, output: Array(output.shape.dimensions.dropFirst()),
        parameters: counts[layer] ?? 0)
    }
    // What layers without a path of their own learn, so that the sum is right in any case.
    let rest = network.parameterCount - rows.reduce(0) { $0 + $1.parameters }
    if rest > 0 { rows.append(Row(layer: "other layers", output: [], parameters: rest)) }
    self.rows = rows
  }

  /// The path without the network's name and without what lies within the innermost layer; nil for
  /// a node of no layer.
  private static func layer(of path: String) -> String? {
    let parts = path.split(separator: "/")
    guard let last = parts.lastIndex(where: { $0.contains(" ") }) else { return nil }
    let isNamed = parts[0].contains(" ")
    return parts[(isNamed ? 0 : 1)...last].joined(separator: "/")
  }
}

// A program as a list of nodes, each naming earlier ones.

/// The position of a node in its graph.
public struct NodeID: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The index into `Graph.nodes`.
  public let index: Int

  package init(_ index: Int) {
    self.index = index
  }

  /// Earlier nodes come first.
  public static func < (a: NodeID, b: NodeID) -> Bool { a.index < b.index }

  /// Like `%12`.
  public var description: String { "%\(index)" }
}

/// One operation with its inputs and the type of its result.
public struct Node: Hashable, Sendable {
  /// What is computed.
  public let operation: Operation
  /// The nodes it is computed from, all earlier ones.
  public let inputs: [NodeID]
  /// The type of the result.
  public let type: TensorType
  /// The layers it was written in, outermost first, joined by slashes.
  public let path: String

  /// The shape of the result.
  public var shape: Shape { type.shape }
  /// The element kind of the result.
  public var dtype: DType { type.dtype }
}

/// A variable as a graph sees it.
public struct VariableInfo: Hashable, Sendable {
  /// The dotted name, as in a checkpoint.
  public let name: String
  /// The type, fixed for good.
  public let type: TensorType

  package init(name: String, type: TensorType) {
    self.name = name
    self.type = type
  }
}

/// A variable's value at the end of the program.
public struct Effect: Hashable, Sendable {
  /// The variable's position in `Graph.variables`.
  public let variable: Int
  /// The node that holds the new value.
  public let value: NodeID

  package init(variable: Int, value: NodeID) {
    self.variable = variable
    self.value = value
  }
}

/// A straight-line program: nodes in an order in which every input comes before its use.
public struct Graph: Sendable {
  /// All nodes in program order.
  public private(set) var nodes: [Node] = []
  /// The types of the inputs, by position.
  public private(set) var parameters: [TensorType] = []
  /// The variables that the program reads or sets.
  public private(set) var variables: [VariableInfo] = []
  /// The results.
  public package(set) var outputs: [NodeID] = []
  /// The variables' new values, in program order, at most one for each variable.
  public package(set) var effects: [Effect] = []

  /// The layers that the next nodes are written in, outermost first, joined by slashes.
  package var path = ""

  package init() {}

  /// The node at a position.
  public subscript(id: NodeID) -> Node { nodes[id.index] }

  /// Appends a node after its shape rule has accepted the inputs.
  /// - Throws: `ShapeError` naming the operation, what came and what it needs.
  package mutating func add(
    _ operation: Operation, _ inputs: [NodeID] = []
  ) throws(ShapeError) -> NodeID {
    do {
      let type = try resultType(of: operation, inputs: inputs.map { self[$0].type })
      return append(operation, inputs, type)
    } catch {
      var located = error
      if located.path.isEmpty { located.path = path }
      throw located
    }
  }

  /// Adds an input of the given type.
  package mutating func addParameter(_ type: TensorType) -> NodeID {
    parameters.append(type)
    return append(.parameter(parameters.count - 1), [], type)
  }

  /// Adds a variable with the node of its initial value.
  package mutating func addVariable(_ info: VariableInfo) -> NodeID {
    variables.append(info)
    return append(.variable(variables.count - 1), [], info.type, path: info.name)
  }

  /// A graph without nodes but with the same parameters and variables, for passes that rewrite.
  package func emptyCopy() -> Graph {
    var copy = Graph()
    copy.parameters = parameters
    copy.variables = variables
    return copy
  }

  /// Appends a node whose type is already known, as when a pass copies it.
  package mutating func append(
    _ operation: Operation, _ inputs: [NodeID], _ type: TensorType, path: String? = nil
  ) -> NodeID {
    nodes.append(
      Node(operation: operation, inputs: inputs, type: type, path: path ?? self.path))
    return NodeID(nodes.count - 1)
  }

  private func resultType(
    of operation: Operation, inputs: [TensorType]
  ) throws(ShapeError) -> TensorType {
    switch operation {
    case .parameter(let index): parameters[index]
    case .variable(let index): variables[index].type
    default: try operation.resultType(inputs)
    }
  }
}

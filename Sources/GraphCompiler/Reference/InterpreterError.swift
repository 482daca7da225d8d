// What can be wrong with a run of the reference interpreter.

import TensorGraph

/// The inputs of a run do not fit its graph, or the graph breaks its own rules.
package enum InterpreterError: Error, Equatable, CustomStringConvertible {
  /// Another number of parameters or variables came than the graph has.
  case wrongCount(of: String, came: Int, needed: Int)
  /// A parameter or variable has another type than the graph's.
  case wrongType(of: String, came: TensorType, needed: TensorType)
  /// An array's elements do not fill its shape.
  case wrongElementCount(of: String, came: Int, shape: Shape)
  /// An operation met a kind of element that it does not take.
  case wrongKind(came: TensorType, DType)
  /// A node is used before it is computed.
  case missingValue(NodeID)

  package var description: String {
    switch self {
    case .wrongCount(let name, let came, let needed):
      "\(came) \(name) came, but the graph has \(needed); pass one array for each"
    case .wrongType(let name, let came, let needed):
      "\(name) came as \(came), but the graph needs \(needed); pass an array of that type"
    case .wrongElementCount(let name, let came, let shape):
      "\(name) has \(came) elements for shape \(shape); pass \(shape.elementCount)"
    case .wrongKind(let came, let needed):
      "an operation on \(needed.rawValue) met \(came); verify the graph before running it"
    case .missingValue(let id):
      "node \(id) is used before it is computed; verify the graph before running it"
    }
  }
}

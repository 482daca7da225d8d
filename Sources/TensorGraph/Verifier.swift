// Checks that a graph is what every pass may rely on.

/// A graph breaks its own rules: a mistake in a pass, not in a user's program.
public struct VerificationError: Error, Sendable, CustomStringConvertible {
  /// What is wrong, and the listing around the bad node.
  public let description: String
}

extension Graph {
  /// Checks order, types, parameters, outputs and effects.
  /// - Throws: `VerificationError` that names the stage and lists ten nodes each side of the first
  ///   bad one.
  package func verify(after stage: String) throws(VerificationError) {
    for (index, node) in nodes.enumerated() {
      if let problem = problem(of: node, at: index) {
        throw VerificationError(
          description: "after \(stage), node %\(index) is wrong: \(problem)\n"
            + listing(around: index, by: 10))
      }
    }
    let valid = outputs + effects.map(\.value)
    for id in valid where !nodes.indices.contains(id.index) {
      throw VerificationError(description: "after \(stage), result \(id) does not exist")
    }
    var set = Set<Int>()
    for effect in effects {
      guard variables.indices.contains(effect.variable), set.insert(effect.variable).inserted,
        self[effect.value].type == variables[effect.variable].type
      else {
        throw VerificationError(
          description: "after \(stage), variable \(effect.variable) is set twice, does not exist, "
            + "or its value \(effect.value) has another type")
      }
    }
  }

  private func problem(of node: Node, at index: Int) -> String? {
    for input in node.inputs where input.index < 0 || input.index >= index {
      return "input \(input) does not come before it"
    }
    switch node.operation {
    case .parameter(let position):
      return parameters.indices.contains(position) && parameters[position] == node.type
        ? nil : "parameter \(position) does not exist or has another type"
    case .variable(let position):
      return variables.indices.contains(position) && variables[position].type == node.type
        ? nil : "variable \(position) does not exist or has another type"
    default:
      do {
        let expected = try node.operation.resultType(node.inputs.map { self[$0].type })
        return expected == node.type ? nil : "its type is \(node.type), its rule says \(expected)"
      } catch {
        return "\(error)"
      }
    }
  }
}

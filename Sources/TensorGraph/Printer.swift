// The printed form of a graph.

extension Graph {
  /// The whole program, one node a line.
  public var listing: String {
    let head = parameters.enumerated().map { "parameter \($0.offset): \($0.element)" }
    let body = nodes.indices.map(line(of:))
    let results = "return " + outputs.map(\.description).joined(separator: ", ")
    let sets = effects.map { "set \(variables[$0.variable].name) = \($0.value)" }
    return (head + body + sets + [results]).joined(separator: "\n")
  }

  package func listing(around index: Int, by margin: Int) -> String {
    (max(0, index - margin)..<min(nodes.count, index + margin + 1)).map { position in
      (position == index ? "> " : "  ") + line(of: position)
    }.joined(separator: "\n")
  }

  private func line(of index: Int) -> String {
    let node = nodes[index]
    let operands = node.inputs.map(\.description).joined(separator: ", ")
    let place = node.path.isEmpty ? "" : "  # \(node.path)"
    return "%\(index) = \(node.operation.summary)(\(operands)) : \(node.type)\(place)"
  }
}

extension Operation {
  /// The name with the settings that tell two uses apart.
  package var summary: String {
    switch self {
    case .parameter(let index), .variable(let index): "\(name) \(index)"
    case .constant(let value):
      value.shape.elementCount == 1 ? "constant \(value.scalar ?? 0)" : "constant"
    case .iota(_, let axis), .argmax(let axis), .concatenate(let axis): "\(name) axis \(axis)"
    case .convert(let dtype): "convert to \(dtype.rawValue)"
    case .broadcast(let broadcast): "broadcast axes \(broadcast.axes)"
    case .transpose(let permutation): "transpose \(permutation)"
    case .slice(let slice): "slice \(slice.starts)..<\(slice.limits) by \(slice.strides)"
    case .pad(let padding): "pad \(padding.low) \(padding.high) \(padding.interior)"
    case .reduce(_, let axes): "\(name) axes \(axes)"
    case .matmul(let matmul):
      "matmul" + (matmul.transposeA ? " a'" : "") + (matmul.transposeB ? " b'" : "")
    case .random(let draw): "random \(draw.distribution) stream \(draw.stream) draw \(draw.draw)"
    default: name
    }
  }
}

// An entry of a catalogue of metrics as text for readers and as an object for machines.

extension MetricEntry {
  /// The entry as paragraphs of at most 80 columns.
  public var text: String {
    let parts = [
      ("Formula", formula), ("Meaning", meaning), ("Healthy range", healthyRange),
      ("Perfect sampler", perfect), ("Direction", direction.description), ("Unit", unit),
      ("Source", source), ("Measured here", protocolText ?? ""),
    ]
    let width = parts.map(\.0.count).max() ?? 0
    let lines = parts.filter { !$0.1.isEmpty }.flatMap { label, text in
      let indent = String(repeating: " ", count: width + 4)
      return wrapped(text, width: 80 - indent.count).enumerated().map { index, line in
        let head = index == 0 ? "  " + label : ""
        return head + indent.dropFirst(head.count) + line
      }
    }
    return (wrapped("\(name): \(title)", width: 80) + lines).joined(separator: "\n")
  }

  /// The entry as one JSON object on one line.
  public var json: String {
    let record: MetricsRecord = [
      "name": .text(name), "title": .text(title), "formula": .text(formula),
      "meaning": .text(meaning), "healthy_range": .text(healthyRange), "perfect": .text(perfect),
      "direction": .text(direction.description), "unit": .text(unit), "source": .text(source),
      "protocol": protocolText.map { .text($0) } ?? .null,
    ]
    return record.json
  }
}

extension [MetricEntry] {
  /// All entries, a line each with name and title.
  package var listing: String {
    let width = map(\.name.count).max() ?? 0
    return map { entry in
      let padding = String(repeating: " ", count: width - entry.name.count)
      return "\(entry.name)\(padding)  \(entry.title)"
    }.joined(separator: "\n")
  }
}

/// The words of a text in lines of at most `width` characters, longer words on lines of their own.
private func wrapped(_ text: String, width: Int) -> [String] {
  text.split(separator: " ").reduce(into: [String]()) { lines, word in
    if let line = lines.last, line.count + word.count < width {
      lines[lines.count - 1] = "\(line) \(word)"
    } else {
      lines.append(String(word))
    }
  }
}

// Makes text fit: measuring, shortening with an ellipsis and breaking into lines.

extension TextStyle {
  /// The space that a line of text takes; line ends count as spaces.
  package func measure(_ text: some StringProtocol) -> TextSize {
    let face = face
    let width = text.unicodeScalars.reduce(0) { $0 + face.glyph($1).advance }
    return TextSize(width: width, ascent: face.ascent, descent: face.descent)
  }

  /// The text itself, or its beginning with an ellipsis where it is wider than `width`.
  package func fitted(_ text: String, width: Int) -> String {
    guard measure(text).width > width else { return text }
    let room = width - measure("…").width
    // No glyph is narrower than a pixel: a first cut keeps absurdly long text cheap.
    var head = text.prefix(max(0, width))
    while !head.isEmpty, measure(head).width > room {
      head = head.dropLast()
    }
    return head.isEmpty ? "" : head + "…"
  }

  /// The text broken at spaces into lines no wider than `width`, at most `maximumLines` of them.
  ///
  /// Line ends in the text stay; the last line ends with an ellipsis where text is left over.
  package func wrapped(_ text: String, width: Int, maximumLines: Int = 6) -> [String] {
    var lines: [String] = []
    for paragraph in text.split(separator: "\n") {
      var line = ""
      for word in paragraph.split(separator: " ") {
        let longer = line.isEmpty ? String(word) : line + " " + word
        if line.isEmpty || measure(longer).width <= width {
          line = longer
        } else {
          lines.append(line)
          line = String(word)
        }
      }
      if !line.isEmpty { lines.append(line) }
    }
    if lines.count > maximumLines, maximumLines > 0 {
      lines.removeLast(lines.count - maximumLines)
      lines[maximumLines - 1] += " …"
    }
    return lines.map { line in fitted(line, width: width) }
  }
}

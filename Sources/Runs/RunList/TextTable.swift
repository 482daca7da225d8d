// Rows of text as aligned columns for a terminal and as a table in Markdown.

import Foundation

/// A table of text: a header and rows of as many cells.
package struct TextTable: Sendable, Equatable {
  /// The headings.
  package let header: [String]
  /// The cells of each row.
  package let rows: [[String]]
  /// The columns from the left whose text begins, rather than ends, at the same place.
  package let leadingColumns: Int

  package init(_ header: [String], _ rows: [[String]], leadingColumns: Int = 1) {
    self.header = header
    self.rows = rows
    self.leadingColumns = leadingColumns
  }

  /// The table in columns, two spaces apart.
  package var text: String {
    let lines = [header] + rows
    let widths = header.indices.map { column in
      lines.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return lines.map { line in
      line.enumerated().map { column, cell in
        let width = column < widths.count ? widths[column] : cell.count
        let padding = String(repeating: " ", count: max(0, width - cell.count))
        return column < leadingColumns ? cell + padding : padding + cell
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  /// The table in Markdown, with a line break at its end.
  package var markdown: String {
    let rule = header.indices.map { $0 < leadingColumns ? "---" : "---:" }
    let escaped = ([header, rule] + rows).map { line in
      line.map { $0.replacingOccurrences(of: "|", with: "\\|") }
    }
    return escaped.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n") + "\n"
  }
}

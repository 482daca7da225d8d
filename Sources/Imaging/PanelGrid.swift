// Snapshots of several methods side by side: one row a method, one column a step.

/// A grid of small scatter panels with labels, title and caption.
package struct PanelGrid: Sendable {
  /// One snapshot.
  package struct Cell: Sendable {
    /// Flat (x, y) pairs.
    package var generated: [Float]
    /// Probabilities that a point is real.
    package var field: ScalarField?
    /// A few words under the panel, such as "8 of 8 modes".
    package var note: String

    /// A snapshot from its points.
    package init(generated: [Float], field: ScalarField? = nil, note: String = "") {
      self.generated = generated
      self.field = field
      self.note = note
    }
  }

  /// One method on one data set.
  package struct Row: Sendable {
    package var label: String
    package var frame: Frame
    /// Flat (x, y) pairs, the same in every cell of the row.
    package var real: [Float]
    /// One for each column; nil where there is no snapshot.
    package var cells: [Cell?]

    /// A row from its parts.
    package init(label: String, frame: Frame, real: [Float], cells: [Cell?]) {
      self.label = label
      self.frame = frame
      self.real = real
      self.cells = cells
    }
  }

  package var title: String
  /// Sentences under the grid.
  package var caption: String
  package var columnLabels: [String]
  package var rows: [Row]
  /// The width and height of a cell in pixels.
  package var cellSide: Int

  /// A grid; `render()` checks it.
  package init(
    title: String, caption: String = "", columnLabels: [String], rows: [Row], cellSide: Int = 180
  ) {
    self.title = title
    self.caption = caption
    self.columnLabels = columnLabels
    self.rows = rows
    self.cellSide = cellSide
  }

  /// Where everything lies.
  package struct Layout: Equatable, Sendable {
    package var width: Int
    package var height: Int
    /// The pixels inside the frame of each cell, row by row.
    package var cells: [[PixelRect]]
    var titleLines: [String]
    var captionLines: [String]
    var columnLabelBottom: Int
    var legendY: Int
    var captionTop: Int
    var hasNotes: Bool
  }

  static let margin = 16
  static let gap = 10
  static let rowLabelWidth = 40
  static let lineHeight = 17

  /// Computes where everything lies.
  ///
  /// - Throws: `ImagingError` for an empty or ragged grid and for absurd sizes.
  package func layout() throws(ImagingError) -> Layout {
    try check()
    let columns = columnLabels.count
    let grid = columns * cellSide + (columns - 1) * PanelGrid.gap
    let width = max(PanelGrid.margin * 2 + PanelGrid.rowLabelWidth + grid, 360)
    let titleLines = TextStyle.title.wrapped(
      title, width: width - 2 * PanelGrid.margin, maximumLines: 2)
    let captionLines = TextStyle.subtitle.wrapped(
      wholeCaption, width: width - 2 * PanelGrid.margin, maximumLines: 8)
    let legendY = 12 + titleLines.count * TextStyle.title.lineHeight + 14
    let columnLabelBottom = legendY + 36
    let hasNotes = rows.contains { $0.cells.contains { !($0?.note ?? "").isEmpty } }
    let hasOutside = rows.contains { row in
      row.cells.contains { cell in
        cell.map { PointCount($0.generated, in: row.frame).shortSentence != nil } ?? false
      }
    }
    let footer = (hasNotes ? PanelGrid.lineHeight : 0) + (hasOutside ? PanelGrid.lineHeight : 0)
    let pitch = cellSide + PanelGrid.gap + (footer > 0 ? footer + 2 : 0)
    let cells = rows.indices.map { row in
      (0..<columns).map { column in
        PixelRect(
          left: PanelGrid.margin + PanelGrid.rowLabelWidth
            + column * (cellSide + PanelGrid.gap),
          top: columnLabelBottom + 6 + row * pitch, width: cellSide, height: cellSide)
      }
    }
    let captionTop = columnLabelBottom + 6 + rows.count * pitch + 2
    return Layout(
      width: width, height: captionTop + captionLines.count * PanelGrid.lineHeight + 12,
      cells: cells, titleLines: titleLines, captionLines: captionLines,
      columnLabelBottom: columnLabelBottom, legendY: legendY, captionTop: captionTop,
      hasNotes: hasNotes)
  }

  /// The caption and a sentence for each row whose frame cuts real points off.
  private var wholeCaption: String {
    let cut = rows.compactMap { row -> String? in
      let count = PointCount(row.real, in: row.frame)
      return count.hidden == 0
        ? nil : "\(row.label): \(count.hidden) of \(count.total) real points lie outside the frame."
    }
    return ([caption] + cut).joined(separator: "\n")
  }

  private func check() throws(ImagingError) {
    guard !rows.isEmpty, !columnLabels.isEmpty, rows.count <= 100, columnLabels.count <= 100 else {
      throw .invalidData(
        came: "a panel grid of \(rows.count) rows and \(columnLabels.count) columns",
        needed: "1 to 100 of each", remedy: "Choose fewer snapshots, or any at all.")
    }
    guard (60...1024).contains(cellSide) else {
      throw .invalidSize(
        came: "cells of \(cellSide) pixels", needed: "60 to 1024 pixels a side",
        remedy: "The default is 180.")
    }
    for row in rows {
      guard row.cells.count == columnLabels.count else {
        throw .invalidData(
          came: "\(row.cells.count) cells in row '\(row.label)'",
          needed: "one for each of the \(columnLabels.count) columns",
          remedy: "Pass nil where there is no snapshot.")
      }
      try PointCount.check(row.real, "real")
      for cell in row.cells { try PointCount.check(cell?.generated ?? [], "generated") }
    }
  }
}

// A square table of shares as colours with numbers: which classes are taken for which.

/// Shares from 0 to 1 in rows and columns with names, each a coloured cell with a number.
package struct MatrixPlot: Sendable {
  package var title: String
  package var subtitle: String
  /// The names of rows and columns.
  package var names: [String]
  /// `[row, column]`, from 0 to 1.
  package var shares: [Double]
  /// What stands in the cells; "" for nothing.
  package var texts: [String]
  package var rowTitle: String
  package var columnTitle: String

  /// A plot; `render()` checks it.
  package init(
    title: String, subtitle: String = "", names: [String], shares: [Double], texts: [String],
    rowTitle: String, columnTitle: String
  ) {
    self.title = title
    self.subtitle = subtitle
    self.names = names
    self.shares = shares
    self.texts = texts
    self.rowTitle = rowTitle
    self.columnTitle = columnTitle
  }

  /// The most names of a plot.
  package static let mostNames = 1000

  private static let gap = 8
  private static let widestName = 110
  /// The rows from which on cells are too small for numbers and names.
  private static let mostNamed = 40

  /// Draws the plot.
  ///
  /// - Throws: `ImagingError` for no or too many names, and for other numbers of shares and texts.
  package func render() throws(ImagingError) -> Raster {
    try check()
    let isNamed = names.count <= Self.mostNamed
    let cell = isNamed ? 46 : max(4, 1200 / names.count)
    let margin = isNamed ? Self.gap + min(Self.widestName, widest) : 0
    let line = TextStyle.label.lineHeight
    let left = Self.gap + line + margin + Self.gap
    let top = Self.gap + 2 * (line + 4) + line + (isNamed ? line : 0) + Self.gap
    let side = names.count * cell
    var raster = try Raster(width: left + side + 2 * Self.gap, height: top + side + 2 * Self.gap)
    raster.draw(title, at: (left, Self.gap), .title, anchor: TextAnchor(.leading, .top))
    raster.draw(
      subtitle, at: (left, Self.gap + line + 4), .label, anchor: TextAnchor(.leading, .top))
    raster.draw(
      columnTitle, at: (left + side / 2, Self.gap + 2 * (line + 4)), .label,
      anchor: TextAnchor(.center, .top))
    raster.draw(
      rowTitle, at: (Self.gap, top + side / 2), .label, anchor: TextAnchor(.center, .top),
      direction: .upwards)
    for row in names.indices {
      for column in names.indices {
        draw(row, column, cell: cell, left: left, top: top, on: &raster, withText: isNamed)
      }
      guard isNamed else { continue }
      raster.draw(
        names[row], at: (left - Self.gap, top + row * cell + cell / 2), .label,
        anchor: TextAnchor(.trailing, .middle), maximumWidth: Self.widestName)
      raster.draw(
        names[row], at: (left + row * cell + cell / 2, top - 4), .label,
        anchor: TextAnchor(.center, .bottom), maximumWidth: cell - 2)
    }
    raster.frame(PixelRect(left: left, top: top, width: side, height: side), Color(gray: 120))
    return raster
  }

  private var widest: Int { names.map { TextStyle.label.measure($0).width }.max() ?? 0 }

  private func draw(
    _ row: Int, _ column: Int, cell: Int, left: Int, top: Int, on raster: inout Raster,
    withText: Bool
  ) {
    let place = row * names.count + column
    let share = Float(shares[place])
    let rect = PixelRect(
      left: left + column * cell, top: top + row * cell, width: cell, height: cell)
    // The right answers in blue, the wrong ones in vermillion; roots let small shares show.
    let full: Color = row == column ? .blue : .vermillion
    raster.fill(rect, Color.white.mixed(with: full, share.squareRoot() * 0.85))
    guard withText else { return }
    let color = share > 0.5 ? Color.white : Color(gray: 34)
    raster.draw(
      texts[place], at: (rect.left + cell / 2, rect.top + cell / 2),
      TextStyle(.small, color: color),
      anchor: TextAnchor(.center, .middle), maximumWidth: cell - 2)
  }

  private func check() throws(ImagingError) {
    let count = names.count * names.count
    guard (1...Self.mostNames).contains(names.count), shares.count == count, texts.count == count
    else {
      throw .invalidData(
        came: "\(names.count) names, \(shares.count) shares and \(texts.count) texts",
        needed: "1 to \(Self.mostNames) names, and a share and a text for each pair",
        remedy: "Pass one of each for every row and column.")
    }
  }
}

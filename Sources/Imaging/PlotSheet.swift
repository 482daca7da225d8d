// Several line plots in one picture: the curves of every metric of a run.

/// Line plots in rows and columns under one title.
package struct PlotSheet: Sendable {
  package var title: String
  /// One line under it, such as the recipe and the seed.
  package var subtitle: String
  package var plots: [LinePlot]
  package var columns: Int

  /// A sheet, filled row by row; `render()` checks it.
  ///
  /// Columns are as wide as their widest plot and rows as high as their highest.
  package init(title: String, subtitle: String = "", plots: [LinePlot], columns: Int = 2) {
    self.title = title
    self.subtitle = subtitle
    self.plots = plots
    self.columns = columns
  }

  static let gap = 12

  /// Where the plots lie, in their order.
  ///
  /// - Throws: `ImagingError` for no plots or columns and for plots of absurd sizes.
  package func layout() throws(ImagingError) -> [PixelRect] {
    guard !plots.isEmpty, plots.count <= 1000, (1...100).contains(columns) else {
      throw .invalidData(
        came: "a sheet of \(plots.count) plots in \(columns) columns",
        needed: "1 to 1000 plots in 1 to 100 columns",
        remedy: "Leave the sheet out where there is nothing to plot.")
    }
    let used = min(columns, plots.count)
    var widths = Array(repeating: 0, count: used)
    var heights = Array(repeating: 0, count: (plots.count + used - 1) / used)
    for (index, plot) in plots.enumerated() {
      // Also keeps the sums below from overflowing: it refuses absurd sizes.
      _ = try plot.axes()
      widths[index % used] = max(widths[index % used], plot.width)
      heights[index / used] = max(heights[index / used], plot.height)
    }
    let lefts = PlotSheet.starts(widths, from: PlotSheet.gap)
    let tops = PlotSheet.starts(heights, from: subtitle.isEmpty ? 46 : 66)
    return plots.enumerated().map { index, plot in
      PixelRect(
        left: lefts[index % used], top: tops[index / used], width: plot.width, height: plot.height)
    }
  }

  /// Draws the sheet.
  ///
  /// - Throws: `ImagingError` for what `layout()` and the plots refuse and for too large a picture.
  package func render() throws(ImagingError) -> Raster {
    let rects = try layout()
    var raster = try Raster(
      width: (rects.map(\.right).max() ?? 0) + PlotSheet.gap,
      height: (rects.map(\.bottom).max() ?? 0) + PlotSheet.gap)
    raster.draw(
      title, at: (PlotSheet.gap + 14, 14), .title, anchor: TextAnchor(.leading, .top),
      maximumWidth: raster.width - 52)
    raster.draw(
      subtitle, at: (PlotSheet.gap + 14, 37), .subtitle, anchor: TextAnchor(.leading, .top),
      maximumWidth: raster.width - 52)
    for (plot, rect) in zip(plots, rects) {
      raster.blit(try plot.render(), left: rect.left, top: rect.top)
      raster.frame(rect, .faintLine)
    }
    return raster
  }

  private static func starts(_ sizes: [Int], from first: Int) -> [Int] {
    var next = first
    return sizes.map { size in
      defer { next += size + gap }
      return next
    }
  }
}

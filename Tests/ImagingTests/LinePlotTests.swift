// Line plots: ink along the curve, gaps, reference lines, absurd input.

import Imaging
import Testing

@Suite("Line plot")
struct LinePlotTests {
  private func isColored(_ color: Color) -> Bool {
    max(color.red, color.green, color.blue) - min(color.red, color.green, color.blue) > 60
  }

  /// Whether a column of the plot has ink of a curve at the given number.
  private func hasCurve(_ plot: LinePlot, atX x: Double) throws -> Bool {
    let (raster, axes) = (try plot.render(), try plot.axes())
    let column = Int(axes.pixelX(x))
    return (axes.rect.top..<axes.rect.bottom).contains { isColored(raster[column, $0]) }
  }

  @Test func inkFollowsTheCurve() throws {
    let plot = LinePlot(
      title: "t", series: [.init(name: "loss", x: [0, 10, 20], y: [1, 3, 2])])
    let (raster, axes) = (try plot.render(), try plot.axes())
    for (x, y) in [(5.0, 2.0), (10, 3), (15, 2.5)] {
      #expect(raster[Int(axes.pixelX(x)), Int(axes.pixelY(y))].blue > 150)
      #expect(isColored(raster[Int(axes.pixelX(x)), Int(axes.pixelY(y))]))
      #expect(!isColored(raster[Int(axes.pixelX(x)), Int(axes.pixelY(y - 0.4))]))
    }
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300])
  func whatIsNotFiniteLeavesAGap(value: Double) throws {
    let x = (0...10).map(Double.init)
    var y = x.map { $0 * 0.1 }
    y[5] = value
    let plot = LinePlot(title: "t", series: [.init(name: "loss", x: x, y: y)])
    #expect(try hasCurve(plot, atX: 3.5))
    #expect(try !hasCurve(plot, atX: 4.5))
    #expect(try !hasCurve(plot, atX: 5.5))
    #expect(try hasCurve(plot, atX: 6.5))
    #expect(try plot.axes().frame.yMax < 1.2)
  }

  @Test func aPointBetweenGapsIsADot() throws {
    let plot = LinePlot(
      title: "t",
      series: [.init(name: "loss", x: [0, 1, 2, 3, 4], y: [0, .nan, 1, .nan, 2])])
    #expect(try hasCurve(plot, atX: 2))
    #expect(try !hasCurve(plot, atX: 1.5))
  }

  @Test func referencesAreInTheRange() throws {
    let plot = LinePlot(
      title: "t", series: [.init(name: "loss", x: [0, 1], y: [0, 0.1])],
      references: [.init(value: 0.6931, label: "D knows nothing: ln 2")])
    let (raster, axes) = (try plot.render(), try plot.axes())
    #expect(axes.frame.yMax > 0.6931)
    let row = Int(axes.pixelY(0.6931))
    let dark = (axes.rect.left..<axes.rect.right).count { raster[$0, row].red < 100 }
    #expect(dark > axes.rect.width / 3)
  }

  @Test func aFixedRangeCutsTheCurve() throws {
    let plot = LinePlot(
      title: "t", series: [.init(name: "loss", x: [0, 1, 2], y: [0, 1e25, 0])], yRange: 0...2)
    let (raster, axes) = (try plot.render(), try plot.axes())
    #expect(axes.frame.yMax == 2)
    for x in 0..<raster.width {
      #expect(!isColored(raster[x, axes.rect.top - 3]))
    }
    #expect(throws: ImagingError.self) {
      try LinePlot(title: "t", series: [], yRange: 1...1).render()
    }
  }

  @Test(
    arguments: [
      [], [0], [3, 3, 3], [.nan, .nan], [.infinity], [1e28, -1e28], [1e-300, 2e-300], [0, 0],
      [.leastNonzeroMagnitude], [1e15, 1e15 + 1],
    ] as [[Double]])
  func strangeValuesStillGiveAPicture(y: [Double]) throws {
    let x = y.indices.map(Double.init)
    let plot = LinePlot(title: "t", yLabel: "y", series: [.init(name: "s", x: x, y: y)])
    #expect(try plot.render().width == 720)
    let turned = LinePlot(title: "t", series: [.init(name: "s", x: y, y: x)])
    #expect(try turned.render().height == 420)
  }

  @Test func everySeriesOfAFullLegendIsDrawn() throws {
    let series = (0..<14).map { index in
      LinePlot.Series(name: "series \(index)", x: [0, 1], y: [Double(index), Double(index)])
    }
    let plot = LinePlot(title: "t", series: series)
    let (raster, axes) = (try plot.render(), try plot.axes())
    for index in 0..<14 {
      let row = Int(axes.pixelY(Double(index)))
      let colored = (axes.rect.left..<axes.rect.right).count { x in
        (row - 1...row + 1).contains { raster[x, $0].green < 215 && raster[x, $0] != .white }
      }
      // Beyond the seventh series lines are dashed: seven pixels of eleven.
      #expect(index < 7 ? colored > 600 : (300..<600).contains(colored))
    }
    let tooMany = LinePlot(title: "t", series: series + series)
    #expect(throws: ImagingError.self) { try tooMany.render() }
  }

  @Test(arguments: [(0, 0), (279, 400), (400, 100), (9000, 400), (Int.max, Int.min)])
  func absurdSizesAreRefused(size: (Int, Int)) {
    let plot = LinePlot(title: "t", series: [], width: size.0, height: size.1)
    #expect(throws: ImagingError.self) { try plot.render() }
  }

  @Test func raggedSeriesAreRefused() {
    let plot = LinePlot(title: "t", series: [.init(name: "s", x: [0], y: [])])
    #expect(throws: ImagingError.self) { try plot.render() }
  }
}

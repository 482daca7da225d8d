// Logarithmic axes, events on line plots, and sheets of plots.

import Imaging
import Testing

@Suite("Logarithmic plots, events and sheets")
struct LogPlotTests {
  private let eventColor = Color(hex: 0xA83C00)

  private func curve(_ y: [Double]) -> LinePlot.Series {
    .init(name: "s", x: y.indices.map(Double.init), y: y)
  }

  @Test func ticksStandAtPowersOfTen() {
    #expect(Ticks(logFrom: 0.01, to: 100, about: 4).labels == ["0.01", "0.1", "1", "10", "100"])
    #expect(Ticks(logFrom: 5e-7, to: 2e-4, about: 4).labels == ["1e−6", "1e−5", "0.0001"])
    #expect(Ticks(logFrom: 0.4, to: 6, about: 4).labels == ["0.5", "1", "2", "5"])
    #expect(Ticks(logFrom: 1e-20, to: 1e20, about: 3).values.count <= 7)
    #expect(Ticks(logFrom: 1.5, to: 1.9, about: 4).values == [1.5, 1.6, 1.7, 1.8, 1.9])
    for (low, high) in [(0.0, 1.0), (-1, 1), (2, 1), (.nan, 1), (1, .infinity)] {
      #expect(Ticks(logFrom: low, to: high, about: 4).values.isEmpty)
    }
  }

  @Test func decadesAreEquallyFarApart() throws {
    let plot = LinePlot(title: "t", series: [curve([1, 0.1, 0.01, 0.001])], yScale: .log)
    let (raster, axes) = (try plot.render(), try plot.axes())
    let rows = [1, 0.1, 0.01, 0.001].map { axes.pixelY($0) }
    #expect(abs((rows[1] - rows[0]) - (rows[3] - rows[2])) < 0.01)
    #expect(rows[3] > rows[2] && rows[2] > rows[1])
    // An exponential is a straight line: halfway between two points lies their geometric mean.
    let middle = raster[Int(axes.pixelX(0.5)), Int(axes.pixelY(0.316228))]
    #expect(Int(middle.blue) - Int(middle.red) > 60)
    #expect(axes.yTicks.values.count == 4)
    for tick in axes.yTicks.values {
      #expect(raster[axes.rect.left - 4, Int(axes.pixelY(tick))] == Color(gray: 130))
    }
  }

  @Test(arguments: [0, -3, .nan, .infinity, 1e-300] as [Double])
  func whatHasNoLogarithmIsAGap(value: Double) throws {
    let plot = LinePlot(
      title: "t", series: [curve([1, 2, 4, value, 4, 2, 1])], yScale: .log)
    let (raster, axes) = (try plot.render(), try plot.axes())
    func hasCurve(_ x: Double) -> Bool {
      (axes.rect.top..<axes.rect.bottom).contains { row in
        let color = raster[Int(axes.pixelX(x)), row]
        return Int(color.blue) - Int(color.red) > 60
      }
    }
    #expect(hasCurve(1.5) && hasCurve(4.5))
    #expect(!hasCurve(2.5) && !hasCurve(3.5))
    #expect(axes.frame.yMin > 0.8)
  }

  @Test(arguments: [[], [0, -1], [1e-28, 1e28], [5, 5], [.nan], [1e-29], [9e28]] as [[Double]])
  func strangeValuesStillGiveAPicture(y: [Double]) throws {
    let plot = LinePlot(
      title: "t", series: [curve(y)], references: [.init(value: -1, label: "below")],
      yScale: .log)
    #expect(try plot.render().width == 720)
  }

  @Test func aReferenceOnALogarithmicAxis() throws {
    let plot = LinePlot(
      title: "t", series: [curve([1, 10])], references: [.init(value: 1e-3, label: "r")],
      yScale: .log)
    let (raster, axes) = (try plot.render(), try plot.axes())
    let row = Int(axes.pixelY(1e-3))
    #expect((axes.rect.left..<axes.rect.right).count { raster[$0, row].red < 100 } > 200)
    #expect(throws: ImagingError.self) {
      try LinePlot(title: "t", series: [], yRange: 0...1, yScale: .log).render()
    }
  }

  @Test func eventsAreLinesAndBands() throws {
    let plot = LinePlot(
      title: "t", series: [curve([0, 0, 0, 0, 0])],
      events: [.init(x: 1, label: ""), .init(x: 2, label: "", end: 3)])
    let (raster, axes) = (try plot.render(), try plot.axes())
    for x in [1.0, 2] {
      let column = Int(axes.pixelX(x))
      #expect((axes.rect.top..<axes.rect.bottom).count { raster[column, $0] == eventColor } > 100)
    }
    let row = axes.rect.top + axes.rect.height / 4 + 1
    let band = raster[Int(axes.pixelX(2.5)), row]
    #expect(Int(band.red) - Int(band.blue) > 10 && band.red > 220)
    for x in [1.5, 3.2] {
      let outside = raster[Int(axes.pixelX(x)), row]
      #expect(outside.red == outside.blue)
    }
  }

  @Test func labelsOfCloseEventsStandApart() throws {
    let one = LinePlot(title: "t", series: [curve([0, 1])], events: [.init(x: 0.5, label: "aaaa")])
    var two = one
    two.events.append(.init(x: 0.505, label: "aaaa"))
    func ink(_ plot: LinePlot) throws -> Int {
      let (raster, axes) = (try plot.render(), try plot.axes())
      let left = Int(axes.pixelX(0.505)) + 2
      return (axes.rect.top..<axes.rect.bottom).reduce(0) { sum, y in
        sum + (left..<left + 22).count { Int(raster[$0, y].red) - Int(raster[$0, y].blue) > 60 }
      }
    }
    let single = try ink(one)
    #expect(single > 20)
    // Written over each other they would have little more ink than one.
    #expect(try ink(two) > single * 8 / 5)
  }

  @Test(arguments: [Double.nan, .infinity, -1e300])
  func strangeEventsStillGiveAPicture(x: Double) throws {
    let plot = LinePlot(
      title: "t", series: [curve([0, 1])],
      events: [.init(x: x, label: "a", end: x), .init(x: 0, label: "b", end: .infinity)])
    #expect(try plot.axes().frame.xMax == 1)
    #expect(try plot.render().width == 720)
    let crowd = Array(repeating: LinePlot.Event(x: 1, label: "a long label"), count: 1001)
    #expect(throws: ImagingError.self) {
      try LinePlot(title: "t", series: [], events: crowd).render()
    }
  }

  @Test func plotsFillASheetRowByRow() throws {
    let plots = (1...3).map { index in
      LinePlot(
        title: "plot \(index)", series: [curve([0, Double(index)])], width: 300 + index * 10,
        height: 240)
    }
    let sheet = PlotSheet(title: "t", subtitle: "s", plots: plots, columns: 2)
    let (raster, rects) = (try sheet.render(), try sheet.layout())
    #expect(rects[0].top == rects[1].top && rects[1].left > rects[0].right)
    #expect(rects[2].left == rects[0].left && rects[2].top > rects[0].bottom)
    #expect(raster.width > rects[1].right && raster.height > rects[2].bottom)
    for (plot, rect) in zip(plots, rects) {
      let alone = try plot.render()
      for (x, y) in [(20, 18), (rect.width / 2, rect.height / 2), (rect.width - 40, 90)] {
        #expect(raster[rect.left + x, rect.top + y] == alone[x, y])
      }
    }
    let wide = PlotSheet(title: "t", plots: plots, columns: 100)
    #expect(Set(try wide.layout().map(\.top)).count == 1)
  }

  @Test func badSheetsAreRefused() {
    let plot = LinePlot(title: "t", series: [])
    var absurd = plot
    absurd.width = Int.max
    for sheet in [
      PlotSheet(title: "t", plots: []), PlotSheet(title: "t", plots: [plot], columns: 0),
      PlotSheet(title: "t", plots: [plot], columns: Int.max),
      PlotSheet(title: "t", plots: [plot, absurd]),
      PlotSheet(title: "t", plots: Array(repeating: plot, count: 100), columns: 1),
    ] {
      #expect(throws: ImagingError.self) { try sheet.render() }
    }
  }
}

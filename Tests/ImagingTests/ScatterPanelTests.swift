// The scatter panel: colours under points, what lies outside, the field, absurd input.

import Imaging
import Testing

@Suite("Scatter panel")
struct ScatterPanelTests {
  private let frame: Frame

  init() throws {
    frame = try Frame(xMin: -1.5, xMax: 1.5, yMin: -1.5, yMax: 1.5)
  }

  private func pixel(_ panel: ScatterPanel, _ x: Double, _ y: Double) throws -> Color {
    let axes = try panel.axes()
    return try panel.render()[Int(axes.pixelX(x)), Int(axes.pixelY(y))]
  }

  private func inside(_ panel: ScatterPanel) throws -> [Color] {
    let (raster, rect) = (try panel.render(), try panel.axes().rect)
    return (rect.top..<rect.bottom).flatMap { y in
      (rect.left..<rect.right).map { raster[$0, y] }
    }
  }

  private func constantField(_ value: Float) throws -> ScalarField {
    try ScalarField(columns: 3, rows: 4, values: Array(repeating: value, count: 12))
  }

  @Test(arguments: [nil, 0, 0.5, 1] as [Float?])
  func loneMarksHaveTheirPlainColors(fieldValue: Float?) throws {
    let panel = ScatterPanel(
      title: "t", real: [0.31, 0.72], generated: [-0.83, -0.4], frame: frame,
      field: try fieldValue.map { try constantField($0) })
    #expect(try pixel(panel, 0.31, 0.72) == .blue)
    #expect(try pixel(panel, -0.83, -0.4) == .vermillion)
  }

  @Test func crowdsAreDarkerThanLoners() throws {
    let crowd = Array(repeating: Float(0.5), count: 600)
    let panel = ScatterPanel(
      title: "t", real: crowd + [-1, -1], generated: crowd.map { -$0 } + [1, -1], frame: frame)
    let blue = try pixel(panel, 0.5, 0.5)
    #expect(blue.blue < Color.blue.blue && blue.blue > blue.red)
    let vermillion = try pixel(panel, -0.5, -0.5)
    #expect(vermillion.red < Color.vermillion.red && vermillion.red > vermillion.blue)
  }

  @Test func realPointsShowUnderACrowdOfGeneratedOnes() throws {
    let crowd = (0..<500).flatMap { index -> [Float] in
      [Float(index % 25 - 12) * 0.01, Float(index / 25 - 10) * 0.01]
    }
    let panel = ScatterPanel(title: "t", real: [0.013, 0.017], generated: crowd, frame: frame)
    #expect(try inside(panel).contains { $0.blue > 140 && $0.red < 60 })
  }

  @Test func pointsOutsideAreCountedNotDrawn() throws {
    let without = ScatterPanel(title: "t", real: [], generated: [], frame: frame)
    let beyond = ScatterPanel(
      title: "t", real: [], generated: [1.6, 0, .nan, 0, 0, .infinity, 1e38, -1e38], frame: frame)
    #expect(try inside(beyond) == inside(without))
    #expect(try beyond.axes().rect == without.axes().rect)
    #expect(try beyond.render() != without.render())
    #expect(try beyond.render().height == without.render().height)
    #expect(PointCount(beyond.generated, in: frame).hidden == 4)
  }

  @Test func marksAreCutAtTheFrame() throws {
    let panel = ScatterPanel(title: "", real: [1.5, 0.2, -1.5, 1.5], generated: [], frame: frame)
    let (raster, axes) = (try panel.render(), try panel.axes())
    let y = Int(axes.pixelY(0.2))
    #expect(raster[axes.rect.right - 1, y].blue > raster[axes.rect.right - 1, y].red)
    #expect(raster[axes.rect.right + 1, y] == .white)
  }

  @Test func theFieldHasItsColorsAndItsFirstRowAtTheBottom() throws {
    let rising = try ScalarField(columns: 2, rows: 2, values: [0, 0, 1, 1])
    let panel = ScatterPanel(title: "t", real: [], generated: [], frame: frame, field: rising)
    let bottom = try pixel(panel, 0.1, -1.49)
    let top = try pixel(panel, 0.1, 1.49)
    #expect(bottom.red > bottom.blue)
    #expect(top.blue > top.red)
    let middle = try pixel(panel, 0.1, 0)
    #expect(middle.red < 110, "the line at one half is dark")
  }

  @Test func valuesThatAreNotFiniteAreHatched() throws {
    let field = try constantField(.nan)
    let panel = ScatterPanel(title: "t", real: [], generated: [], frame: frame, field: field)
    let colors = Set(try inside(panel))
    #expect(colors.count == 2)
    #expect(colors.allSatisfy { $0.red == $0.green && $0.green == $0.blue })
  }

  @Test(
    arguments: [
      [], [0.5, 0.5], Array(repeating: Float.nan, count: 20), [.infinity, 0], [3e38, -3e38],
      Array(repeating: 0.25, count: 4000),
    ] as [[Float]])
  func strangePointsStillGiveAPicture(points: [Float]) throws {
    let panel = ScatterPanel(
      title: "a\nb", subtitle: "漢字", real: points, generated: points, frame: frame)
    let raster = try panel.render()
    #expect(raster.width == 720)
  }

  @Test func oddCountsAreRefused() {
    let panel = ScatterPanel(title: "t", real: [1], generated: [], frame: frame)
    #expect(throws: ImagingError.self) { try panel.render() }
  }

  @Test(
    arguments: [(319, nil), (720, 100), (9000, nil), (-5, 5), (Int.max, nil), (720, Int.max)]
      as [(Int, Int?)])
  func absurdSizesAreRefused(width: Int, height: Int?) throws {
    let panel = ScatterPanel(
      title: "t", real: [], generated: [0, 9], frame: frame, width: width, height: height)
    #expect(throws: ImagingError.self) { try panel.render() }
  }

  @Test(arguments: [(320, 200), (320, nil), (500, 1000)] as [(Int, Int?)])
  func smallSizesWork(width: Int, height: Int?) throws {
    let panel = ScatterPanel(
      title: "A title that is too long for this", subtitle: "s", real: [0, 0], generated: [0, 9],
      frame: frame, field: try constantField(0.3), width: width, height: height)
    let (raster, rect) = (try panel.render(), try panel.axes().rect)
    #expect(raster.width == width)
    #expect(rect.left > 0 && rect.right < raster.width)
    #expect(rect.top > 0 && rect.bottom < raster.height)
    #expect(abs(rect.width - rect.height) <= 1)
  }

  @Test func equalPanelsGiveEqualBytes() throws {
    let points = (0..<200).map { Float($0 % 37) / 37 - 0.5 }
    let panel = ScatterPanel(
      title: "t", real: points, generated: points.map { $0 * 1.3 }, frame: frame,
      field: try constantField(0.7))
    #expect(try panel.render().pngData() == panel.render().pngData())
  }
}

// Panel grids and image grids: geometry, missing cells, absurd input.

import Imaging
import Testing

@Suite("Grids")
struct GridTests {
  private func row(_ cells: [PanelGrid.Cell?], label: String = "mixup") throws -> PanelGrid.Row {
    PanelGrid.Row(
      label: label, frame: try Frame(xMin: -1, xMax: 1, yMin: -1, yMax: 1), real: [0.2, 0.4],
      cells: cells)
  }

  private func colors(_ raster: Raster, _ rect: PixelRect) -> [Color] {
    (rect.top..<rect.bottom).flatMap { y in (rect.left..<rect.right).map { raster[$0, y] } }
  }

  @Test func cellsStandInEqualDistances() throws {
    let cell = PanelGrid.Cell(generated: [0, 0])
    let grid = PanelGrid(
      title: "t", caption: "c", columnLabels: ["10", "100", "1000"],
      rows: [try row([cell, cell, nil]), try row([cell, cell, cell])], cellSide: 100)
    let layout = try grid.layout()
    let raster = try grid.render()
    #expect(raster.width == layout.width && raster.height == layout.height)
    #expect(layout.cells.map(\.count) == [3, 3])
    for cells in layout.cells {
      #expect(cells.allSatisfy { $0.width == 100 && $0.height == 100 })
      #expect(cells[1].left - cells[0].left == cells[2].left - cells[1].left)
      #expect(cells[1].left > cells[0].right)
      #expect(cells[2].right < layout.width)
    }
    #expect(layout.cells[1][0].top > layout.cells[0][0].bottom)
    #expect(layout.cells[1][0].bottom < layout.height)
  }

  @Test func pointsLandInTheirCell() throws {
    let grid = PanelGrid(
      title: "t", columnLabels: ["a", "b"],
      rows: [try row([.init(generated: [-0.5, -0.5]), nil])])
    let (layout, raster) = (try grid.layout(), try grid.render())
    let cell = layout.cells[0][0]
    let axes = Axes(
      frame: try Frame(xMin: -1, xMax: 1, yMin: -1, yMax: 1), filling: cell)
    let generated = raster[Int(axes.pixelX(-0.5)), Int(axes.pixelY(-0.5))]
    #expect(generated.red > 200 && generated.blue < 60)
    let real = raster[Int(axes.pixelX(0.2)), Int(axes.pixelY(0.4))]
    #expect(real.blue > 150 && real.red < 60)
    let missing = colors(raster, layout.cells[0][1])
    #expect(missing.allSatisfy { $0.red == $0.green && $0.green == $0.blue })
    #expect(missing.contains { $0.red < 130 }, "the words 'no snapshot'")
  }

  @Test func pointsOutsideTakeALineUnderTheCells() throws {
    let none = PanelGrid(
      title: "t", columnLabels: ["a"], rows: [try row([.init(generated: [0, 0])])])
    let some = PanelGrid(
      title: "t", columnLabels: ["a"], rows: [try row([.init(generated: [0, 0, 5, 5])])])
    #expect(try some.layout().height > none.layout().height)
    #expect(
      try colors(some.render(), some.layout().cells[0][0])
        == colors(none.render(), none.layout().cells[0][0]))
  }

  @Test func realPointsThatAreCutOffAreNamed() throws {
    var cut = try row([nil])
    cut.real += [9, 9]
    let whole = PanelGrid(title: "t", columnLabels: ["a"], rows: [try row([nil])])
    let grid = PanelGrid(title: "t", columnLabels: ["a"], rows: [cut])
    #expect(try grid.layout().height > whole.layout().height)
  }

  @Test func badGridsAreRefused() throws {
    let cell = PanelGrid.Cell(generated: [0])
    for grid in [
      PanelGrid(title: "t", columnLabels: [], rows: []),
      PanelGrid(title: "t", columnLabels: ["a", "b"], rows: [try row([nil])]),
      PanelGrid(title: "t", columnLabels: ["a"], rows: [try row([nil])], cellSide: 3),
      PanelGrid(title: "t", columnLabels: ["a"], rows: [try row([nil])], cellSide: Int.max),
      PanelGrid(title: "t", columnLabels: ["a"], rows: [try row([cell])]),
    ] {
      #expect(throws: ImagingError.self) { try grid.render() }
    }
  }

  @Test func imagesFillRowsWithSeparators() throws {
    let grid = ImageGrid(
      .bytes([10, 20, 30, 40, 50, 60]), imageWidth: 2, imageHeight: 1, channels: 1, columns: 2,
      scale: 3, separator: 1)
    let raster = try grid.render()
    #expect(raster.width == 2 * 7 + 1 && raster.height == 2 * 4 + 1)
    #expect(raster[0, 0] == Color(gray: 128))
    #expect(raster[1, 1] == Color(gray: 10) && raster[3, 3] == Color(gray: 10))
    #expect(raster[4, 1] == Color(gray: 20))
    #expect(raster[7, 1] == Color(gray: 128))
    #expect(raster[8, 1] == Color(gray: 30))
    #expect(raster[4, 5] == Color(gray: 60))
    #expect(raster[8, 5] == Color(gray: 128), "no fourth picture")
  }

  @Test func rowLabelsStandInAMarginOfTheirOwn() throws {
    func grid(_ labels: [String]) throws -> Raster {
      try ImageGrid(
        .bytes([UInt8](repeating: 70, count: 4 * 400)), imageWidth: 20, imageHeight: 20,
        channels: 1, columns: 1, rowLabels: labels
      ).render()
    }
    let plain = try grid([])
    let labelled = try grid(["a", "step 1000"])
    let margin = labelled.width - plain.width
    #expect(margin == TextStyle(.small).measure("step 1000").width + 16)
    #expect(labelled.height == plain.height)
    for (x, y) in [(0, 0), (1, 1), (20, 21), (5, 84)] {
      #expect(labelled[margin + x, y] == plain[x, y])
    }
    func ink(_ rows: Range<Int>) -> Int {
      rows.reduce(0) { sum, y in sum + (0..<margin).count { labelled[$0, y] != .white } }
    }
    #expect(ink(0..<21) > 0 && ink(21..<42) > ink(0..<21))
    #expect(ink(42..<85) == 0)
    #expect(try grid([String(repeating: "m", count: 500)]).width == plain.width + 176)
  }

  @Test func colorImagesHaveTheirChannelsFirst() throws {
    let values: [Float] = [-1, 1, 0, 0, 1, .nan]
    let raster = try ImageGrid(
      .signed(values), imageWidth: 2, imageHeight: 1, channels: 3, columns: 1, separator: 0
    ).render()
    #expect(raster[0, 0] == Color(red: 0, green: 128, blue: 255))
    #expect(raster[1, 0] == .reddishPurple)
    let beyond = try ImageGrid(
      .signed([-7, 1e30]), imageWidth: 2, imageHeight: 1, channels: 1, columns: 1, separator: 0
    ).render()
    #expect(beyond[0, 0] == .black && beyond[1, 0] == .white)
  }

  @Test func badImageGridsAreRefused() {
    for (count, width, channels, columns) in [
      (0, 1, 1, 1), (5, 2, 1, 1), (4, 0, 1, 1), (4, 2, 2, 1), (4, 2, 1, 0), (4, Int.max, 3, 4),
    ] {
      let grid = ImageGrid(
        .bytes(Array(repeating: 0, count: count)), imageWidth: width, imageHeight: 1,
        channels: channels, columns: columns)
      #expect(throws: ImagingError.self) { try grid.render() }
    }
  }

  @Test(arguments: [1, 2, 200])
  func captionsFitBelowPicturesOfAnyWidth(width: Int) throws {
    let grid = CaptionedGrid(
      values: [Float](repeating: 0, count: 2 * width), imageWidth: width, imageHeight: 1,
      channels: 1, columns: 2, captions: [["a"], ["b"]])
    let raster = try grid.render()
    #expect(raster.width >= 2 * max(width, 96))
    #expect(raster[10, 10] == Color(gray: 128))
  }
}

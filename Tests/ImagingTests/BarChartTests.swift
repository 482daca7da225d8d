// Histograms over modes: heights, the even share, missing modes, absurd input.

import Imaging
import Testing

@Suite("Bar chart")
struct BarChartTests {
  private let missing = Color(hex: 0xA83C00)

  @Test(arguments: [BarChart.Unit.count, .share])
  func heightsAreInProportion(unit: BarChart.Unit) throws {
    let chart = BarChart(title: "t", counts: [100, 200, 400, 50], unit: unit, height: 500)
    let raster = try chart.render()
    let bottom = try chart.axes().rect.bottom
    let heights = try (0..<4).map { mode -> Int in
      let bar = try #require(try chart.bar(mode))
      #expect(bar.bottom == bottom)
      // The left third of a bar, away from its number.
      let x = bar.left + bar.width / 4
      return (0..<bottom).count { raster[x, $0] == .blue }
    }
    #expect(abs(heights[1] - 2 * heights[0]) <= 5)
    #expect(abs(heights[2] - 4 * heights[0]) <= 14)
    #expect(heights[0] > heights[3] && heights[3] > 20)
  }

  @Test func theReferenceIsAtTheEvenShare() throws {
    let chart = BarChart(title: "t", counts: [10, 0, 20, 30])
    #expect(chart.evenShare == 15)
    let (raster, axes) = (try chart.render(), try chart.axes())
    let row = Int(axes.pixelY(15))
    let dark = (axes.rect.left..<axes.rect.right).count { raster[$0, row] == Color(gray: 40) }
    #expect(dark > axes.rect.width / 2)
    #expect((axes.rect.left..<axes.rect.right).allSatisfy { raster[$0, row + 4].red != 40 })
    let shares = BarChart(title: "t", counts: [10, 0, 20, 30], unit: .share)
    #expect(shares.evenShare == 25)
  }

  @Test func missingModesAreMarked() throws {
    let chart = BarChart(title: "t", counts: [10, 0, 1, 1_000_000])
    #expect(chart.missing == [1])
    let (raster, axes) = (try chart.render(), try chart.axes())
    for mode in 0..<4 {
      let x = Int(axes.pixelX(Double(mode)))
      let isMarked = (-1...1).contains { raster[x + $0, axes.rect.bottom + 3] == missing }
      #expect(isMarked == (mode == 1))
    }
    // One sample among a million still has a bar, unlike none.
    #expect(try chart.bar(2)?.height == 1)
    #expect(try chart.bar(1) == nil)
    #expect(try chart.bar(4) == nil)
  }

  @Test(arguments: [25, 100])
  func numbersUnderTheAxisKeepTheirDistance(count: Int) throws {
    let chart = BarChart(title: "t", xLabel: "", counts: Array(repeating: 3, count: count))
    let (raster, rect) = (try chart.render(), try chart.axes().rect)
    let inked = (0..<raster.width).map { x in
      (rect.bottom + 8..<rect.bottom + 22).contains { raster[x, $0].red < 140 }
    }
    var gaps: [Int] = []
    var empty = 0
    for isInked in inked {
      if isInked, empty > 4 { gaps.append(empty) }
      empty = isInked ? 0 : empty + 1
    }
    #expect(gaps.count == (count == 25 ? 25 : 20), "0, 1, 2 ... and 0, 5, 10 ...")
  }

  @Test(
    arguments: [[], [0], [0, 0, 0], [7], [Int.max, Int.max], Array(repeating: 1, count: 300)])
  func strangeCountsStillGiveAPicture(counts: [Int]) throws {
    for unit in [BarChart.Unit.count, .share] {
      let chart = BarChart(title: "t", counts: counts, unit: unit)
      #expect(try chart.render().width == 720)
      #expect((chart.evenShare == nil) == counts.allSatisfy { $0 == 0 })
    }
  }

  @Test(arguments: [(0, 0), (279, 300), (300, 219), (Int.max, 300), (300, Int.min)])
  func absurdSizesAreRefused(size: (Int, Int)) {
    let chart = BarChart(title: "t", counts: [1], width: size.0, height: size.1)
    #expect(throws: ImagingError.self) { try chart.render() }
  }

  @Test func absurdCountsAreRefused() {
    for counts in [[-1], Array(repeating: 1, count: 400), Array(repeating: 1, count: 1001)] {
      #expect(throws: ImagingError.self) { try BarChart(title: "t", counts: counts).render() }
    }
  }
}

// Axes: round tick numbers, their text, and the way from data to pixels.

import Imaging
import Testing

@Suite("Axes")
struct AxesTests {
  @Test func ticksAreRound() {
    #expect(Ticks(from: 0, to: 1, about: 5).values == [0, 0.2, 0.4, 0.6, 0.8, 1])
    #expect(Ticks(from: -1.5, to: 1.5, about: 6).values == [-1.5, -1, -0.5, 0, 0.5, 1, 1.5])
    #expect(Ticks(from: 0.1, to: 0.31, about: 2).values == [0.1, 0.2, 0.3])
    #expect(Ticks(from: 0, to: 20_000, about: 4).values == [0, 5000, 10_000, 15_000, 20_000])
    #expect(Ticks(from: 3, to: 8, about: 1).values == [5])
  }

  @Test(
    arguments: [
      (Double.nan, 1.0), (0.0, Double.infinity), (1.0, 1.0), (2.0, 1.0), (1e16, 1e16 + 2),
      (-1e308, 1.7e308),
    ] as [(Double, Double)])
  func rangesWithoutNumbersHaveNoTicks(low: Double, high: Double) {
    let ticks = Ticks(from: low, to: high, about: 5)
    #expect(ticks.values.allSatisfy { $0.isFinite })
    #expect(ticks.values.count < 20)
  }

  @Test func labelsHaveTheDecimalsOfTheirStep() {
    #expect(Ticks(from: -1, to: 1, about: 4).labels == ["−1.0", "−0.5", "0.0", "0.5", "1.0"])
    #expect(Ticks(from: 0, to: 10, about: 2).labels == ["0", "5", "10"])
    #expect(Ticks(from: 0, to: 0.05, about: 5).labels.last == "0.05")
    #expect(Ticks(from: 0, to: 2e6, about: 4).labels == ["0", "500000", "1e6", "1.5e6", "2e6"])
    #expect(Ticks(from: 0, to: 1e-5, about: 2).labels == ["0", "5e−6", "1e−5"])
    #expect(Ticks(from: -1e30, to: 1e30, about: 2).labels == ["−1e30", "0", "1e30"])
  }

  @Test func cornersOfTheFrameAreCornersOfTheRectangle() throws {
    let frame = try Frame(xMin: -2, xMax: 2, yMin: -1, yMax: 1)
    let space = PixelRect(left: 10, top: 20, width: 400, height: 400)
    let axes = Axes(frame: frame, equalScaleIn: space)
    #expect(axes.rect == PixelRect(left: 10, top: 120, width: 400, height: 200))
    #expect(axes.pixelX(-2) == 10)
    #expect(axes.pixelX(2) == 410)
    #expect(axes.pixelY(1) == 120)
    #expect(axes.pixelY(-1) == 320)
    #expect(axes.pixelX(1) - axes.pixelX(0) == axes.pixelY(0) - axes.pixelY(1))
  }

  @Test(
    arguments: [
      (0.0, 0.0), (1.0, -1.0), (Double.nan, 1.0), (-Double.infinity, 0.0), (-1e31, 1e31),
      (1e6, 1e6 + 1),
    ] as [(Double, Double)])
  func uselessFramesAreRefused(low: Double, high: Double) {
    #expect(throws: ImagingError.self) { try Frame(xMin: low, xMax: high, yMin: 0, yMax: 1) }
    #expect(throws: ImagingError.self) { try Frame(xMin: 0, xMax: 1, yMin: low, yMax: high) }
  }

  @Test func gridPointsSpanTheFrame() throws {
    let frame = try Frame(xMin: -1, xMax: 1, yMin: 0, yMax: 4)
    let points = try frame.gridPoints(columns: 3, rows: 2)
    #expect(points == [-1, 0, 0, 0, 1, 0, -1, 4, 0, 4, 1, 4])
    #expect(throws: ImagingError.self) { try frame.gridPoints(columns: 1, rows: 2) }
  }

  @Test func pointsAreCounted() throws {
    let frame = try Frame(xMin: -1, xMax: 1, yMin: -1, yMax: 1)
    let points: [Float] = [0, 0, 1, 1, 1.01, 0, 0, -7, .nan, 0, 0, .infinity, 1e38, 0]
    let count = PointCount(points, in: frame)
    #expect(count.total == 7)
    #expect(count.outside == 3)
    #expect(count.nonFinite == 2)
    #expect(count.hidden == 5)
  }
}

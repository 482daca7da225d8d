// Level lines: known curves, saddles, gaps where values are not finite.

import Imaging
import Testing

@Suite("Contours")
struct ContourTests {
  @Test(arguments: [Float(4), 9.5, 15])
  func levelsOfADistanceAreCircles(radius: Float) throws {
    let side = 41
    let values = (0..<(side * side)).map { index -> Float in
      let (x, y) = (Float(index % side) - 20, Float(index / side) - 20)
      return (x * x + y * y).squareRoot()
    }
    let segments = try ScalarField(columns: side, rows: side, values: values).contour(at: radius)
    var length: Float = 0
    for segment in segments {
      for (x, y) in [(segment.startX, segment.startY), (segment.endX, segment.endY)] {
        let distance = ((x - 20) * (x - 20) + (y - 20) * (y - 20)).squareRoot()
        #expect(abs(distance - radius) < 0.04)
      }
      let (dx, dy) = (segment.endX - segment.startX, segment.endY - segment.startY)
      length += (dx * dx + dy * dy).squareRoot()
    }
    #expect(abs(length / (2 * Float.pi * radius) - 1) < 0.01)
  }

  @Test func aLinearFunctionGivesAStraightLine() throws {
    let field = try ScalarField(columns: 3, rows: 2, values: [0, 1, 2, 0, 1, 2])
    let segments = field.contour(at: 1.25)
    let segment = try #require(segments.first)
    #expect(segments.count == 1)
    #expect(segment.startX == 1.25 && segment.endX == 1.25)
    #expect(min(segment.startY, segment.endY) == 0 && max(segment.startY, segment.endY) == 1)
    #expect(field.contour(at: -1).isEmpty)
    #expect(field.contour(at: 3).isEmpty)
  }

  @Test(arguments: [(Float(0.4), Float(0)), (0.6, 1)])
  func saddlesJoinTheSideOfTheirMean(level: Float, joined: Float) throws {
    // South-west and north-east are 1, the others 0: the mean is one half.
    let field = try ScalarField(columns: 2, rows: 2, values: [1, 0, 0, 1])
    let segments = field.contour(at: level)
    #expect(segments.count == 2)
    // Below the mean the pieces cut off the low corners (x + y = 1 is not crossed by either
    // middle), above it the high ones: the middles lie on the other diagonal.
    for segment in segments {
      let middleX = (segment.startX + segment.endX) / 2
      let middleY = (segment.startY + segment.endY) / 2
      let isOnRisingDiagonal = abs(middleX - middleY) < 1e-6
      #expect(isOnRisingDiagonal == (joined == 1))
    }
  }

  @Test func cellsWithNaNHaveNoLine() throws {
    let field = try ScalarField(
      columns: 3, rows: 2, values: [0, 1, .nan, 0, 1, .infinity])
    #expect(field.contour(at: 0.5).count == 1)
  }

  @Test func wrongSizesAreRefused() {
    #expect(throws: ImagingError.self) { try ScalarField(columns: 2, rows: 2, values: [1]) }
    #expect(throws: ImagingError.self) { try ScalarField(columns: 1, rows: 1, values: [1]) }
    #expect(throws: ImagingError.self) {
      try ScalarField(columns: Int.max, rows: 2, values: [])
    }
  }
}

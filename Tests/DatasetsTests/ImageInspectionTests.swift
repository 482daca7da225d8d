// What a look at made-up images finds, and what it does not.

import Datasets
import TestSupport
import Testing

@Suite struct ImageInspectionTests {
  /// Forty noisy images of 6 x 8 pixels, the same in all channels or not, with changes.
  private func noise(
    channels: Int = 1, equal: Bool = false, labels: [Int32]? = nil, classes: [String] = [],
    _ change: (_ image: Int, _ row: Int, _ column: Int, _ value: UInt8) -> UInt8 = { $3 }
  ) throws -> ImageInspection {
    var random = TestGenerator(seed: 9)
    var pixels: [UInt8] = []
    for image in 0..<40 {
      let plane = (0..<48).map { _ in UInt8.random(in: 0...255, using: &random) }
      for _ in 0..<channels {
        let values = equal ? plane : plane.map { _ in UInt8.random(in: 0...255, using: &random) }
        pixels += values.enumerated().map { change(image, $0 / 8, $0 % 8, $1) }
      }
    }
    return ImageInspection(
      try ImageSet(
        name: "noise", channels: channels, height: 6, width: 8, pixels: pixels, labels: labels,
        classNames: classes))
  }

  private func warnings(_ inspection: ImageInspection) -> [ImageInspection.Finding.Topic] {
    inspection.findings.filter(\.isWarning).map(\.topic)
  }

  @Test func noiseGivesNothingAway() throws {
    let found = try noise(channels: 3)
    #expect(warnings(found).isEmpty)
    #expect(found.constantBorder == 0 && found.blankImages == 0 && !found.isGreyInColour)
    #expect(found.range == 0...255)
    #expect(found.distinctValues == 256)
    #expect(abs(found.mean - 127.5) < 5)
    #expect(found.plainEdges == 0)
    #expect(found.findings.map(\.topic) == [.type, .range, .quantisation, .border, .classes])
  }

  @Test(arguments: 1...3)
  func constantBordersAreMeasured(width: Int) throws {
    let found = try noise { _, row, column, value in
      let depth = min(row, column, 5 - row, 7 - column)
      return depth < width ? 200 : value
    }
    #expect(found.constantBorder == width)
    #expect(warnings(found).contains(.border))
    #expect(found.plainEdges == 40)
    let text = found.findings.first { $0.topic == .border }?.text ?? ""
    #expect(text.hasPrefix("the outer \(width) pixel\(width == 1 ? "" : "s") of all images"))
  }

  @Test func aBorderWithOneChangeIsNotConstant() throws {
    let found = try noise { image, row, column, value in
      if image == 17, row == 5, column == 3 { return 9 }
      return row == 0 || column == 0 || row == 5 || column == 7 ? 0 : value
    }
    #expect(found.constantBorder == 0)
    #expect(found.plainEdges == 39)
    #expect(
      found.findings.first { $0.topic == .border }?.text
        == "97.5 % of the images have an edge of one value")
  }

  @Test func fewValuesAreAWarning() throws {
    let found = try noise { _, _, _, value in value / 16 * 17 }
    #expect(found.distinctValues == 16)
    #expect(warnings(found) == [.quantisation])
    let more = try noise { _, _, _, value in value / 4 * 4 }
    #expect(more.distinctValues == 64)
    #expect(warnings(more).isEmpty)
  }

  @Test func narrowRangesAreAWarning() throws {
    let found = try noise { _, _, _, value in 100 + value / 3 }
    #expect(found.range == 100...185)
    #expect(warnings(found) == [.range])
  }

  @Test func blankImagesAreCounted() throws {
    let found = try noise { image, _, _, value in image % 10 == 0 ? 77 : value }
    #expect(found.blankImages == 4)
    #expect(warnings(found) == [.blankImages])
  }

  @Test func greyInColourIsFound() throws {
    #expect(try noise(channels: 3, equal: true).isGreyInColour)
    #expect(warnings(try noise(channels: 3, equal: true)) == [.colour])
    #expect(try !noise(channels: 1, equal: true).isGreyInColour)
  }

  @Test func classesAreBalancedOrNot() throws {
    func found(_ counts: [Int]) throws -> ImageInspection.Finding? {
      let labels = counts.enumerated().flatMap { label, count in
        [Int32](repeating: Int32(label), count: count)
      }
      let inspection = try noise(labels: labels, classes: counts.indices.map { "c\($0)" })
      #expect(inspection.classCounts == counts)
      return inspection.findings.first { $0.topic == .classes }
    }
    #expect(try found([20, 20])?.text == "2 classes of 20 images")
    #expect(try found([15, 25])?.isWarning == false)
    #expect(try found([13, 27])?.isWarning == true)
    #expect(try found([13, 27])?.text.hasPrefix("2 classes of 13 to 27 images: rare") == true)
    #expect(try found([20, 0, 20, 0])?.text == "2 of 4 classes have no images: c1, c3")
    #expect(try noise().findings.last?.text == "no labels")
  }
}

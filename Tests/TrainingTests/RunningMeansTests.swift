// Means that survive a save and a restore to the bit.

import Testing
import Training

@Suite struct RunningMeansTests {
  @Test func meansAreSumsOverCounts() {
    var means = RunningMeans(["a", "b"])
    means.add([1, -4])
    means.add([2, 6])
    #expect(means.count == 2)
    #expect(means.means.map(\.name) == ["a", "b"])
    #expect(means.means.map(\.value) == [1.5, 1])
  }

  @Test func nothingAddedHasNoMean() {
    #expect(RunningMeans(["a"]).means.allSatisfy { $0.value.isNaN })
  }

  @Test(
    arguments: [
      [0.1, -0.0], [.leastNonzeroMagnitude, 3e38], [.infinity, -.infinity], [.nan, 0.3],
    ] as [[Float]])
  func textGivesBackTheBits(values: [Float]) throws {
    let names = ["a", "b"]
    var means = RunningMeans(names)
    for _ in 0..<3 { means.add(values) }
    var restored = try #require(RunningMeans(names, text: means.text))
    #expect(restored.text == means.text)
    #expect(restored.count == 3)
    means.add([0.7, 1e-7])
    restored.add([0.7, 1e-7])
    #expect(restored.text == means.text)
    for (a, b) in zip(restored.means, means.means) {
      #expect(a.value.bitPattern == b.value.bitPattern || a.value.isNaN && b.value.isNaN)
    }
  }

  @Test(
    arguments: [
      "", "3", "3 0", "3 0 0 0", "-1 0 0", "x 0 0", "3 0 g", "3 0 -1", "3 0 11112222333344445",
      "3.0 0 0",
    ])
  func otherTextsAreRefused(text: String) {
    #expect(RunningMeans(["a", "b"], text: text) == nil)
  }

  @Test func emptyMeansRoundTrip() {
    #expect(RunningMeans(["a"], text: RunningMeans(["a"]).text) == RunningMeans(["a"]))
  }
}

// The logged scores of generated points: which there are, in which order, and from which points.

import Datasets
import GANLab
import Runs
import Testing

private let modeNames = [
  "modes", "high_quality", "in_frame", "reverse_kl", "reverse_kl_hq", "off_mode_kl",
  "median_distance", "mode_counts",
]
private let distanceNames = [
  "spread", "wasserstein_1", "wasserstein_2", "sliced_wasserstein", "mmd",
]

/// The ring's centres, again and again.
private func centers(_ count: Int, from start: Int = 0) -> [Float] {
  let all = GaussianMixture.ring.centers
  return points(count) { index in
    let mode = (start + index) % 8
    return (Double(all[2 * mode]), Double(all[2 * mode + 1]))
  }
}

extension GANLabTests {
  @Suite struct PointScoresTests {
    private let ring = GaussianMixture.ring

    @Test func namesStandInTheOrderOfTheCatalog() {
      let all = PointScores(frame: ring.frame, mixture: ring, heldOut: centers(32))
      let names = all.record(of: centers(32)).fields.map(\.name)
      #expect(names == modeNames + distanceNames)
      let order = MetricsCatalog.entries.map(\.name).filter(names.contains)
      #expect(names == order)
    }

    @Test func whatCannotBeMeasuredIsLeftOut() {
      let even = centers(16)
      let withoutPoints = PointScores(frame: ring.frame, mixture: ring)
      #expect(withoutPoints.record(of: even).fields.map(\.name) == modeNames)
      let withoutModes = PointScores(frame: ring.frame, mixture: nil, heldOut: even)
      #expect(withoutModes.record(of: even).fields.map(\.name) == ["in_frame"] + distanceNames)
      let inexact = PointScores(frame: ring.frame, mixture: nil, heldOut: even, exactCount: 0)
      #expect(
        inexact.record(of: even).fields.map(\.name) == [
          "in_frame", "spread", "sliced_wasserstein", "mmd",
        ])
      for scores in [withoutPoints, withoutModes, inexact] {
        let names = Set(scores.record(of: even).fields.map(\.name))
        #expect(Set(scores.protocols.keys).subtracting(["held_out"]) == names)
      }
    }

    @Test func spreadAndCountsAreThoseOfThePoints() {
      let scores = PointScores(frame: ring.frame, mixture: ring, heldOut: centers(32))
      let doubled = scores.record(of: centers(17).map { 2 * $0 })
      #expect(doubled["mode_counts"] == "3 2 2 2 2 2 2 2")
      let again = scores.record(of: centers(32).map { 0.5 * $0 + 3 })
      #expect(abs((again["spread"]?.number ?? .nan) - 0.5) < 1e-6)
    }

    @Test func valuesAreThoseOfTheMetrics() throws {
      let (generated, real) = (centers(24, from: 3), centers(40).map { $0 * 1.1 })
      let scores = PointScores(frame: ring.frame, mixture: ring, heldOut: real, exactCount: 20)
      let record = scores.record(of: generated)
      let modes = ModeMetrics(points: generated, against: ring)
      #expect(record["modes"] == 8)
      #expect(record["reverse_kl_hq"] == .real(modes.highQualityReverseKL))
      #expect(record["off_mode_kl"] == .real(modes.offModeKL))
      #expect(record["in_frame"] == 1.0)
      let exact = SampleDistances(leading: 20, of: generated, and: real)
      let sliced = SampleDistances(leading: 24, of: generated, and: real)
      #expect(exact.count == 20 && sliced.count == 24)
      #expect(record["wasserstein_1"] == .real(exact.wasserstein(.first)))
      #expect(record["wasserstein_2"] == .real(exact.wasserstein(.second)))
      #expect(record["sliced_wasserstein"] == .real(sliced.slicedWasserstein))
      let discrepancy = MaximumMeanDiscrepancy(real: real)
      #expect(record["mmd"] == .real(discrepancy.squared(to: generated)))
    }

    @Test func brokenGeneratorsAreMeasured() {
      let scores = PointScores(frame: ring.frame, mixture: ring, heldOut: centers(8))
      let record = scores.record(of: [Float](repeating: .nan, count: 16))
      #expect(record["modes"] == 0)
      #expect(record["in_frame"] == 0.0)
      #expect(record["wasserstein_1"] == .real(.infinity))
      #expect(record["sliced_wasserstein"] == .real(.infinity))
      #expect(record["mmd"] != .real(.nan))
      #expect(scores.record(of: [])["wasserstein_2"] == .real(.nan))
    }

    @Test func protocolsSayHowManyPoints() {
      let scores = { (count: Int) in
        PointScores(
          frame: .init(x: 0...1, y: 0...1), mixture: nil, heldOut: [0, 0, 1, 1], exactCount: count)
      }
      #expect(scores(500).protocols["wasserstein_1"]?.contains("leading 500 points") == true)
      #expect(scores(500).protocols["held_out"] == "2 real points")
      #expect(scores(9999).exactCount == 2000)
      #expect(scores(-1).exactCount == 0)
      #expect(
        ProtocolHash.hash(protocols: scores(500).protocols)
          != ProtocolHash.hash(protocols: scores(501).protocols))
    }
  }
}

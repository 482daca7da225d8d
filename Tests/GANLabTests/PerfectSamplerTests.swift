// What samples of the data's own law score: every measurement within its statistical bounds.

import Datasets
import Foundation
import GANLab
import Runs
import Testing

extension GANLabTests {
  @Suite struct PerfectSamplerTests {
    private static let count = 2500
    private static let names = PointSets.all.map(\.name)

    private func law(_ name: String) throws -> any PointDistribution {
      try #require(PointSets.named(name))
    }

    private func number(_ name: String, _ record: MetricsRecord) throws -> Double {
      switch try #require(record[name], "\(name)") {
      case .real(let value): value
      case .integer(let value): Double(value)
      default: .nan
      }
    }

    /// The scores of one sample, against another one or against the modes alone.
    private func record(
      _ law: any PointDistribution, hasHeldOut: Bool = true
    ) throws -> MetricsRecord {
      let real = hasHeldOut ? try law.hostSample(Self.count, seed: 11, step: -1) : []
      return PointScores(frame: law.frame, mixture: law.mixture, heldOut: real, exactCount: 0)
        .record(of: try law.hostSample(Self.count, seed: 11, step: -2))
    }

    /// The chi-square quantile of a normal quantile, by Wilson and Hilferty 1931.
    private func chiSquare(_ degrees: Int, _ quantile: Double) -> Double {
      guard degrees > 0 else { return 0 }
      let width = 2 / (9 * Double(degrees))
      return Double(degrees) * pow(max(0, 1 - width + quantile * width.squareRoot()), 3)
    }

    /// `2 n KL` of shares counted from n points follows a chi-square law.
    private func expectDivergence(_ value: Double, _ count: Double, _ degrees: Int, _ name: String)
    {
      let statistic = 2 * count * value
      let bounds = (chiSquare(degrees, -3.5) - 1e-9)...(chiSquare(degrees, 3.5) + 1e-9)
      #expect(bounds.contains(statistic), "\(name): \(statistic) is not in \(bounds)")
    }

    /// `sqrt(var x + var y)` of points.
    private func spread(_ points: [Float]) -> Double {
      var sum = 0.0
      for axis in 0..<2 {
        let values = stride(from: axis, to: points.count, by: 2).map { Double(points[$0]) }
        let mean = values.reduce(0, +) / Double(values.count)
        for value in values { sum += (value - mean) * (value - mean) / Double(values.count) }
      }
      return sum.squareRoot()
    }

    @Test(arguments: names) func modesAreCoveredAsOften(name: String) throws {
      let law = try law(name)
      guard let mixture = law.mixture else { return }
      let (record, count) = (try record(law, hasHeldOut: false), Double(Self.count))
      #expect(record["modes"] == .integer(mixture.modeCount))
      let quality = try number("high_quality", record)
      let expected = 1 - exp(-4.5)
      let error = (expected * (1 - expected) / count).squareRoot()
      #expect(abs(quality - expected) < 4 * error)
      // The standard error of a median is 1 / (2 f sqrt n), and 2 f is 1.1774 for a Rayleigh law.
      let median = try number("median_distance", record) / Double(mixture.sigma)
      let (wanted, medianError) = ((2 * log(2.0)).squareRoot(), 1 / (1.1774 * count.squareRoot()))
      #expect(abs(median - wanted) < 4 * medianError)
      expectDivergence(
        try number("reverse_kl", record), count, mixture.modeCount - 1, "reverse_kl")
      expectDivergence(
        try number("reverse_kl_hq", record), count * quality, mixture.modeCount - 1,
        "reverse_kl_hq")
      expectDivergence(try number("off_mode_kl", record), count, mixture.modeCount, "off_mode_kl")
    }

    @Test(arguments: names) func distancesAreThoseOfTwoSamples(name: String) throws {
      let law = try law(name)
      let record = try record(law)
      #expect(try number("in_frame", record) >= 0.97)
      let (pairs, small) = (3, 250)
      let points = try law.hostSample(2 * pairs * Self.count, seed: 12)
      let sample = { (index: Int, count: Int) -> [Float] in
        Array(points[(2 * index * count)..<(2 * (index + 1) * count)])
      }
      let sliced = try (0..<pairs).map { pair in
        try SampleDistances(sample(2 * pair, Self.count), sample(2 * pair + 1, Self.count))
          .slicedWasserstein
      }
      let bound = 2 * (sliced.max() ?? 0)
      #expect(try number("sliced_wasserstein", record) < bound)
      // Pairs made at random would be as far apart as the points spread.
      #expect(bound < spread(Array(points.prefix(2 * Self.count))))
      // Under one law the estimate's deviation falls with the number of points.
      let estimates = (0..<10).map { pair in
        MaximumMeanDiscrepancy(real: sample(2 * pair, small))
          .squared(to: sample(2 * pair + 1, small))
      }
      let mean = estimates.reduce(0, +) / 10
      let squares: [Double] = estimates.map { ($0 - mean) * ($0 - mean) }
      let deviation = (squares.reduce(0, +) / 9).squareRoot()
      let scale = Double(small) / Double(PointScores.mostForKernels)
      #expect(abs(try number("mmd", record)) < 6 * deviation * scale)
      #expect(deviation > 0)
    }
  }
}

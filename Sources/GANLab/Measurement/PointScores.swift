// Everything that is measured of generated points, under its logged names.

import Datasets
import Runs

/// The metrics of points in the plane: against a mixture's modes, a frame and held-out real points.
///
/// What depends on the real points alone is computed once, so keep one value for all epochs.
public struct PointScores: Sendable {
  /// The most points that exact Wasserstein distances are offered for.
  public static let mostExact = 2000
  /// The most points for the maximum mean discrepancy.
  public static let mostForKernels = 1000
  /// The most points for the sliced Wasserstein distance.
  public static let mostForSlices = 10_000

  /// The points of each kind in the exact Wasserstein distances; 0 for none.
  public let exactCount: Int
  private let frame: Frame
  private let mixture: GaussianMixture?
  private let heldOut: [Float]
  private let heldOutSpread: Double
  private let discrepancy: MaximumMeanDiscrepancy

  /// - Parameters:
  ///   - frame: what `in_frame` counts points in.
  ///   - mixture: whose modes to look for; nil where the law has no known modes.
  ///   - heldOut: real points that no network was trained on, x and y in turn; without any, no
  ///     distances are measured.
  ///   - exactCount: the points for exact Wasserstein distances, 0 to leave them out; more than
  ///     `mostExact` count as `mostExact`. Their time grows with its third power.
  public init(
    frame: Frame, mixture: GaussianMixture?, heldOut: [Float] = [], exactCount: Int = 1000
  ) {
    self.frame = frame
    self.mixture = mixture
    self.heldOut = heldOut
    self.exactCount = min(max(0, exactCount), Self.mostExact)
    heldOutSpread = heldOut.spread
    discrepancy = MaximumMeanDiscrepancy(real: heldOut.leadingPoints(Self.mostForKernels))
  }

  /// The metrics of generated points, x and y in turn, in the order of `MetricsCatalog`.
  ///
  /// Mode metrics are there only with a mixture and distances only with held-out points. Distances
  /// take the leading points of both kinds, as many as both have.
  public func record(of generated: [Float]) -> MetricsRecord {
    var record = MetricsRecord()
    let modes = mixture.map { ModeMetrics(points: generated, against: $0) }
    if let modes {
      record["modes"] = .integer(modes.modes)
      record["high_quality"] = .real(modes.highQuality)
    }
    record["in_frame"] = .real(frame.share(of: generated))
    if let modes {
      record["reverse_kl"] = .real(modes.reverseKL)
      record["reverse_kl_hq"] = .real(modes.highQualityReverseKL)
      record["off_mode_kl"] = .real(modes.offModeKL)
      record["median_distance"] = .real(modes.medianDistance)
    }
    if let modes {
      record["mode_counts"] = .text(modes.nearestCounts.map(String.init).joined(separator: " "))
    }
    guard hasHeldOut else { return record }
    record["spread"] = .real(generated.spread / heldOutSpread)
    if exactCount > 0 {
      let pairs = SampleDistances(leading: exactCount, of: generated, and: heldOut)
      record["wasserstein_1"] = .real(pairs.wasserstein(.first))
      record["wasserstein_2"] = .real(pairs.wasserstein(.second))
    }
    let sliced = SampleDistances(leading: Self.mostForSlices, of: generated, and: heldOut)
    record["sliced_wasserstein"] = .real(sliced.slicedWasserstein)
    let leading = generated.leadingPoints(Self.mostForKernels)
    record["mmd"] = .real(discrepancy.squared(to: leading))
    return record
  }

  /// How the numbers of `record(of:)` come about, with the numbers of points for distances.
  public var protocols: [String: String] {
    var names = ["in_frame"]
    if mixture != nil { names += MetricsCatalog.modeNames }
    guard hasHeldOut else { return MetricsCatalog.protocols(of: names) }
    if exactCount > 0 { names += ["wasserstein_1", "wasserstein_2"] }
    var protocols = MetricsCatalog.protocols(of: names + ["spread", "sliced_wasserstein", "mmd"])
    let points = { (most: Int) in "the leading \(most) points of each kind, or all where fewer" }
    for (name, most) in [
      ("wasserstein_1", exactCount), ("wasserstein_2", exactCount),
      ("sliced_wasserstein", Self.mostForSlices), ("mmd", Self.mostForKernels),
    ] {
      if let text = protocols[name] { protocols[name] = "\(text); \(points(most))" }
    }
    protocols["held_out"] = "\(heldOut.count / 2) real points"
    return protocols
  }

  private var hasHeldOut: Bool { heldOut.count > 1 }
}

extension [Float] {
  /// At most `most` points from the beginning.
  fileprivate func leadingPoints(_ most: Int) -> [Float] {
    Array(prefix(2 * most))
  }
}

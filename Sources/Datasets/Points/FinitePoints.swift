// A fixed set of points from which training draws with replacement.

import Foundation
import Tensors

/// Given points, each as likely as any other at every draw.
public struct FinitePoints: PointDistribution {
  /// The most points: their indices and coordinates fit a program's integers with room to spare.
  public static let largestCount = 10_000_000

  /// The name that recipes and pictures use.
  public let name: String
  /// What the points are, in one phrase for pictures.
  public let summary: String
  /// What pictures show.
  public let frame: Frame
  /// The mixture that the points were drawn from, if they were drawn from one.
  public let mixture: GaussianMixture?
  /// Of shape `[count, 2]`.
  private let table: HostTensor

  /// Points, x and y in turn.
  ///
  /// - Parameters:
  ///   - summary: the number of points by default.
  ///   - frame: what `Frame(around:)` makes of the points by default.
  ///   - mixture: the mixture that they are a sample of, if there is one.
  /// - Throws: `FinitePointsError` if there are none or too many, or if a coordinate is missing or
  ///   not finite.
  public init(
    name: String, points: [Float], summary: String? = nil, frame: Frame? = nil,
    mixture: GaussianMixture? = nil
  ) throws(FinitePointsError) {
    let count = points.count / 2
    guard points.count % 2 == 0 else { throw .oddCount(points.count) }
    guard (1...Self.largestCount).contains(count) else {
      throw .badCount(count, largest: Self.largestCount)
    }
    if let index = points.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(point: index / 2, value: points[index])
    }
    self.name = name
    self.summary = summary ?? "\(count) point\(count == 1 ? "" : "s")"
    self.frame = frame ?? Frame(around: points)
    self.mixture = mixture
    table = HostTensor(shape: [count, 2], storage: .float32(points))
  }

  /// A training set drawn once from a distribution, whose name, frame and mixture it keeps.
  ///
  /// PacGAN (Lin et al. 2018) trains on 100,000 points that are drawn once. The points come from the
  /// data stream at step 0, so that no training draws them again.
  /// - Throws: `FinitePointsError.badCount`, or what the distribution's sampling throws.
  public init(drawing count: Int, from source: any PointDistribution, seed: UInt64) throws {
    guard (1...Self.largestCount).contains(count) else {
      throw FinitePointsError.badCount(count, largest: Self.largestCount)
    }
    try self.init(
      name: source.name, points: try source.hostSample(count, seed: seed, from: .data),
      summary: "\(count) points of \(source.summary)", frame: source.frame,
      mixture: source.mixture)
  }

  /// Points of a file, with what was done to them in the summary.
  /// - Throws: `FinitePointsError` as for points given as numbers.
  public init(name: String, standardized: StandardizedPoints) throws(FinitePointsError) {
    try self.init(name: name, points: standardized.points, summary: standardized.summary)
  }

  /// The points, x and y in turn.
  public var points: [Float] { table.floats }
  /// The number of points.
  public var count: Int { table.shape[0] }

  /// Points drawn uniformly with replacement, `[count, 2]`.
  ///
  /// The table is a constant of the program: a step reads the rows that it draws and no others.
  public func sample(_ count: Int, _ key: RandomKey, from stream: RandomStreamName) -> Tensor {
    withPath(name) {
      Tensor(table).gathering(rows: key.integers(below: self.count, [count], from: stream))
    }
  }
}

/// Points that cannot be a set, or a set that cannot be split.
public enum FinitePointsError: Error, Sendable, Equatable, CustomStringConvertible {
  /// No points, or more than the largest number.
  case badCount(Int, largest: Int)
  /// A point without its second coordinate.
  case oddCount(Int)
  /// A coordinate that is infinite or NaN.
  case notFinite(point: Int, value: Float)
  /// A share that is not between 0 and 1.
  case badShare(Double)
  /// A single point, of which none can be held out.
  case cannotSplit(count: Int)

  /// What came, what was needed, and the remedy.
  public var description: String {
    switch self {
    case .badCount(let count, let largest):
      "\(count) points came. Needed: 1 to \(largest)."
    case .oddCount(let count):
      "\(count) coordinates came. Needed: x and y of every point in turn, an even number."
    case .notFinite(let point, let value):
      "Point \(point) has the coordinate \(value). Needed: finite numbers; leave the point out."
    case .badShare(let share):
      "A share of \(share) was to be held out. Needed: more than 0 and less than 1."
    case .cannotSplit(let count):
      "\(count) point came. Needed to hold some out: at least 2."
    }
  }
}

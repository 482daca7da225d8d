// Precision, recall, density and coverage: whose neighbourhoods samples lie in.

import Mixing

/// How generated samples and real ones lie among each other in a classifier's features.
///
/// The ball of a sample reaches to its k-th nearest neighbour of its own kind, its border included.
/// Precision and recall are those of Kynkaanniemi et al. 2019, "Improved Precision and Recall
/// Metric for Assessing Generative Models", density and coverage those of Naeem et al. 2020,
/// "Reliable Fidelity and Diversity Metrics for Generative Models".
public struct NeighbourhoodScores: Sendable, Equatable {
  /// The share of generated samples that lie in the ball of a real one: fidelity.
  public let precision: Double
  /// The share of real samples that lie in the ball of a generated one: diversity.
  public let recall: Double
  /// The mean over generated samples of the number of real balls that they lie in, over k.
  ///
  /// 1 is expected of a perfect sampler; more means samples where real ones are dense.
  public let density: Double
  /// The share of real samples whose ball holds a generated one.
  public let coverage: Double
}

/// The balls of real samples, found once for all generated ones.
public struct RealNeighbourhoods: Sendable {
  /// The number of neighbours that a ball reaches to.
  public let neighbours: Int
  private let real: ClassifierFeatures
  private let radii: [Float]

  /// The numbers of neighbours that a ball can reach to.
  public static let neighbourCounts = 1...100

  private static let metric = "precision, recall, density and coverage"

  /// - Throws: `FeatureMetricError.badSetting` for neighbours outside of `neighbourCounts`,
  ///   `.tooFew` for no more real samples than neighbours.
  public init(real: ClassifierFeatures, neighbours: Int = 5) throws(FeatureMetricError) {
    guard Self.neighbourCounts.contains(neighbours) else {
      throw .badSetting(
        name: "neighbours", value: neighbours,
        needed: "\(Self.neighbourCounts.lowerBound) to \(Self.neighbourCounts.upperBound)")
    }
    self.neighbours = neighbours
    self.real = real
    try Self.check(real.count, "real samples", neighbours)
    radii = real.squaredRadii(neighbours: neighbours)
  }

  private static func check(
    _ count: Int, _ samples: String, _ neighbours: Int
  ) throws(FeatureMetricError) {
    guard count > neighbours else {
      throw .tooFew(
        metric: metric, samples: samples, count: count,
        needed: neighbours + 1,
        remedy: "one more than the \(neighbours) neighbours; take more samples or fewer neighbours")
    }
  }

  /// The scores of generated samples; time grows with the square of the counts.
  ///
  /// - Throws: `FeatureMetricError.tooFew` for no more samples than neighbours, `.unlike` for
  ///   features of another classifier.
  public func scores(
    of generated: ClassifierFeatures
  ) throws(FeatureMetricError) -> NeighbourhoodScores {
    try real.check(against: generated)
    try Self.check(generated.count, "generated samples", neighbours)
    let generatedRadii = generated.squaredRadii(neighbours: neighbours)
    var isPrecise = [Bool](repeating: false, count: generated.count)
    var isRecalled = [Bool](repeating: false, count: real.count)
    var isCovered = isRecalled
    var insideCount = 0
    PairwiseDistances.forEachBlock(real.featureRows, generated.featureRows) { block in
      for row in block.rows {
        let radius = radii[row]
        var (inside, recalled) = (0, false)
        for (offset, squared) in block.distances(from: row).enumerated() {
          let column = block.columns.lowerBound + offset
          if squared <= radius {
            inside += 1
            isPrecise[column] = true
          }
          if squared <= generatedRadii[column] { recalled = true }
        }
        insideCount += inside
        if inside > 0 { isCovered[row] = true }
        if recalled { isRecalled[row] = true }
      }
    }
    let share = { (flags: [Bool]) in Double(flags.count { $0 }) / Double(flags.count) }
    return NeighbourhoodScores(
      precision: share(isPrecise), recall: share(isRecalled),
      density: Double(insideCount) / (Double(neighbours) * Double(generated.count)),
      coverage: share(isCovered))
  }
}

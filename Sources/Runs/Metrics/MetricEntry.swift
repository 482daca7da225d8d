// One metric or log column: what it is, how to read it, and where it comes from.

/// What is to be known of one column of `metrics.jsonl`.
public struct MetricEntry: Sendable, Equatable {
  /// The name in logs, records and tables.
  public let name: String
  /// The name in a reader's words.
  public let title: String
  /// The definition in plain text.
  public let formula: String
  /// What it tells.
  public let meaning: String
  /// The values to expect while all is well.
  public let healthyRange: String
  /// What a perfect sampler scores.
  public let perfect: String
  /// Which way it gets better.
  public let direction: MetricDirection
  /// The unit of measurement, "1" for numbers without any.
  public let unit: String
  /// The paper or code that defines it.
  public let source: String
  /// How it is measured here, for the run's record; nil where there is nothing to choose.
  public let protocolText: String?
  /// Whether it is measured of generated points, and so of the averaged generator's, too.
  public let isOfGenerator: Bool

  /// An entry; only what a metric has needs to be said.
  package init(
    _ name: String, _ title: String, formula: String, meaning: String, healthyRange: String,
    perfect: String = "does not depend on the sampler alone", direction: MetricDirection = .none,
    unit: String = "1", source: String = "Mixlab", protocolText: String? = nil,
    isOfGenerator: Bool = false
  ) {
    self.name = name
    self.title = title
    self.formula = formula
    self.meaning = meaning
    self.healthyRange = healthyRange
    self.perfect = perfect
    self.direction = direction
    self.unit = unit
    self.source = source
    self.protocolText = protocolText
    self.isOfGenerator = isOfGenerator
  }
}

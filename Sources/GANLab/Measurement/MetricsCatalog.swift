// The registry of all metrics: names, explanations and protocols come from here alone.

import Runs

/// Every metric and log column.
public enum MetricsCatalog {
  /// What the names of the averaged generator's metrics begin with.
  public static let averaged = "ema_"

  /// All metrics in the order of the log, without those of the averaged generator.
  public static let entries =
    trainingEntries + discriminatorEntries + modeEntries + distanceEntries + imageEntries
    + diagnosisEntries

  /// The metrics of generated points, as they are named for the averaged generator.
  public static let averagedEntries = entries.filter(\.isOfGenerator).map(\.ofAveragedGenerator)

  /// All names, those of the averaged generator's metrics last.
  public static let names = (entries + averagedEntries).map(\.name)

  /// The names that `ModeMetrics` accounts for.
  static let modeNames = modeEntries.map(\.name)

  /// The metric of a name, `ema_` ones included.
  ///
  /// - Throws: `UnknownMetricError` with the nearest name.
  public static func entry(named name: String) throws(UnknownMetricError) -> MetricEntry {
    guard let entry = (entries + averagedEntries).first(where: { $0.name == name }) else {
      throw UnknownMetricError(name, among: names)
    }
    return entry
  }

  /// Which way a metric gets better; neither for a name that no metric has.
  static func direction(of name: String) -> MetricDirection {
    (entries + averagedEntries).first { $0.name == name }?.direction ?? .none
  }

  /// How some metrics are measured, by name; those with nothing to choose are left out.
  public static func protocols(of names: [String]) -> [String: String] {
    let chosen = entries.filter { names.contains($0.name) }
    return chosen.reduce(into: [:]) { $0[$1.name] = $1.protocolText }
  }
}

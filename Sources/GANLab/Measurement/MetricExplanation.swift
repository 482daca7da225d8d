// The catalogue as text for readers and as objects for machines.

import Runs

extension MetricsCatalog {
  /// All metrics, a line each.
  public static var text: String {
    entries.listing
      + "\n\n\(averaged) before a metric of generated points names the averaged generator's, "
      + "such as \(averagedEntries.first?.name ?? averaged)."
  }

  /// All metrics as JSON objects, one on each line.
  public static var json: String {
    (entries + averagedEntries).map(\.json).joined(separator: "\n")
  }
}

// Metrics of the averaged generator, derived from those of the raw one.

import Runs

extension MetricEntry {
  /// The same metric of the averaged generator, under its own name.
  var ofAveragedGenerator: MetricEntry {
    MetricEntry(
      MetricsCatalog.averaged + name, title + ", averaged generator", formula: formula,
      meaning: "The metric \(name), measured of the averaged generator's points from the same "
        + "noise. The average begins at the first weights and forgets them over 1 / (1 - ema) steps. "
        + meaning,
      healthyRange: healthyRange, perfect: perfect, direction: direction, unit: unit,
      source: source, protocolText: protocolText, isOfGenerator: true)
  }
}

// How GANs are measured against each other: the columns of tables and what decides.

import Comparisons
import Runs

extension ComparisonRules {
  /// The rules for GANs.
  ///
  /// Against a mixture of known centres more modes decide, and with as many modes a larger share of
  /// high-quality points. Of images a smaller classifier-feature Frechet distance does. Elsewhere a
  /// smaller Wasserstein distance, the sliced one where that is all there is.
  static let gan = ComparisonRules(
    columns: columns,
    criteria: [
      ComparisonCriterion(
        ["modes", "high_quality"],
        best: "the epoch with the most modes, of equals that with the largest high-quality share")
    ]
      + ["classifier_frechet", "wasserstein_1", "sliced_wasserstein"].map { name in
        let heading = columns.first { $0.name == name }?.heading ?? name
        return ComparisonCriterion([name], best: "the epoch with the smallest \(heading)")
      },
    headlines: ["modes", "classifier_frechet"], hasDiagnosis: true,
    direction: MetricsCatalog.direction(of:), isRanked: isRanked)

  /// Whether a protocol counts when runs are ranked: not what the discriminator says of samples,
  /// which is another thing for every objective, and by which no recipe is ranked.
  static func isRanked(_ protocolName: String) -> Bool { !protocolName.hasPrefix("d_") }

  private static let columns: [MetricColumn] = [
    column("modes", "modes", "count", .count),
    column("high_quality", "high quality", "% of points", .share),
    column("in_frame", "in frame", "% of points", .share),
    column("reverse_kl", "reverse KL", "nats", .real(3)),
    column("reverse_kl_hq", "reverse KL HQ", "nats", .real(3), isPrimary: false),
    column("off_mode_kl", "off-mode KL", "nats", .real(3), isPrimary: false),
    column("median_distance", "median distance", "data units", .real(4)),
    column("wasserstein_1", "W1", "data units", .real(4), isPrimary: false),
    column("wasserstein_2", "W2", "data units", .real(4), isPrimary: false),
    column("sliced_wasserstein", "sliced W", "data units", .real(4), isPrimary: false),
    column("mmd", "MMD", "squared", .real(5), isPrimary: false),
    column("classifier_frechet", "classifier Frechet", "squared features", .real(3)),
    column("classifier_kernel", "classifier kernel", "squared", .real(5), isPrimary: false),
    column("coverage", "coverage", "% of reals", .share),
    column("confident", "confident", "% of samples", .share),
    column("classes", "classes", "count", .count),
    column("class_kl", "class KL", "nats", .real(3), isPrimary: false),
    column("classifier_score", "classifier score", "classes", .real(2), isPrimary: false),
    column("precision", "precision", "% of samples", .share, isPrimary: false),
    column("recall", "recall", "% of reals", .share, isPrimary: false),
    column("density", "density", "balls / k", .real(3), isPrimary: false),
    column("d_real", "D(real)", "mean answer", .real(2)),
    column("d_fake", "D(fake)", "mean answer", .real(2)),
    column("d_accuracy", "D accuracy", "%", .share, isPrimary: false),
  ]

  private static func column(
    _ name: String, _ heading: String, _ unit: String, _ style: MetricColumn.Style,
    isPrimary: Bool = true
  ) -> MetricColumn {
    MetricColumn(
      name, heading, unit: unit, style, direction: MetricsCatalog.direction(of: name),
      isPrimary: isPrimary)
  }
}

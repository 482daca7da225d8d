// The catalogue's entries on generated images, as a classifier of the same data sees them.

import Runs

extension MetricsCatalog {
  /// What two halves of the real samples score, in a reader's words.
  private static let floor =
    "the floor: what one half of the held-out real samples scores against the other; the "
    + "manifest's perfect says it for the run"

  /// The distances between laws of features, and what probabilities of classes tell.
  private static let classifierEntries: [MetricEntry] = [
    MetricEntry(
      "classifier_frechet", "Classifier-feature Frechet distance",
      formula: "|m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2)), m means and C covariances of the "
        + "features of real and generated samples",
      meaning: "How unlike the features of both kinds are in mean and spread. It sees poor samples "
        + "and missing kinds alike, and falls with more samples. Of a classifier of this data: "
        + "never comparable with a published FID.",
      healthyRange: "within ten times the floor", perfect: floor, direction: .lower,
      unit: "squared features",
      source: "Heusel et al. 2017, arXiv 1706.08500, with other features",
      protocolText: "Gaussians fitted to classifier features with unbiased covariances, squared",
      isOfGenerator: true),
    MetricEntry(
      "classifier_kernel", "Classifier-feature kernel distance",
      formula: "mean k(x, x') + mean k(g, g') - 2 mean k(x, g), k(x, y) = (x . y / d + 1)^3 over d "
        + "features; the mean over disjoint subsets",
      meaning: "How unlike the features of both kinds are in their first three moments. Unbiased: "
        + "it does not fall with more samples, and may be slightly negative.",
      healthyRange: "within a few times classifier_kernel_error of 0 is as good as real",
      perfect: "0 on average, give or take classifier_kernel_error; the manifest's perfect says "
        + "what held-out real samples scored",
      direction: .target(0),
      source: "Binkowski et al. 2018, arXiv 1801.01401, with other features",
      protocolText: "unbiased squared discrepancy of classifier features, cubic kernel, mean over "
        + "disjoint subsets of a tenth of the samples, 50 to 1000",
      isOfGenerator: true),
    MetricEntry(
      "classifier_kernel_error", "Standard error of classifier_kernel",
      formula: "standard deviation of the subsets' estimates / sqrt(number of subsets)",
      meaning: "How far classifier_kernel may be off by chance.",
      healthyRange: "well below the differences to be told apart",
      perfect: "not 0: it falls with the root of the number of samples",
      source: "Binkowski et al. 2018, arXiv 1801.01401",
      protocolText: "standard error over the subsets of classifier_kernel", isOfGenerator: true),
    MetricEntry(
      "classifier_score", "Classifier score",
      formula: "exp(mean over samples of sum p(y|x) ln(p(y|x) / p(y))), p(y) the mean of p(y|x); "
        + "the mean over splits",
      meaning: "How sure the classifier is of samples and how many classes it finds. It looks at "
        + "generated samples only: one clear sample of each class would score best. Not "
        + "comparable with a published inception score.",
      healthyRange: "above 0.9 of the floor's; 1 is one answer for all", perfect: floor,
      direction: .higher, unit: "classes",
      source: "Salimans et al. 2016, arXiv 1606.03498, with another classifier",
      protocolText: "exponential of the mean KL divergence of class probabilities from their mean",
      isOfGenerator: true),
    MetricEntry(
      "confident", "Share of confident samples",
      formula: "share of samples whose most probable class has a probability above 0.9",
      meaning: "How many samples look like something. A classifier can be sure of nonsense: read "
        + "it beside precision.",
      healthyRange: "within 0.1 of the floor", perfect: floor, direction: .higher, unit: "share",
      protocolText: "share of samples with a class probability above 0.9", isOfGenerator: true),
    MetricEntry(
      "classes", "Classes present",
      formula: "the number of classes that are most probable for at least one sample",
      meaning: "Which kinds of images G makes at all. One sample is enough: read class_kl beside "
        + "it.",
      healthyRange: "all of the data's", perfect: "all of the data's", direction: .higher,
      unit: "classes", protocolText: "classes most probable for at least one sample",
      isOfGenerator: true),
    MetricEntry(
      "class_kl", "KL divergence of classes from the data's",
      formula: "sum p ln(p / q), p the shares of generated samples by most probable class, q those "
        + "of real ones",
      meaning: "How unevenly samples are spread over classes, by the data's measure. Infinite "
        + "where the data lack a class that samples are taken for.",
      healthyRange: "below 0.1; with K even classes ln K is one class only, 2.30 for 10",
      perfect: "about (K - 1) / samples for K classes and as many real samples: 0.0018 for 10 "
        + "classes and 5,000",
      direction: .lower, unit: "nats",
      protocolText: "sum p ln(p / q), p and q shares of most probable classes, q of real samples",
      isOfGenerator: true),
  ]

  /// Whose neighbourhoods samples lie in.
  private static let neighbourEntries: [MetricEntry] = [
    MetricEntry(
      "precision", "Precision: samples among real ones",
      formula: "share of generated samples within the ball of a real one; a ball reaches to the "
        + "5th nearest of the own kind",
      meaning: "How many samples look real to the classifier. Poor samples lower it, missing "
        + "kinds do not. A real outlier has a large ball, which can flatter it: see density.",
      healthyRange: "within 0.1 of the floor", perfect: floor, direction: .higher, unit: "share",
      source: "Kynkaanniemi et al. 2019, arXiv 1904.06991",
      protocolText: "share of generated samples within a real one's ball of neighbours",
      isOfGenerator: true),
    MetricEntry(
      "recall", "Recall: real samples among generated ones",
      formula: "share of real samples within the ball of a generated one; a ball reaches to the "
        + "5th nearest of the own kind",
      meaning: "How much of the data G can make. Missing kinds lower it; scattered poor samples "
        + "have large balls, which can flatter it: see coverage.",
      healthyRange: "within 0.2 of the floor", perfect: floor, direction: .higher, unit: "share",
      source: "Kynkaanniemi et al. 2019, arXiv 1904.06991",
      protocolText: "share of real samples within a generated one's ball of neighbours",
      isOfGenerator: true),
    MetricEntry(
      "density", "Density of real samples around generated ones",
      formula: "mean over generated samples of the number of real balls around them, / 5; a ball "
        + "reaches to the 5th nearest real one",
      meaning: "Precision that an outlier does not flatter. Above 1 samples lie where real ones "
        + "are dense: typical ones only.",
      healthyRange: "0.8 to 1.2 times the floor", perfect: "about 1, the floor",
      direction: .target(1), source: "Naeem et al. 2020, arXiv 2002.09797",
      protocolText: "mean number of real balls of neighbours around a generated sample, over k",
      isOfGenerator: true),
    MetricEntry(
      "coverage", "Coverage of real samples",
      formula: "share of real samples with a generated one within their ball; a ball reaches to "
        + "the 5th nearest real one",
      meaning: "How much of the data has a sample near it: recall that poor samples do not "
        + "flatter. Missing kinds lower it.",
      healthyRange: "within 0.1 of the floor",
      perfect: "1 - (1/2)^5 = 0.969 for as many samples of each kind", direction: .higher,
      unit: "share", source: "Naeem et al. 2020, arXiv 2002.09797",
      protocolText: "share of real samples with a generated one within their ball of neighbours",
      isOfGenerator: true),
  ]

  /// Metrics of generated images, in the order of the log.
  static let imageEntries = classifierEntries + neighbourEntries
}

// The catalogue's entries on generated points: modes, and distances from real points.

import Runs

extension MetricsCatalog {
  static let modeEntries: [MetricEntry] = [
    MetricEntry(
      "modes", "Modes captured",
      formula: "the number of centres that are nearest to a point within 3 sigma of them",
      meaning: "How many modes G reaches at all. One point is enough, so read it beside "
        + "high_quality and reverse_kl_hq.",
      healthyRange: "all of the mixture's: 8 for the ring, 25 for the grid",
      perfect: "all modes", direction: .higher, unit: "modes",
      source: "Srivastava et al. 2017, VEEGAN, arXiv 1705.07761",
      protocolText: "centres that are nearest to at least one point within 3 sigma of them",
      isOfGenerator: true),
    MetricEntry(
      "high_quality", "High-quality share",
      formula: "share of points within 3 sigma of the nearest centre",
      meaning: "How many points lie on a mode. One mode alone can score 1: read it beside modes.",
      healthyRange: "above 0.9; above 0.9889 modes are narrower than the data's",
      perfect: "1 - exp(-9/2) = 0.9889, with standard error sqrt(0.011 / points)",
      direction: .target(0.9889), unit: "share",
      source: "Srivastava et al. 2017, VEEGAN, arXiv 1705.07761",
      protocolText: "share of points within 3 sigma of the nearest centre", isOfGenerator: true),
    MetricEntry(
      "in_frame", "Share in the frame", formula: "share of points inside the picture's frame",
      meaning: "Whether points stay near the data. A generator that has left the frame is lost.",
      healthyRange: "above 0.99", perfect: "1", direction: .higher, unit: "share",
      protocolText: "share of points inside the picture's frame", isOfGenerator: true),
    MetricEntry(
      "reverse_kl", "Reverse KL divergence over modes, all points",
      formula: "sum p ln(K p) over the K modes, p the share of all finite points by nearest centre",
      meaning: "How unevenly points are spread over modes, wherever between them they lie.",
      healthyRange: "below 0.1; ln K is one mode only, 2.08 for the ring and 3.22 for the grid",
      perfect: "about (K - 1) / (2 points): 0.0014 for the ring, 0.0048 for the grid, 2,500 points",
      direction: .lower, unit: "nats",
      source: "Liu et al. 2020, Diverse Image Generation via Self-Conditioned GANs",
      protocolText: "sum p ln(K p), p the share of all finite points by nearest centre",
      isOfGenerator: true),
    MetricEntry(
      "reverse_kl_hq", "Reverse KL divergence over modes, high-quality points",
      formula: "sum p ln(K p) over the K modes, p the share of points within 3 sigma by centre",
      meaning: "How unevenly good points are spread over modes; published tables mostly count so. "
        + "Not a number where no point is good.",
      healthyRange: "below 0.1; ln K is one mode only, 2.08 for the ring and 3.22 for the grid",
      perfect: "about (K - 1) / (2 points): 0.0014 for the ring, 0.0048 for the grid, 2,500 points",
      direction: .lower, unit: "nats", source: "Lin et al. 2018, PacGAN, arXiv 1712.04086",
      protocolText: "sum p ln(K p), p the share of points within 3 sigma by nearest centre",
      isOfGenerator: true),
    MetricEntry(
      "off_mode_kl", "KL divergence over modes and the rest",
      formula: "sum p ln(p / q) over K modes and one bin of points beyond 3 sigma; q is 0.98889 / "
        + "K for each mode and 0.01111 for the rest",
      meaning: "Modes, their balance and the points beside them in one number: sampler from "
        + "mixture, so that missing modes cost little and points off modes much.",
      healthyRange: "below 0.1; 4.5 is no point on a mode; ln K + 0.011 is one mode only",
      perfect: "about K / (2 points): 0.0016 for the ring, 0.0050 for the grid, 2,500 points",
      direction: .lower, unit: "nats",
      source: "Zhang et al., Dive into Deep Learning, GANs on 25 Gaussians",
      protocolText: "sum p ln(p / q), p the shares of points within 3 sigma by nearest centre and "
        + "of all others, q 0.98889 / K and 0.01111",
      isOfGenerator: true),
    MetricEntry(
      "median_distance", "Median distance to a mode",
      formula: "median over points of the distance to the nearest centre",
      meaning: "How wide modes are. Far above the perfect value points are off modes, far below "
        + "every mode has shrunk to a dot.",
      healthyRange: "1 to 1.5 sigma",
      perfect: "sqrt(2 ln 2) sigma = 1.177 sigma, 0.0118 for the ring and the grid",
      unit: "data units", source: "Mixlab; the Rayleigh law's median",
      protocolText: "median over points of the distance to the nearest centre",
      isOfGenerator: true),
    MetricEntry(
      "mode_counts", "Points by mode",
      formula: "for each centre, in the data's order, the generated points nearest to it",
      meaning:
        "Which modes are served. figures/modes.png draws the last ones; collapse and cycling "
        + "are read from these numbers.",
      healthyRange: "about as many for each", perfect: "points / K each, give or take its root",
      unit: "points", protocolText: "finite points by nearest centre, in the data's order",
      isOfGenerator: true),
  ]

  static let distanceEntries: [MetricEntry] = [
    MetricEntry(
      "spread", "Spread relative to the data's",
      formula: "sqrt(var x + var y) of the generated points over that of the held-out real ones",
      meaning: "How far apart generated points lie, wherever they are. Near 0 all are one point.",
      healthyRange: "0.8 to 1.2; below 0.1 counts as collapse", perfect: "1",
      direction: .target(1), protocolText: "root of the summed variances, generated over held-out",
      isOfGenerator: true),
    MetricEntry(
      "wasserstein_1", "1-Wasserstein distance, exact",
      formula: "min over pairings of generated with real points of the mean distance of a pair",
      meaning: "How far generated points must move, on average, to become the held-out real ones. "
        + "It sees modes, their balance and their width at once, and needs no centres.",
      healthyRange: "within twice the distance of two real samples",
      perfect: "the distance of two real samples, less with more points; the manifest's perfect "
        + "says it for the run",
      direction: .lower, unit: "data units",
      source: "Villani 2009, Optimal Transport, chapter 6",
      protocolText: "exact by optimal assignment to held-out real points, mean Euclidean distance",
      isOfGenerator: true),
    MetricEntry(
      "wasserstein_2", "2-Wasserstein distance, exact",
      formula: "sqrt(min over pairings of generated with real points of the mean squared distance)",
      meaning: "As wasserstein_1, but far points count more: a missing mode shows most.",
      healthyRange: "within twice the distance of two real samples",
      perfect: "the distance of two real samples, less with more points; the manifest's perfect "
        + "says it for the run",
      direction: .lower, unit: "data units",
      source: "Villani 2009, Optimal Transport, chapter 6",
      protocolText: "exact by optimal assignment to held-out real points, root mean squared "
        + "distance",
      isOfGenerator: true),
    MetricEntry(
      "sliced_wasserstein", "Sliced 2-Wasserstein distance",
      formula: "sqrt(mean over 64 directions of W2^2 of the projections on them)",
      meaning: "A cheap relative of wasserstein_2 for many points; a shift by s gives s / sqrt 2.",
      healthyRange: "within twice the distance of two real samples",
      perfect: "the distance of two real samples, less with more points; the manifest's perfect "
        + "says it for the run",
      direction: .lower, unit: "data units",
      source: "Rabin et al. 2011, Wasserstein barycenter and its application to texture mixing",
      protocolText: "root mean over 64 evenly spaced directions of the squared 2-Wasserstein "
        + "distance of projections, to held-out real points",
      isOfGenerator: true),
    MetricEntry(
      "mmd", "Squared maximum mean discrepancy",
      formula: "mean k(x, x') + mean k(g, g') - 2 mean k(x, g); k the mean of Gaussian kernels of "
        + "widths m, m/4, m/16 and m/64, m the median distance of real points",
      meaning: "How unlike generated and held-out real points look at four scales. Unbiased, so "
        + "that it may be slightly negative.",
      healthyRange: "below 0.002 with 1,000 points",
      perfect: "0 on average; 0.0006 off it is usual with 1,000 points of the ring",
      direction: .target(0), source: "Gretton et al. 2012, A Kernel Two-Sample Test",
      protocolText: "unbiased estimate of the square, mean of Gaussian kernels of 1, 1/4, 1/16 and "
        + "1/64 of the real points' median distance, to held-out real points",
      isOfGenerator: true),
  ]
}

// The catalogue's entries on the course of training and on what the discriminator thinks.

import Runs

extension MetricsCatalog {
  static let trainingEntries: [MetricEntry] = [
    MetricEntry(
      "step", "Generator steps", formula: "the number of generator updates made so far",
      meaning: "Where training stands. Each step also makes the recipe's number of discriminator "
        + "updates.",
      healthyRange: "0 to the recipe's steps", unit: "steps"),
    MetricEntry(
      "epoch", "Epochs", formula: "the number of measurements after the first",
      meaning: "Data without an end has no epochs of its own: one ends after every steps-per-epoch "
        + "steps, and after the last.",
      healthyRange: "0 for the untrained networks, then 1, 2, ...", unit: "epochs"),
    MetricEntry(
      "d_loss", "Discriminator's loss",
      formula: "mean over the epoch's discriminator updates of the loss that D minimises",
      meaning: "How well D tells reals from fakes on the batches that it is trained on. No measure "
        + "of quality: it is compared only with what a D that knows nothing would have.",
      healthyRange: "below and near what an answer of logit 0 gives, which is ln 2 = 0.693 for "
        + "cross-entropy; near 0 D has won",
      perfect: "cross-entropy without mixing: ln 2 = 0.693 once D has given up; a critic: near 0",
      unit: "nats; a critic's scores", source: "Goodfellow et al. 2014, Generative Adversarial Nets"
    ),
    MetricEntry(
      "g_loss", "Generator's loss",
      formula: "mean over the epoch's steps of the loss that G minimises",
      meaning: "What G gets D to answer on fakes. The opponent moves, so a falling loss need not "
        + "mean better points.",
      healthyRange: "moves about what an answer of logit 0 gives, which is -ln 2 for the "
        + "saturating and ln 2 for the non-saturating game; a long one-way drift means one side "
        + "has won",
      unit: "nats; a critic's scores", source: "Goodfellow et al. 2014, Generative Adversarial Nets"
    ),
    MetricEntry(
      "d_gradient_norm", "Size of the discriminator's gradient",
      formula: "mean over the epoch's discriminator updates of the Euclidean norm of the loss's "
        + "gradient over all of D's parameters",
      meaning: "How hard D is still pulled. Growth by powers of ten comes before many divergences.",
      healthyRange: "steady within a factor of ten of the first epochs' values"),
    MetricEntry(
      "g_gradient_norm", "Size of the generator's gradient",
      formula: "mean over the epoch's steps of the Euclidean norm of the loss's gradient over all "
        + "of G's parameters",
      meaning: "How much G is still told. Near 0 with poor points, D has won and G learns nothing.",
      healthyRange: "steady within a factor of ten of the first epochs' values; not near 0"),
    updateRatio("d", "discriminator", "D"),
    updateRatio("g", "generator", "G"),
    MetricEntry(
      "seconds", "Time of the epoch", formula: "wall time since the last report",
      meaning: "How long the epoch took, training, measurement and pictures together.",
      healthyRange: "even from epoch to epoch", direction: .lower, unit: "s"),
  ]

  static let discriminatorEntries: [MetricEntry] = [
    meanAnswer("real", "real points", "above 0.5 and below 1"),
    meanAnswer("fake", "generated points", "below 0.5 and above 0"),
    MetricEntry(
      "d_accuracy", "Discriminator's accuracy",
      formula: "(share of reals with logit > 0 + share of fakes with logit < 0) / 2",
      meaning: "How often D is right. 1 for long: D is saturated and G gets no signal. 0.5 with "
        + "poor points: D is too weak or frozen.",
      healthyRange: "0.5 to 0.9", perfect: "0.5 against a D that has given up", unit: "share",
      protocolText: "mean of the shares of real points with logit > 0 and of generated points with "
        + "logit < 0; not measured for a critic"),
    slope("real", "real points"),
    slope("fake", "generated points"),
  ]

  private static func updateRatio(
    _ prefix: String, _ network: String, _ letter: String
  ) -> MetricEntry {
    MetricEntry(
      "\(prefix)_update_ratio", "Relative size of the \(network)'s updates",
      formula: "||dw|| / ||w||, w all of \(letter)'s parameters before the epoch's last step and "
        + "dw their change in it, over all of the step's updates, in Euclidean norms",
      meaning: "How fast \(letter) moves on its own scale. 0 is a frozen network; above 0.1 a step "
        + "rewrites it.",
      healthyRange: "1e-4 to 1e-2 an update is usual", source: "rule of thumb")
  }

  private static func meanAnswer(
    _ kind: String, _ points: String, _ range: String
  ) -> MetricEntry {
    MetricEntry(
      "d_\(kind)", "Discriminator's answer on \(points)",
      formula: "mean over \(points) of sigmoid(D(x)); for a critic, mean of D(x)",
      meaning: "What D believes. d_real near 1 with d_fake near 0 means that D has won; both near "
        + "0.5 means that D cannot tell, because the points are good or because D is weak. A "
        + "critic's scores have no zero: only their difference counts.",
      healthyRange: "\(range); a critic's can be anything",
      perfect: "0.5 against a D that has given up", unit: "probability; a critic's scores",
      source: "Goodfellow et al. 2014, Generative Adversarial Nets",
      protocolText: "mean probability of being real that D gives \(points)")
  }

  private static func slope(_ kind: String, _ points: String) -> MetricEntry {
    MetricEntry(
      "d_slope_\(kind)", "Discriminator's slope at \(points)",
      formula: "mean over \(points) of the Euclidean norm of the gradient of D's logit with "
        + "respect to the point",
      meaning: "How steep D is where its \(points) are: the signal that reaches G is a multiple of "
        + "it. If one of d_slope_real and d_slope_fake grows far beyond the other, divergence is "
        + "near.",
      healthyRange: "of the order of 1 for data of the order of 1; a critic with gradient penalty: "
        + "near 1",
      perfect: "0 against a D that has given up", unit: "logits per data unit",
      source: "Mescheder, Geiger and Nowozin 2018, Which Training Methods for GANs do actually "
        + "Converge?",
      protocolText: "mean Euclidean norm of the logit's gradient at \(points)")
  }
}

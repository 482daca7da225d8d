// What every column of a classifier's log means.

import Runs

/// The catalogue of a classifier's metrics.
public enum ClassifierMetrics {
  /// All metrics in the order of the log, but for step, epoch and seconds, which all runs have.
  public static let entries = trainingEntries + heldOutEntries + choiceEntries + memoryEntries

  private static let perfect = "does not apply"
  private static let guo =
    "Guo, Pleiss, Sun, Weinberger, \"On calibration of modern neural networks\" (2017)"
  private static let mixup =
    "Zhang, Cisse, Dauphin, Lopez-Paz, \"mixup: beyond empirical risk minimization\" (2018)"

  private static let trainingEntries = [
    MetricEntry(
      "learning_rate", "learning rate of the epoch's last step", formula: "lr schedule(step)",
      meaning: "What the optimizer's step was multiplied with.",
      healthyRange: "as the schedule says", perfect: perfect),
    MetricEntry(
      "train_loss", "mean training loss of the epoch",
      formula: "mean of -sum_k y_k ln p_k, with labels y mixed and smoothed as the recipe says",
      meaning: "With mixup it stays well above 0 however good the network is, because mixed labels "
        + "have an entropy of their own; compare it between epochs, not between recipes.",
      healthyRange: "falling", perfect: perfect, direction: .lower, unit: "nats"),
    MetricEntry(
      "train_weighted_accuracy", "lambda-weighted training accuracy",
      formula: "mean of sum_k lambda_k [answer = label_k] over mixed samples",
      meaning:
        "What mixup's own code shows as training accuracy. It is no accuracy on real samples: "
        + "a network that names the heavier label every time reaches E max(lambda, 1 - lambda), "
        + "0.75 at alpha 1. train_clean_accuracy is the one to compare.",
      healthyRange: "rising, and below 1 with mixup", perfect: perfect, direction: .higher,
      source: mixup),
    MetricEntry(
      "gradient_norm", "mean gradient norm of the epoch",
      formula: "mean of |g| over all parameters together",
      meaning: "How steep the loss is where training stands.",
      healthyRange: "finite, without jumps of orders of magnitude", perfect: perfect),
    MetricEntry(
      "train_clean_accuracy", "accuracy on the training samples as they are",
      formula: "share of training samples answered right, neither mixed nor augmented nor with "
        + "dropout",
      meaning: "Beside test_accuracy it shows the gap of generalisation. Measured where "
        + "train-metrics asks for it.",
      healthyRange: "above the test accuracy", perfect: perfect),
  ]

  private static let heldOutEntries = ["test", "validation"].flatMap { part in
    [
      MetricEntry(
        "\(part)_accuracy", "accuracy on the \(part) samples",
        formula: "share of samples whose class has the greatest logit",
        meaning: "One minus the error that papers print.", healthyRange: "rising",
        perfect: perfect, direction: .higher),
      MetricEntry(
        "\(part)_top5_accuracy", "top-5 accuracy on the \(part) samples",
        formula: "share of samples whose class is among the five greatest logits",
        meaning: "Logged where there are more than five classes.", healthyRange: "rising",
        perfect: perfect, direction: .higher),
      MetricEntry(
        "\(part)_nll", "negative log-likelihood of the \(part) labels",
        formula: "mean of -ln p(label)",
        meaning: "Punishes sure mistakes; rises while accuracy still grows where a network becomes "
          + "too sure.",
        healthyRange: "below ln(classes)", perfect: perfect, direction: .lower, unit: "nats"),
      MetricEntry(
        "\(part)_ece", "expected calibration error on the \(part) samples",
        formula: "sum_b n_b / n |accuracy_b - confidence_b| over 15 bins of equal width",
        meaning:
          "How far confidence is from being right that often. Mixup often lowers it by making "
          + "networks less sure, and may make them not sure enough.",
        healthyRange: "near 0; small sets have a floor of chance", perfect: perfect,
        direction: .lower, source: guo),
      MetricEntry(
        "\(part)_ece_scaled", "calibration error on the \(part) samples after temperature scaling",
        formula:
          "ECE of softmax(logits / T), each half of the samples scaled by the T of the other",
        meaning: "What remains when one number has been fitted. Networks trained with mixup can be "
          + "worse here than others, so both are shown.",
        healthyRange: "below \(part)_ece", perfect: perfect, direction: .lower, source: guo),
      MetricEntry(
        "\(part)_temperature", "best temperature for the \(part) samples",
        formula:
          "T from 0.01 to 100 that minimises the negative log-likelihood of softmax(logits / T)",
        meaning:
          "Above 1 the network is too sure, below 1 not sure enough; not measured where every "
          + "answer is right, for which surer is always better.",
        healthyRange: "near 1", perfect: perfect, direction: .target(1), source: guo),
    ]
  }

  private static let choiceEntries = [
    MetricEntry(
      "test_error_median_10", "median test error of the last ten epochs",
      formula: "median of 1 - test_accuracy over the last ten epochs so far",
      meaning:
        "The number of the mixup paper's Table 5; nobody's choice, and steadier than the last "
        + "epoch.",
      healthyRange: "falling", perfect: perfect, direction: .lower, source: mixup),
    MetricEntry(
      "test_error_lowest", "lowest test error of any epoch",
      formula: "min over epochs of 1 - test_accuracy",
      meaning: "Chosen on the samples that it is measured on, so it flatters; Table 2 of the mixup "
        + "paper prints it as \"best\".",
      healthyRange: "close to the last epoch's error", perfect: perfect, direction: .lower,
      source: mixup),
    MetricEntry(
      "best_epoch", "epoch of the highest validation accuracy",
      formula: "the first epoch with the highest validation_accuracy",
      meaning: "Logged where --validation holds samples out.", healthyRange: "late in the run",
      perfect: perfect),
    MetricEntry(
      "best_epoch_test_accuracy", "test accuracy at the best epoch by validation",
      formula: "test_accuracy of best_epoch",
      meaning: "A choice that the test samples had no part in.", healthyRange: "near the highest",
      perfect: perfect, direction: .higher),
  ]

  private static let memoryEntries = [
    MetricEntry(
      "train_error_real_labels", "training error on samples with their real labels",
      formula: "share answered wrong among the training samples that corruption left alone",
      meaning: "Small where the network has learned the task.", healthyRange: "falling",
      perfect: perfect, direction: .lower, source: mixup),
    MetricEntry(
      "train_error_corrupted_labels", "training error on samples with drawn labels",
      formula: "share answered otherwise than the drawn label says",
      meaning: "Near 0 where the network has memorised noise; about 1 - 1/K where it ignores it.",
      healthyRange: "high", perfect: perfect, source: mixup),
    MetricEntry(
      "train_error_true_labels", "the same samples against their true labels",
      formula: "share answered otherwise than the label before corruption",
      meaning: "Small where the network sees through the noise.", healthyRange: "low",
      perfect: perfect, direction: .lower),
  ]
}

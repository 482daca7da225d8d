// The catalogue's entries on troubles: what gives fakes away, and the diagnosis in words.

import Runs

extension MetricsCatalog {
  static let diagnosisEntries: [MetricEntry] = [
    MetricEntry(
      "give_away", "What gives fakes away",
      formula: "before the first step, per coordinate: real points take at most a tenth as many "
        + "values as there are points while the generator's vary, or one threshold parts both kinds",
      meaning: "D can use such a property without learning where the data are. Written for step 0 "
        + "only, and only where something was found.",
      healthyRange: "nothing", unit: "words"),
    MetricEntry(
      "diagnosis", "Diagnosis",
      formula: "non-finite: a loss or gradient is infinite or NaN. discriminator-saturated: "
        + "d_accuracy above 0.99 and g_gradient_norm below 1e-4 of its largest so far, 3 epochs in "
        + "a row. samples-leaving: in_frame below 0.5, 3 epochs. mode-collapse: exp(entropy of "
        + "mode_counts) at most half its best or a quarter of all modes, or spread below 0.1, 3 "
        + "epochs, in the frame, once points had spread to 0.3 or 10 epochs went by. cycling: "
        + "within 6 epochs, at most half the modes covered in 5 and more than half the points "
        + "change mode in 4 of 5 changes. data-give-away: give_away",
      meaning: "What goes wrong at this epoch, in words joined by +; healthy says that none of "
        + "these was found, not that the points are good. Modes are known of mixtures only, and a critic "
        + "has no accuracy. A run in which something was found has a DIAGNOSIS.md that says since "
        + "when, what was seen, and what to try.",
      healthyRange: "healthy", perfect: "healthy", unit: "words", source: "rules of thumb"),
  ]
}

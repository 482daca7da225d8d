// Accuracy, likelihood and calibration of a network's answers.

import Foundation

extension ClassifierOutputs {
  /// The share of samples whose class has the greatest logit; NaN of none.
  package var accuracy: Double {
    Double(zip(guesses, labels).count { $0 == $1 }) / Double(count)
  }

  /// The share of samples whose class is among the k greatest logits; of equal logits the earlier
  /// class counts as greater.
  package func accuracy(top k: Int) -> Double {
    let hits = (0..<count).count { place in
      let row = Array(self[place])
      let label = Int(labels[place])
      let own = row[label]
      let ahead = row.indices.count { row[$0] > own || row[$0] == own && $0 < label }
      return ahead < k
    }
    return Double(hits) / Double(max(1, count))
  }

  /// The mean negative log-likelihood of the labels under `softmax(logits / temperature)`, in nats.
  package func negativeLogLikelihood(temperature: Double = 1) -> Double {
    var sum = 0.0
    for place in 0..<count {
      let row = self[place].map { Double($0) / temperature }
      sum += row.logSumExp - row[Int(labels[place])]
    }
    return sum / Double(max(1, count))
  }

  /// The expected calibration error in bins of equal width.
  ///
  /// `sum_b n_b / n |accuracy_b - confidence_b|`, the confidence of an answer being its greatest
  /// probability; Naeini, Cooper, Hauskrecht, "Obtaining well calibrated probabilities using Bayesian
  /// binning" (2015), with the 15 bins of Guo, Pleiss, Sun, Weinberger, "On calibration of modern
  /// neural networks" (2017).
  package func expectedCalibrationError(temperature: Double = 1, bins: Int = 15) -> Double {
    var confidences = [Double](repeating: 0, count: bins)
    var hits = [Double](repeating: 0, count: bins)
    for (place, guess) in guesses.enumerated() {
      let row = self[place].map { Double($0) / temperature }
      let confidence = exp(row[Int(guess)] - row.logSumExp)
      guard confidence.isFinite else { return .nan }
      // Bins are open below and closed above, as in the papers' code.
      let bin = min(bins - 1, max(0, Int((confidence * Double(bins)).rounded(.up)) - 1))
      confidences[bin] += confidence
      hits[bin] += guess == labels[place] ? 1 : 0
    }
    let gaps = zip(confidences, hits).reduce(0) { $0 + abs($1.0 - $1.1) }
    return gaps / Double(max(1, count))
  }
}

extension [Double] {
  /// `ln sum exp x` without overflow.
  var logSumExp: Double {
    guard let greatest = self.max(), greatest.isFinite else { return self.max() ?? -.infinity }
    return greatest + log(reduce(0) { $0 + exp($1 - greatest) })
  }
}

// One number that makes a network's probabilities honest.

import Foundation

/// The temperature T that minimises the negative log-likelihood of `softmax(logits / T)`.
///
/// Guo, Pleiss, Sun, Weinberger, "On calibration of modern neural networks" (2017). Answers do not
/// change, only how sure they are: above 1 the network was too sure, below 1 not sure enough, as nets
/// trained with mixup may be.
package enum TemperatureScaling {
  /// Temperatures are searched for between these.
  package static let range = 0.01...100.0
  private static let rounds = 60

  /// The best temperature for some answers; nil where none within the range is, as where all answers
  /// are right and more certainty would always be better.
  ///
  /// The likelihood is concave in 1 / T, so the zero of its derivative is found by halving.
  package static func temperature(for outputs: ClassifierOutputs) -> Double? {
    var (low, high) = (1 / range.upperBound, 1 / range.lowerBound)
    guard outputs.count > 0, outputs.isFinite, slope(of: outputs, at: low) < 0,
      slope(of: outputs, at: high) > 0
    else { return nil }
    for _ in 0..<rounds {
      let middle = (low * high).squareRoot()
      if slope(of: outputs, at: middle) > 0 { high = middle } else { low = middle }
    }
    return 1 / (low * high).squareRoot()
  }

  /// The derivative of the negative log-likelihood by the inverse temperature:
  /// the mean of `E_p[z] - z_label`.
  private static func slope(of outputs: ClassifierOutputs, at inverse: Double) -> Double {
    var sum = 0.0
    for place in 0..<outputs.count {
      let row = outputs[place].map(Double.init)
      let total = row.map { $0 * inverse }.logSumExp
      let expected = row.reduce(0) { $0 + $1 * exp($1 * inverse - total) }
      sum += expected - row[Int(outputs.labels[place])]
    }
    return sum
  }

  /// The calibration error after scaling, on samples that the temperature was not fitted to.
  ///
  /// Samples at even places are scaled by the temperature of those at odd ones, and the other way
  /// round, so that no set need be spent on the fit; nil where a half has no best temperature.
  package static func crossFittedCalibrationError(of outputs: ClassifierOutputs) -> Double? {
    guard outputs.count >= 4 else { return nil }
    let halves = [0, 1].map { parity in
      outputs.selecting((0..<outputs.count).filter { $0 % 2 == parity })
    }
    let scaled = zip(halves, halves.reversed()).compactMap { half, other in
      Self.temperature(for: other).map { half.scaled(by: $0) }
    }
    guard scaled.count == 2 else { return nil }
    return ClassifierOutputs(
      logits: scaled[0].logits + scaled[1].logits, labels: scaled[0].labels + scaled[1].labels,
      classCount: outputs.classCount
    ).expectedCalibrationError()
  }
}

extension ClassifierOutputs {
  /// The logits divided by a temperature.
  fileprivate func scaled(by temperature: Double) -> ClassifierOutputs {
    ClassifierOutputs(
      logits: logits.map { $0 / Float(temperature) }, labels: labels, classCount: classCount)
  }
}

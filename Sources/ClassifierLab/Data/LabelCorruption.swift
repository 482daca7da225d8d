// Labels replaced by random ones, to see what a network memorises.

import GraphCompiler
import Tensors

/// The labels of a share of the training samples, drawn anew among all classes.
///
/// Zhang, Cisse, Dauphin, Lopez-Paz, "mixup: beyond empirical risk minimization" (2018), section 3.4,
/// after Zhang, Bengio, Hardt, Recht, Vinyals, "Understanding deep learning requires rethinking
/// generalization" (2017): every sample is chosen with a probability, and a chosen one gets a class
/// drawn uniformly from all classes, its own among them. So a share of 1 / K of the chosen labels
/// stays right. Which ones are chosen depends on the seed of the corruption and the sample's place
/// alone, not on the run's seed. Labels of held-out samples are never touched.
package struct LabelCorruption: Sendable, Equatable {
  /// The probability of being chosen.
  package let share: Double
  /// What the draws come from.
  package let seed: UInt64

  /// Corruption of a share of the labels.
  package init(share: Double, seed: UInt64) {
    (self.share, self.seed) = (share, seed)
  }

  /// What became of the labels of a training set.
  package struct Result: Sendable, Equatable {
    /// All labels, the chosen ones replaced.
    package let labels: [Int32]
    /// The places that were chosen, ascending.
    package let chosen: [Int]
  }

  /// Replaces labels.
  package func applied(to labels: [Int32], classCount: Int) -> Result {
    func uniform(_ draw: UInt32) -> [Double] {
      RandomNumbers(
        PhiloxKey(
          seed: seed, step: 0, stream: RandomStreamName.classes.rawValue, draw: draw)
      ).uniform(labels.count)
    }
    let (chances, classes) = (uniform(0), uniform(1))
    let chosen = labels.indices.filter { chances[$0] < share }
    var result = labels
    for place in chosen {
      result[place] = Int32(min(classCount - 1, Int(classes[place] * Double(classCount))))
    }
    return Result(labels: result, chosen: chosen)
  }
}

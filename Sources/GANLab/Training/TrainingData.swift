// Where the real samples of training steps come from.

import Datasets
import Tensors

/// Real samples for training steps.
public enum TrainingData {
  /// Points of a law, drawn by the step itself.
  case points(any PointDistribution)
  /// Images of a set, passed to every step by the host.
  case images(ImageFeed)

  /// The sizes of one sample: `[2]`, or channels, height and width.
  var sampleSizes: [Int] {
    switch self {
    case .points: [2]
    case .images(let feed): [feed.set.channels, feed.set.height, feed.set.width]
    }
  }

  /// The number of classes, where every sample has one.
  package var classCount: Int? {
    guard case .images(let feed) = self, feed.set.labels != nil else { return nil }
    return feed.set.classNames.count
  }
}

/// Rows of samples, with a class for each where the networks are told classes.
package struct Samples {
  /// `[rows, ...]`.
  package let points: Tensor
  /// `int32[rows]`.
  package let classes: Tensor?

  package init(points: Tensor, classes: Tensor?) {
    (self.points, self.classes) = (points, classes)
  }

  /// Some of the rows.
  func rows(_ range: Range<Int>) -> Samples {
    Samples(
      points: points.sliced(along: 0, range), classes: classes?.sliced(along: 0, range))
  }

  /// The same, through which no gradient runs back.
  func stoppingGradient() -> Samples {
    Samples(points: points.stoppingGradient(), classes: classes)
  }
}

/// The real samples of one step, taken one batch after the other.
struct RealSamples {
  private let data: TrainingData
  private let key: RandomKey
  /// What the host passed, if it passes samples.
  private let passed: Samples?
  private var taken = 0

  init(_ data: TrainingData, _ key: RandomKey, passed: Samples?) {
    (self.data, self.key, self.passed) = (data, key, passed)
  }

  /// The next samples.
  mutating func next(_ count: Int) -> Samples {
    withPath("reals") {
      if case .points(let law) = data {
        return Samples(points: law.sample(count, key, from: .data), classes: nil)
      }
      defer { taken += count }
      return passed?.rows(taken..<(taken + count)) ?? Samples(points: Tensor(0), classes: nil)
    }
  }
}

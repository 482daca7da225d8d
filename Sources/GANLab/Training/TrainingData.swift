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
}

/// The real samples of one step, taken one batch after the other.
struct RealSamples {
  private let data: TrainingData
  private let key: RandomKey
  /// What the host passed, if it passes samples.
  private let passed: Tensor?
  private var taken = 0

  init(_ data: TrainingData, _ key: RandomKey, passed: Tensor?) {
    (self.data, self.key, self.passed) = (data, key, passed)
  }

  /// The next samples.
  mutating func next(_ count: Int) -> Tensor {
    withPath("reals") {
      if case .points(let law) = data { return law.sample(count, key, from: .data) }
      defer { taken += count }
      return passed?.sliced(along: 0, taken..<(taken + count)) ?? Tensor(0)
    }
  }
}

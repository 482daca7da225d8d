// Which classes generated samples have where the networks are told classes.

import Mixing
import Tensors

extension GANConfiguration {
  /// Whether a fake has the class of the real sample with which it makes a pair.
  ///
  /// So it is where a real and a fake are mixed, where a penalty is taken on the line between them,
  /// and where a critic compares them: a projection discriminator judges a row as one of a class, and
  /// a mixture or a comparison of two classes would have none.
  var pairsClasses: Bool {
    mixup != .off || objective == .wassersteinGP || objective == .relativistic
  }
}

extension GANTrainer {
  /// The classes of the fakes that stand against reals: theirs where both make pairs, otherwise
  /// uniform draws; nil where networks are told none.
  package func fakeClasses(for reals: Samples, _ key: RandomKey) -> Tensor? {
    guard configuration.isConditional, !configuration.pairsClasses else { return reals.classes }
    return drawnClasses(reals.points.shape[0], key)
  }

  /// Uniform draws among the classes of the data, `int32[count]`; nil where networks are told none.
  func drawnClasses(
    _ count: Int, _ key: RandomKey, from stream: RandomStreamName = .classes
  ) -> Tensor? {
    guard configuration.isConditional, let classCount = data.classCount else { return nil }
    return key.integers(below: classCount, [count], from: stream)
  }

  /// The classes of the rows that mixup makes of reals and fakes.
  ///
  /// A mixture has the class of both its halves; without mixing, all reals come before all fakes.
  func shownClasses(real: Samples, fake: Samples) -> Tensor? {
    guard let realClasses = real.classes, let fakeClasses = fake.classes else { return nil }
    return configuration.mixup == .off ? concatenate([realClasses, fakeClasses]) : realClasses
  }
}

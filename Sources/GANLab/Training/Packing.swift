// Lays points side by side for a discriminator that judges several at once.

import Tensors

extension GANTrainer {
  /// Packs of consecutive points, `[rows / pack, features pack]` of `[rows, features]`; images lie
  /// one behind the other in the channels.
  ///
  /// Points are independent, so neighbours are as good a pack as any.
  package func packed(_ points: Tensor) -> Tensor {
    let pack = configuration.pack
    guard pack > 1, points.rank >= 2 else { return points }
    let sizes = [points.shape[0] / pack, points.shape[1] * pack]
    return points.reshaped(to: Shape(sizes + points.shape.dimensions.dropFirst(2)))
  }

  /// Packs of samples, which have classes only where a pack is one sample.
  func packed(_ samples: Samples) -> Samples {
    Samples(points: packed(samples.points), classes: samples.classes)
  }

  /// The discriminator's answers on packs of consecutive points, without the last points where they
  /// fill no pack.
  /// - Parameter classes: the points' classes, `int32[rows]`, where the networks are told classes.
  package func answers(on points: Tensor, classes: Tensor? = nil) -> Tensor {
    let rest = points.shape[0] % configuration.pack
    let whole = rest == 0 ? points : points.sliced(along: 0, 0..<(points.shape[0] - rest))
    return discriminator(packed(whole), classes: classes, mode: .inference)
  }

  /// The discriminator's answer on a pack of copies of each point: a map of a packed discriminator
  /// over the plane.
  package func answers(onCopiesOf points: Tensor) -> Tensor {
    let copies = [Tensor](repeating: points, count: configuration.pack)
    return discriminator(
      copies.count == 1 ? points : concatenate(copies, along: 1), mode: .inference)
  }
}

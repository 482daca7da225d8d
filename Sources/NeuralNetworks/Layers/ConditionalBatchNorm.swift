// Batch normalisation with a scale and a shift for each class.

import Tensors

/// Batch normalisation of which every class has its own learned factors and summands:
/// `y = (x - mean) / sqrt(variance + epsilon) gamma_c + beta_c` for a row of class c.
///
/// Dumoulin, Shlens, Kudlur, "A learned representation for artistic style" (2017), arXiv 1610.07629,
/// which de Vries et al. 2017 took to batches, and Miyato and Koyama 2018 (arXiv 1802.05637) to
/// generators. Mean and variance are those of all rows together, as in `BatchNorm`, with the same
/// defaults and running statistics. Takes and gives `[rows, features]` or
/// `[batch, features, height, width]`.
public struct ConditionalBatchNorm: NamedLayer {
  /// The dotted name, as in a checkpoint.
  public let name: String
  /// `<name>.gammas.weight` of shape `[classes, features]`, 1 at first.
  public let scales: Embedding
  /// `<name>.betas.weight` of shape `[classes, features]`, 0 at first.
  public let shifts: Embedding
  private let running: BatchStatistics

  /// A layer that treats all classes alike at first.
  /// - Throws: `ShapeError` for less than 1 class or feature, a momentum outside of [0, 1], or an
  ///   epsilon that is not above 0 and finite.
  public init(
    _ name: String, classes: Int, features: Int, momentum: Float = 0.1, epsilon: Float = 1e-5
  ) throws(ShapeError) {
    running = try BatchStatistics(name, features: features, momentum: momentum, epsilon: epsilon)
    self.name = name
    // Nothing is random, so no numbers of the networks' own are used up.
    var unused = RandomSource(seed: 0)
    scales = try Embedding(
      "\(name).gammas", count: classes, features: features, weightInitializer: .constant(1),
      from: &unused)
    shifts = try Embedding(
      "\(name).betas", count: classes, features: features, weightInitializer: .zeros,
      from: &unused)
  }

  /// Scales, then shifts.
  public var parameters: [Variable] { scales.parameters + shifts.parameters }

  /// Running mean, then running variance.
  public var statistics: [Variable] { [running.mean, running.variance] }

  /// A recorded error: neither mode nor classes can be guessed.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    withPath(path) { BatchStatistics.refuseMissingMode(x) }
  }

  /// A recorded error: classes cannot be guessed.
  public func callAsFunction(_ x: Tensor, mode: LayerMode) -> Tensor {
    self(x, classes: nil, mode: mode)
  }

  /// The layer applied to rows of known classes, `int32[rows]`; any other shape, training on fewer
  /// than 2 rows, and no classes are recorded errors.
  public func callAsFunction(_ x: Tensor, classes: Tensor?, mode: LayerMode) -> Tensor {
    withPath(path) {
      guard let classes = classes?.expected(asClassesOf: x) else {
        return x.refusedWithoutClasses()
      }
      guard let (deviation, variance) = running.moments(of: x, mode: mode) else { return x }
      let standard = deviation * rsqrt(variance + running.epsilon).spread(over: x)
      let ofRows = [x.shape[0], x.shape[1]] + (x.rank == 4 ? [1, 1] : [])
      return standard * scales(classes).reshaped(to: Shape(ofRows))
        + shifts(classes).reshaped(to: Shape(ofRows))
    }
  }

  private var path: String { "\(lastNamePart) ConditionalBatchNorm" }
}

extension Tensor {
  /// Itself, or nil where it is not one integer for each row of `x`.
  func expected(asClassesOf x: Tensor) -> Tensor? {
    dtype == .int32 && rank == 1 && x.rank >= 1 && shape[0] == x.shape[0] ? self : nil
  }

  /// Records that a layer needs the class of each of these rows.
  func refusedWithoutClasses() -> Tensor {
    let rows = shape.dimensions.first ?? 0
    return trace.fail(
      operation: "classes", problem: "\(type) came without a class for each row",
      remedy: "call the network with classes: int32[\(rows)]")
  }
}

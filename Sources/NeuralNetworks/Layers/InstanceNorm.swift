// Instance normalisation: every channel of every image for itself.

import Tensors

/// Every channel of every image moved and stretched to mean 0 and variance 1 over its pixels:
/// `y = (x - mean) / sqrt(variance + epsilon)`, scaled and shifted where that is asked for.
///
/// Ulyanov, Vedaldi, Lempitsky, "Instance normalization: the missing ingredient for fast
/// stylization" (2016), arXiv 1607.08022, with the names and defaults of PyTorch's
/// `InstanceNorm2d`. Takes and gives `[batch, channels, height, width]`. No image knows of another,
/// so it is the same in training and in inference.
public struct InstanceNorm: NamedLayer {
  /// The dotted name, as in a checkpoint.
  public let name: String
  /// The number of channels.
  public let channels: Int
  /// What is added to a variance, under the root.
  public let epsilon: Float
  private let affine: Affine?

  /// A layer that normalises, and at first does nothing else.
  /// - Parameter isAffine: Whether numbers of shape `[channels]` are learned: `<name>.weight`, 1 at
  ///   first, and `<name>.bias`, 0 at first.
  /// - Throws: `ShapeError` for less than 1 channel, or an epsilon that is not above 0 and finite.
  public init(
    _ name: String, channels: Int, epsilon: Float = 1e-5, isAffine: Bool = false
  ) throws(ShapeError) {
    guard (1...Int(Int32.max)).contains(channels) else {
      throw ShapeError(
        operation: "instance norm", problem: "\(channels) channels came",
        remedy: "use at least 1 and at most 2,147,483,647", path: name)
    }
    try expectEpsilon(epsilon, "instance norm", name)
    (self.name, self.channels, self.epsilon) = (name, channels, epsilon)
    affine = isAffine ? Affine(name, shape: [channels]) : nil
  }

  /// Weight, then bias; none without them.
  public var parameters: [Variable] { affine?.parameters ?? [] }

  /// The layer applied to `[batch, channels, height, width]`; any other shape is a recorded error,
  /// and so are images of one pixel, of which nothing would be left.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    withPath("\(lastNamePart) InstanceNorm") {
      guard x.dtype == .float32, x.rank == 4, x.shape[1] == channels else {
        return x.trace.fail(
          operation: "instance norm",
          problem: "\(x.type) came, but \(name) takes \(channels) channels",
          remedy: "pass float32[batch, \(channels), height, width]")
      }
      guard x.shape[2] * x.shape[3] != 1 else {
        return x.trace.fail(
          operation: "instance norm", problem: "images of one pixel came, which is their own mean",
          remedy: "use it where images have at least 2 pixels, or another normalisation")
      }
      let y = x.standardized(along: [2, 3], epsilon: epsilon)
      return affine.map { $0.appliedToChannels(y) } ?? y
    }
  }
}

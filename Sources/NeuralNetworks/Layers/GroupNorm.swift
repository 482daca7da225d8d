// Group normalisation: the channels of every image in equal parts.

import Tensors

/// Every group of channels of every image moved and stretched to mean 0 and variance 1, then each
/// channel scaled and shifted: `y = (x - mean) / sqrt(variance + epsilon) weight + bias`.
///
/// Wu, He, "Group normalization" (2018), arXiv 1803.08494, with the names and defaults of PyTorch's
/// `GroupNorm`. Takes and gives `[rows, channels]` or `[batch, channels, height, width]`; mean and
/// variance are those of all numbers of the neighbouring channels of a group. No row knows of
/// another, so it is the same in training and in inference.
public struct GroupNorm: NamedLayer {
  /// The dotted name, as in a checkpoint.
  public let name: String
  /// The equal parts of the channels.
  public let groups: Int
  /// The number of channels.
  public let channels: Int
  /// What is added to a variance, under the root.
  public let epsilon: Float
  private let affine: Affine?

  /// A layer that changes nothing but what its input's statistics are.
  /// - Parameter isAffine: Whether numbers of shape `[channels]` are learned: `<name>.weight`, 1 at
  ///   first, and `<name>.bias`, 0 at first.
  /// - Throws: `ShapeError` for groups that do not divide the channels, or an epsilon that is not
  ///   above 0 and finite.
  public init(
    _ name: String, groups: Int, channels: Int, epsilon: Float = 1e-5, isAffine: Bool = true
  ) throws(ShapeError) {
    guard groups >= 1, (1...Int(Int32.max)).contains(channels), channels % groups == 0 else {
      throw ShapeError(
        operation: "group norm", problem: "\(groups) groups of \(channels) channels came",
        remedy: "use at least 1 of each, and groups that divide the channels", path: name)
    }
    try expectEpsilon(epsilon, "group norm", name)
    (self.name, self.groups, self.channels, self.epsilon) = (name, groups, channels, epsilon)
    affine = isAffine ? Affine(name, shape: [channels]) : nil
  }

  /// Weight, then bias.
  public var parameters: [Variable] { affine?.parameters ?? [] }

  /// The layer applied to `[rows, channels]` or `[batch, channels, height, width]`; any other shape
  /// is a recorded error.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    withPath("\(lastNamePart) GroupNorm") {
      guard x.dtype == .float32, x.rank == 2 || x.rank == 4, x.shape[1] == channels else {
        return x.trace.fail(
          operation: "group norm",
          problem: "\(x.type) came, but \(name) takes \(channels) channels",
          remedy: "pass float32[rows, \(channels)] or float32[batch, \(channels), height, width]")
      }
      let size = x.shape.dimensions.dropFirst().reduce(1, *) / groups
      let y = x.reshaped(to: [x.shape[0], groups, size]).standardized(along: [2], epsilon: epsilon)
        .reshaped(to: x.shape)
      return affine.map { $0.appliedToChannels(y) } ?? y
    }
  }
}

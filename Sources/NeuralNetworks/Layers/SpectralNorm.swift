// Spectral normalisation: a layer whose weight is divided by its greatest singular value.

import Tensors

/// A layer with one weight that another variable can take the place of.
public protocol WeightedLayer: Layer {
  /// The dotted name, as in a checkpoint.
  var name: String { get }
  /// The weight, of shape `[outputs, ...]`.
  var weight: Variable { get }
  /// The same layer with another variable of the same shape as its weight.
  func withWeight(_ weight: Variable) -> Self
}

/// A layer with `W / sigma(W)` in the place of its weight W, sigma being the greatest singular value
/// of W as a matrix of outputs x all other axes.
///
/// Miyato, Kataoka, Koyama, Yoshida, "Spectral normalization for generative adversarial networks"
/// (2018), arXiv 1802.05957, with the names of PyTorch's `spectral_norm`. Sigma is estimated as
/// `u' W v`. A call that updates statistics first makes one step of the power iteration,
/// `v <- W' u / |W' u|`, `u <- W v / |W v|`; all others leave u and v as they are. Gradients run
/// through W, to which u and v are constants. Statistics, though, are no batch's: what becomes of a
/// row depends on no other.
public struct SpectralNorm: NamedLayer {
  /// The layer, whose weight is called `<name>.weight_orig`.
  private let layer: any WeightedLayer & NamedLayer
  /// `<name>.weight_u` of shape `[outputs]`, and `<name>.weight_v` with an element for each element
  /// of an output's weights.
  public let leftVector: Variable, rightVector: Variable

  /// Steps of the power iteration that a new layer begins with, as many as PyTorch makes.
  private static let firstSteps = 15
  /// What no length and no estimate is taken to be below, so that a weight of zeros stays one.
  private static let smallest: Float = 1e-12

  /// - Throws: `ShapeError` for a layer whose weight has less than 2 axes.
  public init(_ layer: Linear, from random: inout RandomSource) throws(ShapeError) {
    try self.init(any: layer, &random)
  }

  /// - Throws: `ShapeError` for a layer whose weight has less than 2 axes.
  public init(_ layer: Convolution2D, from random: inout RandomSource) throws(ShapeError) {
    try self.init(any: layer, &random)
  }

  /// - Throws: `ShapeError` for a layer whose weight has less than 2 axes.
  public init(_ layer: Embedding, from random: inout RandomSource) throws(ShapeError) {
    try self.init(any: layer, &random)
  }

  private init(
    any layer: some WeightedLayer & NamedLayer, _ random: inout RandomSource
  ) throws(ShapeError) {
    let value = layer.weight.hostValue
    self.layer = layer.withWeight(Variable("\(layer.name).weight_orig", value))
    let outputs = layer.weight.shape[0]
    let first = try Initializer.normal(standardDeviation: 1).values([outputs], from: &random)
    let vectors = singularVectors(of: value.floats, from: first.floats, steps: Self.firstSteps)
    leftVector = Variable("\(layer.name).weight_u", HostTensor(vectors.left))
    rightVector = Variable("\(layer.name).weight_v", HostTensor(vectors.right))
  }

  /// The dotted name, as in a checkpoint.
  public var name: String { layer.name }

  /// The layer's parameters, the weight before it is divided among them.
  public var parameters: [Variable] { layer.parameters }

  /// u, then v.
  public var statistics: [Variable] { layer.statistics + [leftVector, rightVector] }

  /// Whether this is so of the layer: u and v depend on its weight alone.
  public var dependsOnBatch: Bool { layer.dependsOnBatch }

  /// A recorded error: whether the network trains cannot be guessed.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    withPath(path) {
      x.trace.fail(
        operation: "spectral norm", problem: "the network was called without a mode",
        remedy: "call it with mode: .training(updatesStatistics:) or mode: .inference")
    }
  }

  /// The layer applied with its weight divided.
  public func callAsFunction(_ x: Tensor, mode: LayerMode) -> Tensor {
    withValues([(layer.weight, withPath(path) { dividedWeight(mode) })]) { layer(x, mode: mode) }
  }

  private var path: String { "\(lastNamePart) \(type(of: layer))/spectralNorm" }

  private func dividedWeight(_ mode: LayerMode) -> Tensor {
    let weight = layer.weight.value
    let (rows, columns) = (leftVector.shape[0], rightVector.shape[0])
    // Sums of products rather than matrix products, which a lower precision would round.
    let matrix = weight.reshaped(to: [rows, columns])
    var (left, right) = (leftVector.value, rightVector.value)
    if mode == .training(updatesStatistics: true) {
      let constant = matrix.stoppingGradient()
      right = unit((constant * left.reshaped(to: [rows, 1])).sum(along: [0]))
      left = unit((constant * right).sum(along: [1]))
      leftVector.assign(left)
      rightVector.assign(right)
    }
    let sigma = ((matrix * right).sum(along: [1]) * left).sum()
    return weight / maximum(sigma, Tensor(Self.smallest))
  }

  private func unit(_ vector: Tensor) -> Tensor {
    vector / maximum(sqrt((vector * vector).sum()), Tensor(Self.smallest))
  }
}

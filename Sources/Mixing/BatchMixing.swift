// How a batch of labelled samples is mixed: the method, the partners, the weights and the targets.

import Tensors

/// How a batch of labelled samples is mixed.
///
/// The training step of the paper's Figure 1a, with the batch mixed with itself in random order:
///
///     let mixing = BatchMixing(.mixup(alpha: 1))
///     let step = compile { (images: Tensor, labels: Tensor, key: Tensor) in
///       let draw = mixing.draw(labels: labels, classCount: 10, key: RandomKey(key))
///       let logits = network(draw.inputs(images), mode: .training(updatesStatistics: true))
///       let loss = softmaxCrossEntropy(logits: logits, labels: draw.targets)
///       optimizer.step(
///         gradients(of: loss, withRespectTo: network.parameters), learningRate: rate)
///       return loss
///     }
///
/// All of it belongs to the compiled step, and all that is random comes from the key, so that a run
/// is the same after a resume and on any number of threads. Batches may have any number of rows.
///
/// Zhang, Cisse, Dauphin, Lopez-Paz, "mixup: Beyond Empirical Risk Minimization" (2018), 2 and 3.8.
public struct BatchMixing: Sendable, Equatable {
  /// What becomes of a sample and its partner.
  public enum Method: Sendable, Equatable {
    /// Samples stay as they are: empirical risk minimisation.
    case off
    /// `lambda x + (1 - lambda) partner` with lambda from Beta(alpha, alpha); alpha 0 is `off`.
    case mixup(alpha: Float)
    /// A box of the partner in the place of the image's own, lambda being the area that is left.
    ///
    /// The box is drawn for a share `1 - lambda` of the area, lambda from Beta(alpha, alpha), around
    /// a centre that is uniform over the image, and clipped at the borders; `MixDraw.weights` hold
    /// what was left after that. Alpha 0 is `off`. Yun et al., "CutMix" (2019).
    case cutMix(alpha: Float)
    /// CutMix for a share of the batches and mixup for the others, as timm's `switch_prob`; a kind
    /// whose alpha is 0 leaves its batches as they are.
    case mixupOrCutMix(mixupAlpha: Float, cutMixAlpha: Float, cutMixShare: Float)
    /// A sample with `ways - 1` partners, the weights from Dirichlet(alpha, ..., alpha).
    ///
    /// Two ways are mixup, draw for draw. One way, or alpha 0, is `off`.
    case simplex(ways: Int, alpha: Float)
  }

  /// Whom a sample is mixed with.
  public enum Partners: String, Sendable, CaseIterable {
    /// The batch in random order; a sample may meet itself. The paper's choice ("AC + RP").
    case permutation
    /// The mirror image in the batch, as timm has it; only for two ways.
    case reversed
    /// The previous sample of the batch, and those before it for more ways, as torchvision has it.
    case shifted
    /// The batch in an order that is random within each class ("SC + RP").
    case sameClass
    /// The rows of a second batch that the caller passes: of a second loader as in Figure 1a, or
    /// nearest neighbours ("KNN"); only for two ways.
    case given
  }

  /// What a mixture is called.
  public enum Targets: String, Sendable, CaseIterable {
    /// The mixture of the labels.
    case mixed
    /// The label of the sample with the largest weight, the first of equal ones: the paper's "mix
    /// inputs only".
    case nearer
  }

  /// What becomes of a sample and its partner.
  public var method: Method
  /// Which rows share a draw of lambda, of a box and of whether they are mixed at all.
  public var granularity: LambdaGranularity
  /// Whom a sample is mixed with.
  public var partners: Partners
  /// What a mixture is called.
  public var targets: Targets
  /// Label smoothing: `smoothing / K` for each of the K - 1 wrong classes and the rest for the right
  /// one, before labels are mixed.
  public var smoothing: Float
  /// The standard deviation of Gaussian noise on the inputs; labels are kept.
  public var noise: Float
  /// The chance that a batch, a pair or a row, as the granularity says, is mixed at all.
  public var probability: Float

  /// A way of mixing; by default one weight for a batch and its partners in random order.
  public init(
    _ method: Method = .off, granularity: LambdaGranularity = .batch,
    partners: Partners = .permutation, targets: Targets = .mixed, smoothing: Float = 0,
    noise: Float = 0, probability: Float = 1
  ) {
    self.method = method
    self.granularity = granularity
    self.partners = partners
    self.targets = targets
    self.smoothing = smoothing
    self.noise = noise
    self.probability = probability
  }

  /// Samples and labels as they are: empirical risk minimisation.
  public static let off = BatchMixing()
}

/// Mixes a batch with itself in random order: `lambda x_i + (1 - lambda) x_j` and the labels alike,
/// with one lambda from Beta(alpha, alpha) for the batch.
///
/// What `BatchMixing(.mixup(alpha:))` does, for those who need no more.
/// - Parameters:
///   - inputs: `[rows, ...]`.
///   - labels: Distributions or one-hot labels, `[rows, classes]`, or any targets of that shape.
public func mixup(
  _ inputs: Tensor, _ labels: Tensor, alpha: Float, key: RandomKey
) -> (inputs: Tensor, targets: Tensor) {
  let draw = BatchMixing(.mixup(alpha: alpha)).draw(targets: labels, key: key)
  return (draw.mixed(inputs), draw.targets)
}

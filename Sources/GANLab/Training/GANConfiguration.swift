// How a GAN is trained, apart from its networks and its data.

import Mixing

/// The numbers of a training procedure.
///
/// The defaults are those of Zhang et al. 2018, section 3.7.
public struct GANConfiguration: Sendable {
  /// Points of each kind in a discriminator batch, and points in a generator batch.
  public var batch = 128
  /// Discriminator updates before each generator update.
  public var discriminatorSteps = 5
  /// Whether the generator is judged by the fakes that the discriminator's last update was shown,
  /// as in most code for images, instead of by others: a pass through the generator less.
  public var reusesFakes = false
  /// The size of the generator's input.
  public var latentSize = 2
  /// What the discriminator is shown.
  public var mixup = DiscriminatorMixup.paper(alpha: 0.2, .sample)
  /// What the networks minimise.
  public var objective = GANObjective.saturating
  /// The weight of the penalty on the critic's slope under the objective `wassersteinGP`.
  ///
  /// Gulrajani et al. 2017 take 10 for images, and 0.1 in their code for points in the plane.
  public var gradientPenalty: Float = 0.1
  /// Gamma of R1: `gamma / 2` times the discriminator's mean squared slope at real points is added
  /// to its loss as it is published; 0 for none.
  ///
  /// Mescheder, Geiger, Nowozin, "Which training methods for GANs do actually converge?" (2018),
  /// arXiv 1801.04406. It holds in every update: Huang et al. 2025 (arXiv 2501.05441) saw lazy
  /// penalties, every few updates only, fail to converge on points in the plane. With mixup the
  /// slope is taken at the real points themselves, not at mixtures.
  public var r1: Float = 0
  /// Gamma of R2: the same at generated points, which are held fixed; 0 for none.
  public var r2: Float = 0
  /// The points that the discriminator judges together, all real or all fake, as in Lin et al.,
  /// "PacGAN: the power of two samples in generative adversarial networks" (2018), arXiv 1712.04086.
  ///
  /// It must divide `batch`, and the discriminator must take so many points side by side.
  public var pack = 1
  /// Whether both networks are told the class of every sample.
  ///
  /// Reals come with their labels. Fakes have classes drawn uniformly, or those of the reals that
  /// they are mixed or compared with.
  public var isConditional = false
  /// The step size of the generator's Adam.
  public var generatorLearningRate: Float = 1e-3
  /// The step size of the discriminator's Adam.
  public var discriminatorLearningRate: Float = 1e-3
  /// Adam's decay of the mean gradient.
  public var adamBeta1: Float = 0.9
  /// Adam's decay of the mean squared gradient.
  public var adamBeta2: Float = 0.999
  /// The decay of the averaged generator, from 0 (the raw one) to below 1; less in the first steps,
  /// as `ExponentialMovingAverage` says.
  public var averagingDecay: Float = 0.999
  /// What all random numbers are derived from.
  public var seed: UInt64 = 0

  /// The paper's procedure.
  public init() {}
}

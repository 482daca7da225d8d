// A GAN in memory: two networks, their optimizers, and the compiled step that trains both.

import Datasets
import GraphCompiler
import Mixing
import NeuralNetworks
import Tensors

/// What one training step reports: means over the discriminator's updates of the step.
public struct StepReport: Sendable {
  /// The discriminator's loss.
  public let discriminatorLoss: Float
  /// The generator's loss.
  public let generatorLoss: Float
  /// The Euclidean norm of the discriminator's gradient over all its parameters.
  public let discriminatorGradientNorm: Float
  /// The Euclidean norm of the generator's gradient over all its parameters.
  public let generatorGradientNorm: Float

  /// Whether all four are finite.
  public var isFinite: Bool {
    discriminatorLoss.isFinite && generatorLoss.isFinite && discriminatorGradientNorm.isFinite
      && generatorGradientNorm.isFinite
  }
}

/// Trains a generator against a discriminator, with the discriminator shown mixtures or not.
///
/// One step is several discriminator updates and one generator update, compiled into one program.
/// Its random numbers depend on the seed and the step's number alone, so training can go on from
/// any step whose variables are restored.
public final class GANTrainer {
  /// Maps latent points to data points.
  public let generator: any Layer
  /// Maps data points, or packs of them, to logits of "real", or to scores where it is a critic.
  public let discriminator: any Layer
  /// Where real samples come from.
  public let data: TrainingData
  /// The procedure.
  public let configuration: GANConfiguration
  /// The averaged generator.
  ///
  /// Weights are averaged, statistics are not: `averagedStatistics` makes new ones wherever samples
  /// are drawn.
  public let average: ExponentialMovingAverage
  /// How many steps have been made.
  public package(set) var stepsDone = 0

  let generatorOptimizer: Optimizer
  let discriminatorOptimizer: Optimizer
  let compileOptions: CompileOptions
  private lazy var compiledStep = makeStep()
  /// Room for the images of one step and their classes, made at the first one.
  private var passedSamples: [Float] = []
  private var passedClasses: [Int32] = []

  /// A trainer before its first step.
  /// - Throws: if the networks have no parameters or two of the same name, if the procedure
  ///   contradicts itself or asks for a batch that is too small for the networks, or if a penalty on
  ///   slopes meets a discriminator with batch statistics.
  public convenience init(
    generator: any Layer, discriminator: any Layer, data: any PointDistribution,
    configuration: GANConfiguration = GANConfiguration(),
    compileOptions: CompileOptions = CompileOptions()
  ) throws {
    try self.init(
      generator: generator, discriminator: discriminator, data: .points(data),
      configuration: configuration, compileOptions: compileOptions)
  }

  /// A trainer on points or images before its first step.
  /// - Throws: as the other initializer does.
  public init(
    generator: any Layer, discriminator: any Layer, data: TrainingData,
    configuration: GANConfiguration = GANConfiguration(),
    compileOptions: CompileOptions = CompileOptions()
  ) throws {
    try configuration.check()
    try configuration.check(data)
    try configuration.check(generator: generator, discriminator: discriminator)
    self.generator = generator
    self.discriminator = discriminator
    self.data = data
    self.configuration = configuration
    self.compileOptions = compileOptions
    let rule = Adam(beta1: configuration.adamBeta1, beta2: configuration.adamBeta2)
    generatorOptimizer = try Optimizer(
      rule, parameters: generator.parameters, name: "generator_optimizer")
    discriminatorOptimizer = try Optimizer(
      rule, parameters: discriminator.parameters, name: "discriminator_optimizer")
    average = ExponentialMovingAverage(
      of: generator.parameters, decay: configuration.averagingDecay, name: "generator_average")
  }

  /// Everything that training changes, in the order in which checkpoints keep it.
  public var variables: [Variable] {
    generator.parameters + generator.statistics + discriminator.parameters
      + discriminator.statistics + average.variables
      + generatorOptimizer.variables + discriminatorOptimizer.variables
  }

  /// Makes one step; after the first one without any allocation but those that oneDNN makes.
  /// - Throws: `ShapeError` at the first step if the networks do not fit together.
  public func step() throws -> StepReport {
    let program = try program()
    try setInputs(of: program, step: stepsDone + 1)
    try program.run()
    stepsDone += 1
    return StepReport(
      discriminatorLoss: program.scalar(ofOutput: 0), generatorLoss: program.scalar(ofOutput: 1),
      discriminatorGradientNorm: program.scalar(ofOutput: 2),
      generatorGradientNorm: program.scalar(ofOutput: 3))
  }

  /// The compiled step, for listings and replays.
  package func stepFunction() -> CompiledFunction { compiledStep }

  /// The program of a step.
  package func program() throws -> Executable {
    try compiledStep.executable(for: stepSignature)
  }

  /// Sets what the step of a given number needs.
  package func setInputs(of program: Executable, step number: Int) throws {
    let key = RandomKey.words(seed: configuration.seed, step: number)
    try withUnsafeBytes(of: key) { try program.setInput(0, to: $0) }
    let rates = (configuration.discriminatorLearningRate, configuration.generatorLearningRate)
    try withUnsafeBytes(of: rates) { try program.setInput(1, to: $0) }
    guard case .images(let feed) = data else { return }
    if passedSamples.isEmpty {
      passedSamples = [Float](repeating: 0, count: stepSignature[2].shape.elementCount)
    }
    try passedSamples.withUnsafeMutableBufferPointer { samples in
      try feed.write(step: number, count: samplesPerStep, to: samples)
      try program.setInput(2, to: UnsafeRawBufferPointer(samples))
    }
    guard configuration.isConditional else { return }
    if passedClasses.isEmpty { passedClasses = [Int32](repeating: 0, count: samplesPerStep) }
    try passedClasses.withUnsafeMutableBufferPointer { classes in
      try feed.writeLabels(step: number, count: samplesPerStep, to: classes)
      try program.setInput(3, to: UnsafeRawBufferPointer(classes))
    }
  }

  /// The types of the compiled step's inputs: key, learning rates, images where it takes some, and
  /// their classes where the networks are told them.
  package private(set) lazy var stepSignature: [TensorType] = {
    let own = [RandomKey.type, TensorType([2])]
    guard case .images = data else { return own }
    return own + [TensorType(Shape([samplesPerStep] + data.sampleSizes))]
      + (configuration.isConditional ? [TensorType([samplesPerStep], .int32)] : [])
  }()

  /// The real samples that a step takes.
  package var samplesPerStep: Int {
    let each = configuration.mixup.pointsOfEachKind(configuration.batch)
    return each * configuration.discriminatorSteps
      + (configuration.objective.generatorNeedsReals ? configuration.batch : 0)
  }

  /// The inputs of the step of a given number.
  package func stepInputs(_ number: Int) throws -> [HostTensor] {
    let own = [
      RandomKey.host(seed: configuration.seed, step: number),
      HostTensor([
        configuration.discriminatorLearningRate, configuration.generatorLearningRate,
      ]),
    ]
    guard case .images(let feed) = data else { return own }
    var samples = [Float](repeating: 0, count: stepSignature[2].shape.elementCount)
    try samples.withUnsafeMutableBufferPointer {
      try feed.write(step: number, count: samplesPerStep, to: $0)
    }
    let images = own + [try HostTensor(samples, shape: stepSignature[2].shape)]
    guard configuration.isConditional else { return images }
    var classes = [Int32](repeating: 0, count: samplesPerStep)
    try classes.withUnsafeMutableBufferPointer {
      try feed.writeLabels(step: number, count: samplesPerStep, to: $0)
    }
    return images + [HostTensor(classes)]
  }

  private func makeStep() -> CompiledFunction {
    // The trainer owns the function, so the function must not own the trainer.
    CompiledFunction(options: compileOptions) { [unowned self] inputs in
      let passed = Samples(
        points: inputs[min(2, inputs.count - 1)], classes: inputs.count > 3 ? inputs[3] : nil)
      let key = RandomKey(inputs[0])
      return withRandomKey(key) {
        tracedStep(
          key: key, learningRates: inputs[1], passed: inputs.count > 2 ? passed : nil)
      }
    }
  }
}

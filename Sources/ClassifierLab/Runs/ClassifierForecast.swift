// What a run would be and cost, found out without starting it.

import Foundation
import GraphCompiler
import Runs
import Tensors
import Training

/// Layers and parameters of a run, and its cost from a few steps that are thrown away.
public struct ClassifierForecast {
  /// The network's layers.
  public let layers: LayerTable
  /// What the user should know about the data and the settings.
  public let remarks: [String]
  private let settings: ClassifierSettings
  private let data: ClassifierData
  private let trainer: ClassifierTrainer

  private static let timedSteps = 3
  /// More than all pictures of a run take.
  private static let pictureBytes = 3_000_000

  /// Builds the network of the run that a recipe describes; nothing is written.
  public init(_ recipe: Recipe) throws {
    let recipe = try ClassifierRecipe.resolved(recipe)
    settings = try ClassifierSettings(recipe)
    KernelLibrary.threadCount = settings.threadCount
    data = try ClassifierData(recipe)
    trainer = try ClassifierTrainer(settings, data)
    remarks = data.remarks + settings.remarks(on: trainer)
    layers = try LayerTable(
      trainer.network, [TensorType(Shape([2] + data.training.sizes))]
    ) { [network = trainer.network] in network($0[0], mode: .inference) }
  }

  /// Times a few scratch steps and a measurement, fewer where a step takes seconds.
  ///
  /// - Throws: What a step or a measurement throws.
  public func cost() throws -> Cost {
    // The first step compiles, and may be all that the run has.
    let first = try secondsTaken { _ = try trainer.step() }
    let steps = min(Self.timedSteps, trainer.steps - 1)
    let step = steps > 0 ? try medianSeconds(of: steps) { _ = try trainer.step() } : first
    let few = try data.test.selecting(Array(0..<min(250, data.test.count)))
    let judge = ClassifierJudge(
      trainer.network, data.normalization, classCount: data.classCount)
    let measured = try medianSeconds(of: 2) { _ = try judge.outputs(of: few) }
    let count = data.test.count + (data.validation?.count ?? 0)
    let measuring = measured * Double(count) / Double(few.count)
    let epoch = step * Double(trainer.stepsPerEpoch) + measuring
    let checkpoint = trainer.variables.reduce(0) { $0 + $1.shape.elementCount * 4 }
    return Cost(
      secondsPerStep: step, secondsPerEpoch: epoch, seconds: epoch * Double(settings.epochs),
      stepBytes: trainer.compiled.plannedBytes,
      // While a checkpoint is written, the last two, the best and one of an interruption lie
      // beside it.
      diskBytes: 5 * (checkpoint + 65_536) + Self.pictureBytes + settings.epochs * 2048)
  }

  /// What a run takes.
  public struct Cost: Sendable {
    /// The time of one training step.
    public let secondsPerStep: Double
    /// The time of an epoch, measurement included.
    public let secondsPerEpoch: Double
    /// The time of the whole run.
    public let seconds: Double
    /// What a step works in beside the variables.
    public let stepBytes: Int
    /// The largest size that the run's folder will have.
    public let diskBytes: Int
  }
}

extension ClassifierRun {
  /// The kernels and the memory plan of a recipe's training step.
  public static func planListing(_ recipe: Recipe) throws -> String {
    let recipe = try ClassifierRecipe.resolved(recipe)
    let settings = try ClassifierSettings(recipe)
    KernelLibrary.threadCount = settings.threadCount
    let trainer = try ClassifierTrainer(settings, try ClassifierData(recipe))
    return try trainer.compiled.program(
      batch: min(settings.batch, trainer.data.training.count),
      mixing: settings.mixes ? settings.mixLayers[0] : nil,
      withPartners: settings.mixes && settings.partners.isGiven
    ).plan.listing
  }
}

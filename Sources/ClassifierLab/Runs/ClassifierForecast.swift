// What a run would be and cost, found out without starting it.

import Foundation
import GraphCompiler
import Runs
import Tensors
import Training

/// Layers, parameters, time, memory and disk of a run, from a few steps that are thrown away.
public struct ClassifierForecast: Sendable {
  /// The network's layers.
  public let layers: LayerTable
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
  /// What the user should know about the data and the settings.
  public let remarks: [String]

  private static let timedSteps = 3
  /// More than all pictures of a run take.
  private static let pictureBytes = 3_000_000

  /// Times a few scratch steps of the run that a recipe describes; nothing is written.
  public init(_ recipe: Recipe) throws {
    let recipe = try ClassifierRecipe.resolved(recipe)
    let settings = try ClassifierSettings(recipe)
    KernelLibrary.threadCount = settings.threadCount
    let data = try ClassifierData(recipe)
    let trainer = try ClassifierTrainer(settings, data)
    remarks = data.remarks + settings.remarks(on: trainer)
    layers = try LayerTable(
      trainer.network, [TensorType(Shape([2] + data.training.sizes))]
    ) { [network = trainer.network] in network($0[0], mode: .inference) }
    let steps = min(Self.timedSteps + 1, trainer.steps)
    var times: [Double] = []
    for _ in 0..<steps {
      let start = ContinuousClock.now
      _ = try trainer.step()
      times.append((ContinuousClock.now - start) / .seconds(1))
    }
    // The first step compiles.
    secondsPerStep = (times.count > 1 ? Array(times.dropFirst()) : times).median
    let few = try data.test.selecting(Array(0..<min(250, data.test.count)))
    let judge = ClassifierJudge(
      trainer.network, data.normalization, classCount: data.classCount)
    _ = try judge.outputs(of: few)
    let start = ContinuousClock.now
    _ = try judge.outputs(of: few)
    let measuring =
      (ContinuousClock.now - start) / .seconds(1) / Double(few.count)
      * Double(data.test.count + (data.validation?.count ?? 0))
    secondsPerEpoch = secondsPerStep * Double(trainer.stepsPerEpoch) + measuring
    seconds = secondsPerEpoch * Double(settings.epochs)
    stepBytes = trainer.compiled.plannedBytes
    let checkpoint = trainer.variables.reduce(0) { $0 + $1.shape.elementCount * 4 }
    // While a checkpoint is written, the last two, the best and one of an interruption lie beside it.
    diskBytes = 5 * (checkpoint + 65_536) + Self.pictureBytes + settings.epochs * 2048
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

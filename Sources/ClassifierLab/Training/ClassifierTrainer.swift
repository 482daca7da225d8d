// A classifier in memory: its network, its optimizer, and the compiled steps that train it.

import Datasets
import GraphCompiler
import Mixing
import NeuralNetworks
import Tensors

/// What one training step reports.
package struct ClassifierStepReport {
  /// The mean loss of the batch, mixed as it was.
  package let loss: Float
  /// The share of hits, each label of a mixture counting by its weight.
  package let weightedAccuracy: Float
  /// The Euclidean norm of the gradient over all parameters.
  package let gradientNorm: Float

  package var isFinite: Bool { loss.isFinite && gradientNorm.isFinite }
}

/// Trains a network on labelled samples, mixed or not.
///
/// Every step's samples and random numbers depend on the seed and on the step's number alone, so that
/// training can go on from any step whose variables are restored.
package final class ClassifierTrainer {
  package let network: any StagedNetwork
  package let data: ClassifierData
  package let settings: ClassifierSettings
  package let optimizer: Optimizer
  package let schedule: Schedule
  /// How many steps have been made.
  package var stepsDone = 0

  private let programs: StepPrograms
  private var order: SampleOrder
  private var partners: PartnerFeed?
  private var samples: [Float] = []
  private var labels: [Int32] = []

  /// A trainer before its first step.
  /// - Throws: `ShapeError` for samples that the network does not take, `RecipeError` for layers that
  ///   it does not have.
  package init(_ settings: ClassifierSettings, _ data: ClassifierData) throws {
    self.settings = settings
    self.data = data
    network = try settings.form.network(
      sizes: data.training.sizes, classes: data.classCount, seed: settings.seed)
    try settings.checkLayers(of: network)
    optimizer = try settings.optimizer.optimizer(of: network)
    order = SampleOrder(count: data.training.count, batch: settings.batch, seed: settings.seed)
    schedule = settings.optimizer.schedule(
      epochs: settings.epochs, stepsPerEpoch: order.stepsPerEpoch)
    partners = try PartnerFeed(settings, data)
    programs = StepPrograms(
      network, optimizer, settings, classCount: data.classCount, sizes: data.training.sizes,
      normalization: data.normalization)
  }

  /// The steps of an epoch, the last of which may be of a smaller batch.
  package var stepsPerEpoch: Int { order.stepsPerEpoch }

  /// All steps of the training.
  package var steps: Int { settings.epochs * stepsPerEpoch }

  /// Everything that training changes, in the order in which checkpoints keep it.
  package var variables: [Variable] {
    network.parameters + network.statistics + optimizer.variables
  }

  /// The programs of the steps, for listings and counts.
  package var compiled: StepPrograms { programs }

  /// The neighbours of each sample that partners are drawn from; nil where they are others.
  var neighboursFound: Int? { partners?.neighbours }

  /// Compiles the step of a whole batch, so that what does not fit is found before training.
  /// - Throws: `ShapeError` if the samples do not fit the network.
  func compileFirstStep() throws {
    let isMixed = settings.mixes && settings.mixingSchedule.isOn(epoch: 1, of: settings.epochs)
    try programs.compile(
      batch: min(settings.batch, data.training.count), mixing: isMixed ? mixLayer(ofStep: 0) : nil,
      withPartners: isMixed && settings.partners.isGiven)
  }

  /// Makes one step.
  /// - Throws: `ShapeError` at the first step if the samples do not fit the network.
  package func step() throws -> ClassifierStepReport {
    let (inputs, layer) = try inputs(ofStep: stepsDone)
    let report = try programs.run(inputs, mixing: layer)
    stepsDone += 1
    return report
  }

  /// What a step takes, counted from 0, and the stage in front of which it mixes; nil for none.
  private func inputs(ofStep step: Int) throws -> (inputs: StepInputs, layer: Int?) {
    let (epoch, places) = order.places(ofStep: step)
    let rows = Array(places)
    samples.resize(to: rows.count * data.training.sampleSize)
    labels.resize(to: rows.count)
    try samples.withUnsafeMutableBufferPointer { buffer in
      try data.training.write(
        rows, augmentation: data.augmentation, seed: settings.seed, epoch: epoch, to: buffer)
    }
    for (index, place) in rows.enumerated() { labels[index] = data.training.labels[place] }
    let isMixed =
      settings.mixes
      && settings.mixingSchedule.isOn(epoch: epoch + 1, of: settings.epochs)
    let partner = isMixed ? try partners?.partners(of: rows, step: step, epoch: epoch) : nil
    let inputs = StepInputs(
      step: step + 1, learningRate: Float(learningRate), samples: samples, labels: labels,
      partner: partner)
    return (inputs, isMixed ? mixLayer(ofStep: step) : nil)
  }

  /// The learning rate of the next step.
  package var learningRate: Double {
    schedule.learningRate(settings.optimizer.learningRate, at: stepsDone)
  }

  /// The learning rate of the step that was made last.
  package var lastLearningRate: Double {
    schedule.learningRate(settings.optimizer.learningRate, at: max(0, stepsDone - 1))
  }

  /// The stage in front of which a step mixes, counted from 0.
  private func mixLayer(ofStep step: Int) -> Int {
    let layers = settings.mixLayers
    guard layers.count > 1 else { return layers[0] }
    let numbers = RandomNumbers(
      PhiloxKey(
        seed: settings.seed, step: UInt64(bitPattern: Int64(step + 1)),
        stream: RandomStreamName.lambda.rawValue, draw: .max))
    return layers[min(layers.count - 1, Int(numbers.uniform(1)[0] * Double(layers.count)))]
  }
}

extension Array where Element: ExpressibleByIntegerLiteral {
  /// Makes the array as long as asked, keeping its memory where it can.
  fileprivate mutating func resize(to count: Int) {
    if self.count > count { removeLast(self.count - count) }
    if self.count < count { append(contentsOf: repeatElement(0, count: count - self.count)) }
  }
}

extension ClassifierTrainer {
  /// The first samples of the first step as they go into the network, before they are normalised.
  package func firstBatch(atMost count: Int) throws -> [Float] {
    let (inputs, layer) = try inputs(ofStep: 0)
    let mixed = try programs.mixedSamples(inputs, isMixed: layer == 0)
    return Array(mixed.prefix(min(count, inputs.labels.count) * data.training.sampleSize))
  }
}

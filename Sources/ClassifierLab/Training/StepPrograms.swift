// The compiled steps of a classifier: one for each size of batch and each place of mixing.

import GraphCompiler
import Mixing
import NeuralNetworks
import Tensors

/// What a step takes.
package struct StepInputs {
  /// Its number, from 1, from which random numbers are derived.
  package let step: Int
  package let learningRate: Float
  package let samples: [Float]
  package let labels: [Int32]
  /// Partners from outside of the batch, as many as it has samples.
  package let partner: (samples: [Float], labels: [Int32])?
}

/// The compiled steps.
///
/// Batches that are mixed in front of a hidden layer, and those that are not mixed, are programs of
/// their own; all share the network's variables.
package final class StepPrograms {
  private let network: any StagedNetwork
  private let optimizer: Optimizer
  private let settings: ClassifierSettings
  private let classCount: Int
  private let sizes: [Int]
  private let normalization: InputNormalization
  private let options: CompileOptions
  /// By the layer of mixing; -1 for none.
  private var whole: [Int: CompiledFunction] = [:]
  private lazy var parts = GradientParts(optimizer, options)

  package init(
    _ network: any StagedNetwork, _ optimizer: Optimizer, _ settings: ClassifierSettings,
    classCount: Int, sizes: [Int], normalization: InputNormalization
  ) {
    self.network = network
    self.optimizer = optimizer
    self.settings = settings
    self.classCount = classCount
    self.sizes = sizes
    self.normalization = normalization
    var options = CompileOptions()
    options.precision = settings.precision
    options.kernelLibrary = settings.kernelLibrary
    self.options = options
  }

  /// How often a step was traced, over all programs.
  package var traceCount: Int { whole.values.reduce(0) { $0 + $1.traceCount } }

  /// The memory that the largest program works in beside the variables, in bytes.
  package var plannedBytes: Int {
    whole.values.reduce(parts.plannedBytes) { max($0, $1.plannedBytes) }
  }

  /// Makes a step.
  /// - Parameter layer: the stage in front of which samples are mixed; nil for none.
  package func run(_ inputs: StepInputs, mixing layer: Int?) throws -> ClassifierStepReport {
    if let part = settings.microBatch, part < inputs.labels.count {
      return try parts.run(
        inputs, part: part, seed: settings.seed, sizes: sizes, mixing: layer
      ) { [unowned self] tensors, rows, key in
        loss(tensors, mixing: layer, part: (rows, key))
      }
    }
    let program = try function(mixing: layer).executable(for: signature(inputs))
    try set(inputs, of: program)
    try program.run()
    return ClassifierStepReport(
      loss: program.scalar(ofOutput: 0), weightedAccuracy: program.scalar(ofOutput: 1),
      gradientNorm: program.scalar(ofOutput: 2))
  }

  /// Compiles the step of batches of some size, unless they go through the network in parts.
  func compile(batch: Int, mixing layer: Int?, withPartners: Bool) throws {
    guard settings.microBatch.map({ $0 >= batch }) ?? true else { return }
    _ = try program(batch: batch, mixing: layer, withPartners: withPartners)
  }

  /// The program of a step for batches of some size.
  package func program(batch: Int, mixing layer: Int?, withPartners: Bool) throws -> Executable {
    try function(mixing: layer).executable(for: signature(batch: batch, withPartners))
  }

  /// The samples of a step as they are mixed in front of the network, without normalisation and
  /// noise.
  package func mixedSamples(_ inputs: StepInputs, isMixed: Bool) throws -> [Float] {
    let mixing = isMixed ? settings.mixing : .off
    let function = CompiledFunction(options: options) { [unowned self] tensors in
      let draw = draw(mixing, tensors, RandomKey(tensors[0]))
      return [draw.mixed(tensors[2], partner: tensors.count > 4 ? tensors[4] : nil)]
    }
    let tensors = try inputs.hostTensors(seed: settings.seed, sizes: sizes)
    return try function.run(tensors)[0].floats
  }

  private func signature(_ inputs: StepInputs) -> [TensorType] {
    signature(batch: inputs.labels.count, inputs.partner != nil)
  }

  private func signature(batch: Int, _ withPartners: Bool) -> [TensorType] {
    let samples = [TensorType(Shape([batch] + sizes)), TensorType([batch], .int32)]
    return [RandomKey.type, TensorType(.scalar)] + samples + (withPartners ? samples : [])
  }

  private func set(_ inputs: StepInputs, of program: Executable) throws {
    let key = RandomKey.words(seed: settings.seed, step: inputs.step)
    try withUnsafeBytes(of: key) { try program.setInput(0, to: $0) }
    try withUnsafeBytes(of: inputs.learningRate) { try program.setInput(1, to: $0) }
    try inputs.samples.withUnsafeBytes { try program.setInput(2, to: $0) }
    try inputs.labels.withUnsafeBytes { try program.setInput(3, to: $0) }
    guard let partner = inputs.partner else { return }
    try partner.samples.withUnsafeBytes { try program.setInput(4, to: $0) }
    try partner.labels.withUnsafeBytes { try program.setInput(5, to: $0) }
  }

  private func function(mixing layer: Int?) -> CompiledFunction {
    if let known = whole[layer ?? -1] { return known }
    let function = CompiledFunction(options: options) { [unowned self] inputs in
      let result = loss(inputs, mixing: layer)
      let slopes = gradients(of: result.loss, withRespectTo: optimizer.parameters)
      optimizer.step(slopes, learningRate: inputs[1])
      return [result.loss, result.weightedAccuracy, globalNorm(slopes)]
    }
    whole[layer ?? -1] = function
    return function
  }

  /// Partners and weights of a batch.
  private func draw(_ mixing: BatchMixing, _ inputs: [Tensor], _ key: RandomKey) -> MixDraw {
    mixing.draw(
      labels: inputs[3], classCount: classCount, key: key,
      partnerLabels: inputs.count > 4 ? inputs[5] : nil,
      imageSize: sizes.count == 3 ? (sizes[1], sizes[2]) : nil)
  }

  /// The mean loss of a batch and its weighted accuracy.
  ///
  /// - Parameter part: the rows of the mixed batch that go through the network, and the key that its
  ///   layers draw from; nil for all rows and the step's own key.
  private func loss(
    _ inputs: [Tensor], mixing layer: Int?, part: (rows: Tensor, key: RandomKey)? = nil
  ) -> (loss: Tensor, weightedAccuracy: Tensor) {
    let key = RandomKey(inputs[0])
    let x = normalization(inputs[2])
    let mixing = layer == nil ? settings.mixing.withoutMixing : settings.mixing
    let partner = inputs.count > 4 ? normalization(inputs[4]) : nil
    var draw = draw(mixing, inputs, key)
    let training = LayerMode.training(updatesStatistics: true)
    let logits = withRandomKey(part?.key ?? key) {
      if let layer, layer > 0 {
        return network(draw.noised(x), mode: training, changingInputOf: layer) { draw.mixed($0) }
      }
      let whole = draw.inputs(x, partner: partner)
      return network(part.map { whole.gathering(rows: $0.rows) } ?? whole, mode: training)
    }
    if let part { draw = draw.selecting(rows: part.rows) }
    let loss = softmaxCrossEntropy(logits: logits, labels: draw.targets)
    return (loss, draw.weightedAccuracy(logits: logits))
  }
}

extension BatchMixing {
  /// The same without mixing: what smooths labels and adds noise stays.
  fileprivate var withoutMixing: BatchMixing {
    var result = self
    (result.method, result.partners) = (.off, .permutation)
    return result
  }
}

// A step whose batch goes through the network in parts, to save memory.

import GraphCompiler
import NeuralNetworks
import Tensors

/// Sums the gradients of the parts of a batch and then moves the parameters once.
///
/// The whole batch is mixed for every part anew, by the same random numbers, so that partners may be
/// in other parts. Where no layer takes statistics of the batch, and none draws random numbers, the
/// sum is the gradient of the whole batch but for rounding. Batch normalisation sees one part at a
/// time, and its running statistics move once for each; every part has dropout masks of its own.
final class GradientParts {
  /// The loss and the weighted accuracy of some rows, from the inputs of the whole step, the rows'
  /// places, and the key that layers draw from.
  typealias Loss = ([Tensor], Tensor, RandomKey) -> (loss: Tensor, weightedAccuracy: Tensor)

  /// What seeds of the parts' keys differ by; the first part has that of the whole batch.
  private static let seedStep: UInt64 = 0x9E37_79B9_7F4A_7C15

  private let optimizer: Optimizer
  private let options: CompileOptions
  private let sums: [Variable]
  private var functions: [Int: CompiledFunction] = [:]
  private lazy var finish = CompiledFunction(options: options, inputCount: 1) {
    [unowned self] inputs in
    let slopes = sums.map(\.value)
    optimizer.step(slopes, learningRate: inputs[0])
    return [globalNorm(slopes)]
  }

  init(_ optimizer: Optimizer, _ options: CompileOptions) {
    self.optimizer = optimizer
    self.options = options
    sums = optimizer.parameters.map {
      Variable("gradient_sum.\($0.name)", zeros: $0.shape)
    }
  }

  /// The memory that the largest program works in beside the variables, in bytes.
  var plannedBytes: Int { functions.values.reduce(0) { max($0, $1.plannedBytes) } }

  /// Makes a step in parts of at most so many samples.
  ///
  /// - Parameters:
  ///   - sizes: those of a sample.
  ///   - layer: tells the programs of mixed batches from those of others.
  func run(
    _ inputs: StepInputs, part: Int, seed: UInt64, sizes: [Int], mixing layer: Int?,
    _ loss: @escaping Loss
  ) throws -> ClassifierStepReport {
    let count = inputs.labels.count
    let whole = try inputs.hostTensors(seed: seed, sizes: sizes)
    let function = function(mixing: layer, inputs: whole.count, loss)
    var (mean, accuracy): (Float, Float) = (0, 0)
    for (number, start) in stride(from: 0, to: count, by: part).enumerated() {
      let partSeed = seed &+ UInt64(number) &* Self.seedStep
      let rows = start..<min(start + part, count)
      let share = Float(rows.count) / Float(count)
      let results = try function.run(
        whole + [
          HostTensor(rows.map { Int32($0) }), RandomKey.host(seed: partSeed, step: inputs.step),
          HostTensor(share), HostTensor(start == 0 ? 0 : 1),
        ])
      mean += share * results[0].floats[0]
      accuracy += share * results[1].floats[0]
    }
    let norm = try finish.run([HostTensor(inputs.learningRate)])[0].floats[0]
    return ClassifierStepReport(loss: mean, weightedAccuracy: accuracy, gradientNorm: norm)
  }

  /// Adds the gradient of some rows, by their share of the batch, to what is kept of the sums.
  private func function(
    mixing layer: Int?, inputs count: Int, _ loss: @escaping Loss
  ) -> CompiledFunction {
    if let known = functions[layer ?? -1] { return known }
    let function = CompiledFunction(options: options, inputCount: count + 4) {
      [unowned self] inputs in
      let (share, kept) = (inputs[count + 2], inputs[count + 3])
      let result = loss(
        Array(inputs.prefix(count)), inputs[count], RandomKey(inputs[count + 1]))
      let slopes = gradients(of: result.loss, withRespectTo: optimizer.parameters)
      for (sum, slope) in zip(sums, slopes) { sum.assign(kept * sum.value + share * slope) }
      return [result.loss, result.weightedAccuracy]
    }
    functions[layer ?? -1] = function
    return function
  }
}

extension StepInputs {
  /// Key, learning rate, samples, labels, and partners where there are some.
  func hostTensors(seed: UInt64, sizes: [Int]) throws -> [HostTensor] {
    let shape = Shape([labels.count] + sizes)
    let own = [
      RandomKey.host(seed: seed, step: step), HostTensor(learningRate),
      try HostTensor(samples, shape: shape), HostTensor(labels),
    ]
    guard let partner else { return own }
    return own + [try HostTensor(partner.samples, shape: shape), HostTensor(partner.labels)]
  }
}

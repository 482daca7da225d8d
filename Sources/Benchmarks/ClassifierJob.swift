// Classifiers of random data, trained with mixup.

import GraphCompiler
import Mixing
import NeuralNetworks
import Tensors

/// Eight batches of random samples, learned by a classifier.
///
/// A step draws a batch, mixes it with itself in another order by one weight from Beta(alpha,
/// alpha), labels alike, and moves the network against the soft cross-entropy.
package final class ClassifierJob: BenchmarkJob {
  private static let signature = [RandomKey.type, TensorType(.scalar)]

  private let form: ClassifierForm
  private let network: any Layer
  private let optimizer: Optimizer
  private let samples: HostTensor
  private let labels: HostTensor
  private let options: CompileOptions
  private var stepsDone = 0
  private lazy var function = makeFunction()

  package init(_ form: ClassifierForm, _ options: CompileOptions) throws {
    self.form = form
    self.options = options
    var random = RandomSource(seed: 0)
    let network = try form.network(&random)
    self.network = network
    optimizer = try Optimizer(form.rule, parameters: network.parameters, name: "optimizer")
    let rows = 8 * form.batch
    let data = try compile { (key: Tensor) in
      let key = RandomKey(key)
      let classes = key.integers(below: form.classes, [rows], from: .data)
      return [
        key.normal(Shape([rows] + form.sizes), from: .data), classes.oneHot(depth: form.classes),
      ]
    }(RandomKey.host(seed: 0, step: 0))
    (samples, labels) = (data[0], data[1])
  }

  package func step() throws -> Bool { try loss().isFinite }

  /// Makes one step.
  /// - Returns: The loss before it.
  package func loss() throws -> Float {
    let program = try program()
    try setInputs(of: program)
    try program.run()
    stepsDone += 1
    return program.scalar(ofOutput: 0)
  }

  package func program() throws -> Executable { try function.executable(for: Self.signature) }

  package func setInputs(of program: Executable) throws {
    let key = RandomKey.words(seed: 0, step: stepsDone + 1)
    try withUnsafeBytes(of: key) { try program.setInput(0, to: $0) }
    try withUnsafeBytes(of: form.learningRate) { try program.setInput(1, to: $0) }
  }

  /// The inputs of the step of a given number.
  package func inputs(_ number: Int) -> [HostTensor] {
    [RandomKey.host(seed: 0, step: number), HostTensor(form.learningRate)]
  }

  /// The compiled step, to be held against the reference interpreter.
  package func stepFunction() -> CompiledFunction { function }

  private func makeFunction() -> CompiledFunction {
    // The job owns the function, so the function must not own the job.
    compile(options: options) { [unowned self] (key: Tensor, learningRate: Tensor) in
      let key = RandomKey(key)
      let rows = key.integers(below: 8 * form.batch, [form.batch], from: .data)
      let order = key.permutation(form.batch, from: .lambda)
      let lambda = key.beta(form.alpha, form.alpha, [1, 1], from: .lambda)
      let (batch, targets) = withPath("mixup") {
        let drawn = [samples, labels].map { Tensor($0).gathering(rows: rows) }
        let blends = drawn.map { mixed($0, $0.gathering(rows: order), lambda: lambda) }
        return (blends[0], blends[1])
      }
      let logits = network(batch, mode: .training(updatesStatistics: true))
      let loss = softmaxCrossEntropy(logits: logits, labels: targets)
      let slopes = gradients(of: loss, withRespectTo: network.parameters)
      optimizer.step(slopes, learningRate: learningRate)
      return loss
    }
  }
}

// A small classifier of rows of numbers, trained with mixup: the workload that is all overhead.

import GraphCompiler
import Mixing
import NeuralNetworks
import Tensors

/// 128 random rows of 30 features in two classes, learned by a 30-128-128-2 network with ReLU.
///
/// A step draws 16 rows, mixes them with themselves in another order by one weight from
/// Beta(0.2, 0.2), labels alike, and moves the network by Adam against the soft cross-entropy.
package final class TabularJob: BenchmarkJob {
  private static let rows = 128
  private static let features = 30
  private static let classes = 2
  private static let batch = 16
  private static let learningRate: Float = 1e-3
  private static let signature = [RandomKey.type, TensorType(.scalar)]

  private let network: Sequential
  private let optimizer: Optimizer
  private let points: HostTensor
  private let labels: HostTensor
  private let options: CompileOptions
  private var stepsDone = 0
  private lazy var function = makeFunction()

  package init(_ options: CompileOptions) throws {
    self.options = options
    var random = RandomSource(seed: 0)
    network = try multilayerPerceptron(
      "classifier", sizes: [Self.features, 128, 128, Self.classes], from: &random)
    optimizer = try Optimizer(Adam(), parameters: network.parameters, name: "optimizer")
    let data = try compile { (key: Tensor) in
      let key = RandomKey(key)
      let classes = key.integers(below: Self.classes, [Self.rows], from: .data)
      return [
        key.normal([Self.rows, Self.features], from: .data), classes.oneHot(depth: Self.classes),
      ]
    }(RandomKey.host(seed: 0, step: 0))
    (points, labels) = (data[0], data[1])
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
    try withUnsafeBytes(of: Self.learningRate) { try program.setInput(1, to: $0) }
  }

  /// The inputs of the step of a given number.
  package func inputs(_ number: Int) -> [HostTensor] {
    [RandomKey.host(seed: 0, step: number), HostTensor(Self.learningRate)]
  }

  /// The compiled step, to be held against the reference interpreter.
  package func stepFunction() -> CompiledFunction { function }

  private func makeFunction() -> CompiledFunction {
    // The job owns the function, so the function must not own the job.
    compile(options: options) { [unowned self] (key: Tensor, learningRate: Tensor) in
      let key = RandomKey(key)
      let rows = key.integers(below: Self.rows, [Self.batch], from: .data)
      let order = key.permutation(Self.batch, from: .lambda)
      let lambda = key.beta(0.2, 0.2, [1, 1], from: .lambda)
      let (batch, targets) = withPath("mixup") {
        let drawn = [points, labels].map { Tensor($0).gathering(rows: rows) }
        let blends = drawn.map { mixed($0, $0.gathering(rows: order), lambda: lambda) }
        return (blends[0], blends[1])
      }
      let loss = softmaxCrossEntropy(logits: network(batch), labels: targets)
      let slopes = gradients(of: loss, withRespectTo: network.parameters)
      optimizer.step(slopes, learningRate: learningRate)
      return loss
    }
  }
}

// Mixed labels against mixed losses, and accuracies of mixtures.

import GraphCompiler
import Mixing
import NeuralNetworks
import Tensors
import TestSupport
import Testing

extension MixingTests {
  @Suite struct BatchLossTests {
    /// A loss for each row, by name.
    enum RowLoss: String, CaseIterable, Sendable {
      case softmax, binary, squared

      func callAsFunction(_ logits: Tensor, _ labels: Tensor) -> Tensor {
        switch self {
        case .softmax: softmaxCrossEntropy(logits: logits, labels: labels, reduction: .none)
        case .binary:
          binaryCrossEntropy(logits: logits, labels: labels, reduction: .none).sum(along: [1])
        case .squared:
          meanSquaredError(predictions: logits, targets: labels, reduction: .none).sum(along: [1])
        }
      }
    }

    private static let (rows, classes) = (9, 4)
    private var labels: HostTensor {
      HostTensor((0..<Self.rows).map { Int32($0 % Self.classes) })
    }
    private var logits: HostTensor {
      get throws { try matrix(wave(Self.rows * Self.classes), [Self.rows, Self.classes]) }
    }

    /// The loss of the mixed labels, the mixed losses, and their gradients by the logits.
    private func losses(
      _ mixing: BatchMixing, _ loss: RowLoss
    ) throws -> [HostTensor] {
      let function = compile { (logits: Tensor, labels: Tensor, key: Tensor) in
        let draw = mixing.draw(labels: labels, classCount: Self.classes, key: RandomKey(key))
        let losses = [loss(logits, draw.targets).mean(), draw.loss { loss(logits, $0) }]
        return losses + losses.flatMap { gradients(of: $0, withRespectTo: [logits]) }
      }
      return try function(logits, labels, RandomKey.host(seed: 2, step: 1))
    }

    /// Losses that are linear in the label do not care what is mixed; the squared error differs by a
    /// number that is the same for all logits.
    @Test(arguments: RowLoss.allCases, LambdaGranularity.allCases)
    func mixedLabelsAndMixedLossesAgree(loss: RowLoss, granularity: LambdaGranularity) throws {
      for ways in [1, 2, 4] {
        for targets in BatchMixing.Targets.allCases {
          let mixing = BatchMixing(
            .simplex(ways: ways, alpha: 1), granularity: granularity, targets: targets,
            smoothing: 0.1)
          let results = try losses(mixing, loss)
          let (soft, interpolated) = (results[0].doubles[0], results[1].doubles[0])
          let agree = abs(soft - interpolated) < 2e-6 * max(1, abs(soft))
          #expect(agree == (loss != .squared || ways == 1 || targets == .nearer))
          try results[2].expectClose(
            to: results[3], Tolerance(absolute: 1e-7, relative: 1e-5), "\(mixing)")
          #expect(results[2].floats.contains { $0 != 0 })
        }
      }
    }

    /// The authors' form: `lambda loss(first) + (1 - lambda) loss(second)`.
    @Test func pairsMakeTheSameLoss() throws {
      for method in [BatchMixing.Method.off, .mixup(alpha: 1), .simplex(ways: 3, alpha: 1)] {
        let function = compile { (logits: Tensor, labels: Tensor, key: Tensor) in
          let draw = BatchMixing(method, granularity: .sample)
            .draw(labels: labels, classCount: Self.classes, key: RandomKey(key))
          let loss = { (labels: Tensor) in RowLoss.softmax(logits, labels) }
          guard let pairs = draw.pairs else { return [draw.loss(loss)] }
          let lambda = pairs.lambda.reshaped(to: [Self.rows])
          let terms = lambda * loss(pairs.first) + (1 - lambda) * loss(pairs.second)
          return [draw.loss(loss), terms.mean()]
        }
        let results = try function(logits, labels, RandomKey.host(seed: 2, step: 1))
          .compactMap(\.scalar)
        #expect(results.count == (method == .simplex(ways: 3, alpha: 1) ? 1 : 2))
        #expect(abs(results[0] - (results.last ?? .nan)) < 1e-6)
      }
    }

    /// Rows of classes 0, 1, 1 meet 1, 1, 0, so guesses of 0, 1, 1 hit lambda, 1 and lambda of them.
    @Test(arguments: [BatchMixing.Targets.mixed, .nearer])
    func hitsCountWithTheirWeights(targets: BatchMixing.Targets) throws {
      let function = compile { (logits: Tensor, labels: Tensor, key: Tensor) in
        let draw = BatchMixing(
          .mixup(alpha: 1), partners: .reversed, targets: targets, smoothing: 0.1
        ).draw(labels: labels, classCount: 2, key: RandomKey(key))
        return [draw.weightedAccuracy(logits: logits), draw.weights[0]]
      }
      let labels = HostTensor([0, 1, 1] as [Int32])
      for step in 1...6 {
        let results = try function(
          matrix([1, 0, -3, 2, 0, 0.5], [3, 2]), labels, RandomKey.host(seed: 2, step: step))
        let lambda = results[1].floats[0]
        let weight = targets == .mixed ? lambda : (lambda >= 0.5 ? 1 : 0)
        #expect(abs(results[0].floats[0] - (2 * weight + 1) / 3) < 1e-6)
      }
    }

    @Test func unmixedAccuracyIsTheOrdinaryOne() throws {
      let function = compile { (logits: Tensor, labels: Tensor, key: Tensor) in
        BatchMixing.off.draw(labels: labels, classCount: 2, key: RandomKey(key))
          .weightedAccuracy(logits: logits)
      }
      let accuracy = try function(
        matrix([1, 0, -3, 2, 0, 0.5, 9, 8], [4, 2]), HostTensor([0, 1, 0, 0] as [Int32]),
        RandomKey.host(seed: 2, step: 1))[0].floats
      #expect(accuracy == [0.75])
    }

    /// A whole step, fast kernels against the interpreter, with every pass verified.
    @Test(arguments: [
      BatchMixing(.mixup(alpha: 0.2), granularity: .pair, smoothing: 0.1, noise: 0.1),
      BatchMixing(.cutMix(alpha: 1), granularity: .sample, partners: .sameClass),
      BatchMixing(
        .mixupOrCutMix(mixupAlpha: 1, cutMixAlpha: 1, cutMixShare: 0.5), partners: .shifted,
        probability: 0.8),
      BatchMixing(
        .simplex(ways: 3, alpha: 0.5), granularity: .sample, targets: .nearer, probability: 0.7),
    ])
    func compiledStepsAgreeWithTheInterpreter(mixing: BatchMixing) throws {
      var options = CompileOptions()
      options.verifiesPasses = true
      let (rows, classes) = (Self.rows, Self.classes)
      let function = compile(options: options) { (images: Tensor, labels: Tensor, key: Tensor) in
        let draw = mixing.draw(
          labels: labels, classCount: classes, key: RandomKey(key), imageSize: (2, 3))
        let inputs = draw.inputs(images)
        let logits = inputs.reshaped(to: [rows, 2, 6]).sum(along: [1])
          .sliced(along: 1, 0..<classes)
        let loss = draw.loss { RowLoss.softmax(logits, $0) }
        return [inputs, draw.targets, loss, draw.weightedAccuracy(logits: logits)]
          + gradients(of: loss, withRespectTo: [images])
      }
      let images = try matrix(wave(rows * 12), [rows, 2, 2, 3])
      for step in 1...5 {
        let inputs = [images, labels, RandomKey.host(seed: 3, step: step)]
        let (graph, _) = try function.trace(inputs.map(\.type))
        let expected = try Interpreter<Float>(graph)
          .run(parameters: inputs.map { ReferenceArray($0) }).outputs
        for (came, output) in zip(try function.run(inputs), expected) {
          try came.expectClose(to: output.hostTensor(), .single, "\(mixing)")
        }
      }
    }
  }
}

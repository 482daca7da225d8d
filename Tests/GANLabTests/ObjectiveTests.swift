// The losses of both networks against their closed forms.

import Foundation
import GANLab
import Tensors
import Testing

extension GANLabTests {
  @Suite struct ObjectiveTests {
    private static let logits: [Float] = [-20, -2, 0, 0.5, 3, 20]

    private func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }
    private func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

    /// A loss of logits with its derivative by each of them.
    private func evaluate(
      _ loss: @escaping (Tensor) -> Tensor
    ) throws -> (loss: Double, slopes: [Double]) {
      let function = compile { (logits: Tensor) in
        let value = loss(logits)
        return [value] + gradients(of: value, withRespectTo: [logits])
      }
      let column = try HostTensor(Self.logits, shape: [Self.logits.count, 1])
      let results = try function(column)
      return (Double(results[0].scalar ?? .nan), results[1].floats.map(Double.init))
    }

    private func expectClose(_ came: [Double], _ expected: [Double]) {
      #expect(came.count == expected.count)
      for (a, b) in zip(came, expected) { #expect(abs(a - b) < 1e-6 * max(1, abs(b))) }
    }

    @Test func saturatingGenerator() throws {
      let logits = Self.logits.map(Double.init)
      let count = Double(logits.count)
      let result = try evaluate { GANObjective.saturating.generatorLoss(logits: $0) }
      expectClose([result.loss], [-logits.map(softplus).reduce(0, +) / count])
      expectClose(result.slopes, logits.map { -sigmoid($0) / count })
    }

    @Test func nonSaturatingGenerator() throws {
      let logits = Self.logits.map(Double.init)
      let count = Double(logits.count)
      let result = try evaluate { GANObjective.nonSaturating.generatorLoss(logits: $0) }
      expectClose([result.loss], [logits.map { softplus(-$0) }.reduce(0, +) / count])
      expectClose(result.slopes, logits.map { (sigmoid($0) - 1) / count })
    }

    @Test func wassersteinGenerator() throws {
      let logits = Self.logits.map(Double.init)
      let count = Double(logits.count)
      let result = try evaluate { GANObjective.wassersteinGP.generatorLoss(logits: $0) }
      expectClose([result.loss], [-logits.reduce(0, +) / count])
      expectClose(result.slopes, logits.map { _ in -1 / count })
    }

    /// Three reals and three fakes: the mean score of the fakes less that of the reals.
    @Test func wassersteinCritic() throws {
      let result = try evaluate { logits in
        let targets = Tensor(HostTensor([1, 1, 1, 0, 0, 0] as [Float])).reshaped(to: [6, 1])
        return GANObjective.wassersteinGP.discriminatorLoss(logits: logits, targets: targets)
      }
      expectClose([result.loss], [(0.5 + 3 + 20) / 3 - (-20 - 2 + 0) / 3])
      expectClose(result.slopes, [-1, -1, -1, 1, 1, 1].map { $0 / 3 })
    }

    @Test(arguments: GANObjective.allCases.filter(\.hasProbabilities))
    func discriminatorWithSoftTargets(objective: GANObjective) throws {
      let logits = Self.logits.map(Double.init)
      let targets: [Float] = [0, 1, 0.25, 0.5, 1, 0]
      let count = Double(logits.count)
      let result = try evaluate { logits in
        let column = Tensor(HostTensor(targets)).reshaped(to: [targets.count, 1])
        return objective.discriminatorLoss(logits: logits, targets: column)
      }
      let pairs = zip(logits, targets.map(Double.init))
      expectClose([result.loss], [pairs.map { softplus($0) - $1 * $0 }.reduce(0, +) / count])
      expectClose(result.slopes, pairs.map { (sigmoid($0) - $1) / count })
    }

    @Test(arguments: GANObjective.allCases.filter(\.hasProbabilities))
    func aDiscriminatorThatCannotTellLosesLnTwo(objective: GANObjective) throws {
      let result = try evaluate { logits in
        let half = Tensor(HostTensor([1, 0, 1, 0, 1, 0] as [Float])).reshaped(to: [6, 1])
        return objective.discriminatorLoss(logits: logits * 0, targets: half)
      }
      expectClose([result.loss], [log(2)])
    }

    @Test func theFirstLossOfAConstantDiscriminatorIsLnTwo() throws {
      let trainer = try smallTrainer(
        smallConfiguration {
          $0.discriminatorLearningRate = 0
          $0.mixup = .off
        })
      for parameter in trainer.discriminator.parameters {
        try parameter.setHostValue(HostTensor(repeating: 0, shape: parameter.shape))
      }
      let report = try trainer.step()
      #expect(abs(report.discriminatorLoss - 0.6931472) < 1e-6)
      #expect(abs(report.generatorLoss + 0.6931472) < 1e-6)
      #expect(report.generatorGradientNorm == 0)
    }
  }
}

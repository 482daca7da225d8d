// The losses of both networks against their closed forms.

import Foundation
import GANLab
import Tensors
import TestSupport
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

    /// Six pairs of a real and a fake.
    @Test func relativisticCritic() throws {
      let reals: [Float] = [1, -1, 0, 2, -3, 19]
      let differences = zip(Self.logits, reals).map { Double($0) - Double($1) }
      let result = try evaluate { logits in
        let column = Tensor(HostTensor(reals)).reshaped(to: [6, 1])
        let targets = Tensor(repeating: 0.5, shape: [12, 1])
        return GANObjective.relativistic.discriminatorLoss(
          logits: concatenate([column, logits]), targets: targets)
      }
      expectClose([result.loss], [differences.map(softplus).reduce(0, +) / 6])
      expectClose(result.slopes, differences.map { sigmoid($0) / 6 })
      let reversed = try evaluate { logits in
        let column = Tensor(HostTensor(reals)).reshaped(to: [6, 1])
        return GANObjective.relativistic.discriminatorLoss(
          logits: concatenate([logits, column]), targets: column)
      }
      expectClose([reversed.loss], [differences.map { softplus(-$0) }.reduce(0, +) / 6])
      expectClose(reversed.slopes, differences.map { -sigmoid(-$0) / 6 })
    }

    @Test func relativisticGenerator() throws {
      let reals: [Float] = [1, -1, 0, 2, -3, 19]
      let differences = zip(Self.logits, reals).map { Double($1) - Double($0) }
      let result = try evaluate { logits in
        GANObjective.relativistic.generatorLoss(
          logits: logits, realLogits: Tensor(HostTensor(reals)).reshaped(to: [6, 1]))
      }
      expectClose([result.loss], [differences.map(softplus).reduce(0, +) / 6])
      expectClose(result.slopes, differences.map { -sigmoid($0) / 6 })
    }

    @Test func relativisticLossesWithoutPairsAreRefused() {
      let objective = GANObjective.relativistic
      let odd = errorText {
        _ = try evaluate {
          objective.discriminatorLoss(
            logits: concatenate([$0, Tensor(repeating: 0, shape: [1, 1])]), targets: $0)
        }
      }
      #expect(odd.contains("pass as many rows of reals as of fakes"), "\(odd)")
      let alone = errorText { _ = try evaluate { objective.generatorLoss(logits: $0) } }
      #expect(alone.contains("(absent)"), "\(alone)")
    }

    /// A constant answer on reals and fakes; mixup's targets have mean 1/2.
    @Test(arguments: GANObjective.allCases, [[1, 1, 1, 0, 0, 0], [0.9, 0.7, 0.5, 0.5, 0.3, 0.1]])
    func aDiscriminatorThatKnowsNothing(objective: GANObjective, targets: [Float]) throws {
      let loss = { (answer: Float) in
        try evaluate { logits in
          objective.discriminatorLoss(
            logits: logits * 0 + answer, targets: Tensor(HostTensor(targets)).reshaped(to: [6, 1]))
        }.loss
      }
      expectClose([try loss(0)], [Double(objective.knowsNothingLoss)])
      // No other constant does better.
      for answer: Float in [-1, 0.1] { #expect(try loss(answer) >= loss(0) - 1e-6) }
      #expect(objective.knowsNothingLoss == (objective == .wassersteinGP ? 0 : Float(log(2.0))))
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

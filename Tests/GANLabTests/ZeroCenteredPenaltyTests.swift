// R1 and R2: their values, their weights and points in a step, and their second derivatives.

import Datasets
import Foundation
import GANLab
import GraphCompiler
import Mixing
import NeuralNetworks
import Tensors
import TestSupport
import Testing

extension GANLabTests {
  @Suite struct ZeroCenteredPenaltyTests {
    private func points(_ count: Int, width: Int = 2) throws -> HostTensor {
      var generator = TestGenerator(seed: 7)
      return try HostTensor(
        generator.floats(width * count, in: -2...2), shape: [count, width])
    }

    @Test func aLinearDiscriminatorHasTheSquareOfItsWeights() throws {
      let weight = Variable("weight", try HostTensor([3, Float(-4)], shape: [1, 2]))
      let function = compile { (x: Tensor) in
        let penalty = zeroCenteredPenalty(
          of: { matmul($0, weight.value, transposeB: true) + 7 }, at: x)
        return [penalty] + gradients(of: penalty, withRespectTo: [weight])
      }
      let results = try function(points(5))
      #expect(results[0].floats == [25])
      #expect(results[1].floats == [6, -8])
    }

    /// Every parameter's derivative of loss and penalty, second derivatives included.
    @Test(arguments: [
      HiddenUnits.activation(.tanh), .activation(.leakyReLU(slope: 0.2)), .activation(.softplus),
      .maxout(pieces: 3),
    ])
    func gradientsAgreeWithCentralDifferences(units: HiddenUnits) throws {
      var random = RandomSource(seed: 6)
      let network = try multilayerPerceptron(
        "discriminator", sizes: [2, 5, 4, 1], units: units, from: &random)
      let function = compile { (x: Tensor) in
        let whole =
          softplus(-network(x)).mean() + 3 * zeroCenteredPenalty(of: network.callAsFunction, at: x)
        return [whole] + gradients(of: whole, withRespectTo: network.parameters)
      }
      let input = try points(6)
      let (graph, variables) = try function.trace([input.type])
      let interpreter = Interpreter<Double>(graph)
      let parameters = [ReferenceArray<Double>(input)]
      let values = variables.map { ReferenceArray<Double>($0.hostValue) }
      let outputs = try interpreter.run(parameters: parameters, variables: values).outputs
      for (index, parameter) in network.parameters.enumerated() {
        let position = try #require(variables.firstIndex { $0 === parameter })
        for (element, slope) in outputs[1 + index].doubles.enumerated() {
          let loss = { (distance: Double) in
            var moved = values
            var numbers = moved[position].doubles
            numbers[element] += distance
            moved[position].storage = .float32(numbers)
            return try interpreter.run(parameters: parameters, variables: moved)
              .outputs[0].doubles[0]
          }
          let expected = try (loss(1e-5) - loss(-1e-5)) / 2e-5
          #expect(abs(slope - expected) < 1e-6 * max(1, abs(slope)), "\(parameter.name) \(element)")
        }
      }
    }

    /// `w |x|^2`, whose slope is `2 w x`.
    private struct Bowl: Layer {
      let weight = Variable("discriminator.weight", HostTensor([0.5]))
      var parameters: [Variable] { [weight] }
      func callAsFunction(_ x: Tensor) -> Tensor {
        (x * x).sum(along: [1], keepingDimensions: true) * weight.value
      }
    }

    /// The point (3, 0), whatever the noise.
    private struct Point: Layer {
      let place = Variable("generator.place", HostTensor([3, Float(0)]))
      var parameters: [Variable] { [place] }
      func callAsFunction(_ x: Tensor) -> Tensor { x * 0 + place.value }
    }

    private func firstLoss(
      _ objective: GANObjective, _ mixup: DiscriminatorMixup, r1: Float, r2: Float, pack: Int = 1
    ) throws -> Double {
      let configuration = smallConfiguration {
        ($0.objective, $0.mixup, $0.r1, $0.r2, $0.pack) = (objective, mixup, r1, r2, pack)
        $0.discriminatorSteps = 1
      }
      let trainer = try GANTrainer(
        generator: Point(), discriminator: Bowl(), data: GaussianMixture.ring,
        configuration: configuration)
      return Double(try trainer.step().discriminatorLoss)
    }

    /// Squared slopes are `4 w^2 |x|^2`: 1 on the ring of radius 1 and 9 at (3, 0), and twice that
    /// for a pack of two points.
    @Test(
      arguments: [
        (GANObjective.saturating, DiscriminatorMixup.off, 0.5),
        (.nonSaturating, .off, 0.5), (.nonSaturating, .paper(alpha: 0.2, .sample), 0.5),
        (.saturating, .demo(maximum: 0.5, .sample), 0.5), (.relativistic, .off, 1),
      ])
    func weightsAndPointsInAStep(
      objective: GANObjective, mixup: DiscriminatorMixup, scale: Double
    ) throws {
      let plain = try firstLoss(objective, mixup, r1: 0, r2: 0)
      let gammas: [(r1: Float, r2: Float)] = [(0.6, 0), (0, 0.2), (0.6, 0.2)]
      for (r1, r2) in gammas {
        let expected = scale * (Double(r1) / 2 * 1 + Double(r2) / 2 * 9)
        let came = try firstLoss(objective, mixup, r1: r1, r2: r2) - plain
        #expect(abs(came - expected) < 0.02 * expected, "\(r1) \(r2): \(came), not \(expected)")
      }
      let packed =
        try firstLoss(objective, mixup, r1: 0, r2: 0.2, pack: 2)
        - firstLoss(objective, mixup, r1: 0, r2: 0, pack: 2)
      #expect(abs(packed - scale * 0.1 * 18) < 1e-4)
    }

    @Test func aPenaltyBesideWassersteinsIsRefused() throws {
      for (r1, r2) in [(1, 0), (0, 1)] as [(Float, Float)] {
        let text = errorText { _ = try firstLoss(.wassersteinGP, .off, r1: r1, r2: r2) }
        #expect(text.contains("pulls the critic's slope to 1"), "\(text)")
      }
      let text = errorText { _ = try firstLoss(.saturating, .off, r1: -1, r2: .nan) }
      #expect(text.contains("finite numbers of at least 0"), "\(text)")
      let recipe = errorText { _ = try GANSettings(smallRecipe("objective=wgan-gp", "r2=1")) }
      #expect(recipe.hasPrefix("r2: \"1.0\" pulls the slope to 0"), "\(recipe)")
      #expect(recipe.contains("Needed: 0, or another objective"), "\(recipe)")
    }

    /// The Dirac-GAN of Mescheder and others, 2018, after steps of gradient descent from (1, 1).
    ///
    /// Data lie at 0, the generator at `theta`, D(x) = psi x; both are moved at once.
    private func distanceFromBalance(
      _ objective: GANObjective, r1: Float, steps: Int
    ) throws -> Float {
      let theta = Variable("theta", try HostTensor([Float(1)], shape: [1, 1]))
      let psi = Variable("psi", try HostTensor([Float(1)], shape: [1, 1]))
      let step = compile { (rate: Tensor) in
        let critic = { (x: Tensor) in matmul(x, psi.value) }
        let real = Tensor(repeating: 0, shape: [1, 1])
        let logits = critic(concatenate([real, theta.value.stoppingGradient()]))
        let targets = concatenate([Tensor(repeating: 1, shape: [1, 1]), real])
        let loss =
          objective.discriminatorLoss(logits: logits, targets: targets)
          + objective.penaltyScale * r1 / 2 * zeroCenteredPenalty(of: critic, at: real)
        let generatorLoss = objective.generatorLoss(
          logits: critic(theta.value), realLogits: critic(real))
        let slopes =
          gradients(of: loss, withRespectTo: [psi])
          + gradients(of: generatorLoss, withRespectTo: [theta])
        psi.assign(psi.value - rate * slopes[0])
        theta.assign(theta.value - rate * slopes[1])
        return [theta.value, psi.value]
      }
      var place: [Float] = []
      for _ in 0..<steps { place = try step(HostTensor(0.1)).flatMap { $0.floats } }
      return hypotf(place[0], place[1])
    }

    /// Without a penalty the saturating game spirals out, and the others end on a cycle.
    @Test(arguments: [GANObjective.saturating, .nonSaturating, .relativistic])
    func theDiracGANSettlesWithR1Only(objective: GANObjective) throws {
      #expect(try distanceFromBalance(objective, r1: 1, steps: 1000) < 1e-6)
      #expect(try distanceFromBalance(objective, r1: 0, steps: 1000) > 0.3)
    }
  }
}

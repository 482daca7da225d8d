// The gradient penalty and the critic's loss against closed forms and central differences.

import Foundation
import GANLab
import GraphCompiler
import NeuralNetworks
import Tensors
import TestSupport
import Testing

extension GANLabTests {
  @Suite struct GradientPenaltyTests {
    /// The loss of a critic with all that it is made of, and its derivatives by the parameters.
    private func lossFunction(
      _ critic: @escaping (Tensor) -> Tensor, _ parameters: [Variable], weight: Float
    ) -> CompiledFunction {
      compile { (real: Tensor, fake: Tensor) in
        let key = RandomKey(Tensor(RandomKey.host(seed: 5, step: 1)))
        let points = concatenate([real, fake])
        let count = real.shape[0]
        let targets = concatenate([
          Tensor(repeating: 1, shape: [count, 1]), Tensor(repeating: 0, shape: [count, 1]),
        ])
        let loss = GANObjective.wassersteinGP.discriminatorLoss(
          logits: critic(points), targets: targets)
        let penalty = gradientPenalty(
          of: critic, at: interpolated(real: real, fake: fake, key))
        let whole = loss + weight * penalty
        return [loss, penalty] + gradients(of: penalty, withRespectTo: parameters)
          + [whole] + gradients(of: whole, withRespectTo: parameters)
      }
    }

    private func points(_ count: Int, seed: UInt64) throws -> HostTensor {
      var generator = TestGenerator(seed: seed)
      return try HostTensor(generator.floats(2 * count, in: -2...2), shape: [count, 2])
    }

    /// D(x) = w x + b has the slope w everywhere.
    @Test(arguments: [[3, 4], [0.3, -0.4], [1, 0]] as [[Float]])
    func linearCritic(weights: [Float]) throws {
      let weight = Variable("weight", try HostTensor(weights, shape: [1, 2]))
      let bias = Variable("bias", HostTensor([0.7]))
      let function = lossFunction(
        { matmul($0, weight.value, transposeB: true) + bias.value }, [weight, bias], weight: 10)
      let (real, fake) = (try points(6, seed: 1), try points(6, seed: 2))
      let results = try function(real, fake)
      let norm = Double(weights[0] * weights[0] + weights[1] * weights[1]).squareRoot()
      let score = { (points: HostTensor) in
        points.doubles.enumerated().reduce(0.7) { $0 + Double(weights[$1.0 % 2]) * $1.1 / 6 }
      }
      #expect(abs(Double(results[0].floats[0]) - (score(fake) - score(real))) < 1e-5)
      #expect(abs(Double(results[1].floats[0]) - pow(norm - 1, 2)) < 1e-5)
      for (came, w) in zip(results[2].doubles, weights) {
        #expect(abs(came - 2 * (norm - 1) * Double(w) / norm) < 1e-5)
      }
      #expect(results[3].floats == [0])
      let whole = results[0].floats[0] + 10 * results[1].floats[0]
      #expect(abs(results[4].floats[0] - whole) <= 1e-5 * abs(whole))
    }

    /// The root's slope is infinite at 0; the penalty's must be a number all the same.
    @Test func aCriticWithoutSlopeHasAFinitePenalty() throws {
      let flat = Variable("weight", HostTensor(repeating: 0, shape: [1, 2]))
      let linear = lossFunction({ matmul($0, flat.value, transposeB: true) }, [flat], weight: 10)
      let (real, fake) = (try points(4, seed: 3), try points(4, seed: 4))
      let results = try linear(real, fake)
      #expect(abs(results[1].floats[0] - 1) < 1e-5)
      #expect(results[2].floats == [0, 0])
      #expect(results[4].isFinite)

      // All units of a hidden layer are off, so that the score is a constant.
      var random = RandomSource(seed: 1)
      let dead = try multilayerPerceptron("critic", sizes: [2, 4, 1], from: &random)
      try dead.parameters[1].setHostValue(HostTensor(repeating: -100, shape: [4]))
      for result in try lossFunction(dead.callAsFunction, dead.parameters, weight: 10)(real, fake) {
        #expect(result.isFinite)
      }
    }

    /// Every parameter's derivative of the whole loss, second derivatives included.
    @Test(arguments: [Activation.tanh, .relu, .softplus])
    func gradientsAgreeWithCentralDifferences(activation: Activation) throws {
      var random = RandomSource(seed: 6)
      let critic = try multilayerPerceptron(
        "critic", sizes: [2, 5, 4, 1], activation: activation, from: &random)
      let function = lossFunction(critic.callAsFunction, critic.parameters, weight: 3)
      let inputs = [try points(5, seed: 7), try points(5, seed: 8)]
      let (graph, variables) = try function.trace(inputs.map(\.type))
      let interpreter = Interpreter<Double>(graph)
      let parameters = inputs.map { ReferenceArray<Double>($0) }
      let values = variables.map { ReferenceArray<Double>($0.hostValue) }
      let first = 2 + critic.parameters.count
      let outputs = try interpreter.run(parameters: parameters, variables: values).outputs
      for (index, parameter) in critic.parameters.enumerated() {
        let position = try #require(variables.firstIndex { $0 === parameter })
        let origin = values[position].doubles
        for (element, slope) in outputs[first + 1 + index].doubles.enumerated() {
          let loss = { (distance: Double) in
            var moved = values
            var numbers = origin
            numbers[element] += distance
            moved[position].storage = .float32(numbers)
            return try interpreter.run(parameters: parameters, variables: moved)
              .outputs[first].doubles[0]
          }
          let step = 1e-5
          let expected = try (loss(step) - loss(-step)) / (2 * step)
          #expect(abs(slope - expected) < 1e-6 * max(1, abs(slope)), "\(parameter.name) \(element)")
        }
      }
    }

    @Test func pointsLieBetweenRealAndFakeByAWeightForEachRow() throws {
      let function = compile { (key: Tensor, real: Tensor, fake: Tensor) in
        [
          interpolated(real: real, fake: fake, RandomKey(key)),
          RandomKey(key).uniform([1000, 1], from: .lambda),
        ]
      }
      let key = RandomKey.host(seed: 2, step: 9)
      let corner = try HostTensor((0..<2000).map { Float($0 % 2) }, shape: [1000, 2])
      let results = try function(key, corner, HostTensor(repeating: 0, shape: [1000, 2]))
      let weights = stride(from: 1, to: 2000, by: 2).map { results[0].floats[$0] }
      #expect(stride(from: 0, to: 2000, by: 2).allSatisfy { results[0].floats[$0] == 0 })
      #expect(Set(weights).count > 990)
      #expect(weights.allSatisfy { (0..<1).contains($0) })
      #expect(abs(weights.reduce(0, +) / 1000 - 0.5) < 0.05)
      // The stream's second draw: the first belongs to the points.
      #expect(results[1].floats != weights)
    }
  }
}

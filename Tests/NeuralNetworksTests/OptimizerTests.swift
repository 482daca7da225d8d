// Optimizers: agreement with PyTorch, state, groups and mistakes.

import Foundation
import GraphCompiler
import NeuralNetworks
import Tensors
import Testing

extension NeuralNetworksTests {
  @Suite struct OptimizerTests {
    /// The logistic problem of the cases with one optimizer.
    struct Problem {
      let weight: Variable
      let bias: Variable
      let optimizer: Optimizer
      let step: CompiledFunction

      init(_ rule: some UpdateRule, oneDNN: Bool = true) throws {
        let weight = Variable("head.weight", try matrix(OptimizerCase.weight))
        let bias = Variable("head.bias", HostTensor(OptimizerCase.bias))
        let optimizer = try Optimizer(rule, parameters: [weight, bias], name: "optimizer")
        let inputs = try matrix(OptimizerCase.inputs)
        let labels = try matrix(OptimizerCase.labels)
        step = compile(options: testOptions(oneDNN: oneDNN)) { learningRate in
          let logits = matmul(Tensor(inputs), weight.value, transposeB: true) + bias.value
          let loss = binaryCrossEntropy(logits: logits, labels: Tensor(labels))
          optimizer.step(
            gradients(of: loss, withRespectTo: [weight, bias]), learningRate: learningRate)
          return loss
        }
        (self.weight, self.bias, self.optimizer) = (weight, bias, optimizer)
      }

      var parameters: [Float] { weight.hostValue.floats + bias.hostValue.floats }
    }

    @Test(arguments: OptimizerCase.all, [false, true])
    func agreesWithPyTorch(_ expected: OptimizerCase, oneDNN: Bool) throws {
      let problem = try Problem(expected.rule, oneDNN: oneDNN)
      for step in 1...20 {
        _ = try problem.step(HostTensor(expected.learningRate))
        let values = [1: expected.after1, 5: expected.after5, 20: expected.after20][step]
        if let values {
          expectClose(problem.parameters, values, 2e-6, "\(expected.rule), step \(step)")
        }
      }
      #expect(problem.step.traceCount == 1)
    }

    @Test func stateIsNamedAfterParameters() throws {
      let names = { (rule: any UpdateRule) in
        try Problem(rule).optimizer.variables.map(\.name)
      }
      #expect(try names(SGD()) == ["optimizer.step"])
      #expect(
        try names(Adam()) == [
          "optimizer.step", "optimizer.head.weight.firstMoment",
          "optimizer.head.weight.secondMoment", "optimizer.head.bias.firstMoment",
          "optimizer.head.bias.secondMoment",
        ])
      #expect(SGD(momentum: 0.9).slots == ["momentum"])
      #expect(
        RMSProp(momentum: 0.9, centered: true).slots == ["meanSquare", "mean", "momentum"])
      #expect(RMSProp(momentum: 0.9).slots == ["meanSquare", "momentum"])
    }

    @Test(arguments: OptimizerCase.all)
    func stateIsAllThatAResumeNeeds(_ example: OptimizerCase) throws {
      let rate = HostTensor(example.learningRate)
      let (whole, resumed) = (try Problem(example.rule), try Problem(example.rule))
      for _ in 0..<6 { _ = try whole.step(rate) }
      #expect(whole.optimizer.variables[0].hostValue.integers == [6])
      let from = [whole.weight, whole.bias] + whole.optimizer.variables
      let to = [resumed.weight, resumed.bias] + resumed.optimizer.variables
      for (a, b) in zip(from, to) { try b.setHostValue(a.hostValue) }
      for _ in 0..<6 {
        _ = try whole.step(rate)
        _ = try resumed.step(rate)
      }
      #expect(whole.parameters == resumed.parameters)
    }

    @Test func biasCorrectionsAreComputedOncePerStep() throws {
      let problem = try Problem(Adam())
      let graph = try problem.step.trace([TensorType(.scalar)]).graph
        .optimized(verifying: true)
      let corrections = graph.nodes.filter { $0.operation == .unary(.tanh) }
      #expect(corrections.count == 2)
      #expect(corrections.allSatisfy { $0.shape == .scalar })
    }

    @Test func groupsKeepTheirOwnSettings() throws {
      let (slow, fast) = (Variable("slow", vector(1)), Variable("fast", vector(1)))
      let optimizer = try Optimizer(
        SGD(weightDecay: 0.5),
        groups: [
          ParameterGroup([slow], weightDecay: 0, learningRateFactor: 0.1), ParameterGroup([fast]),
        ], name: "optimizer")
      #expect(optimizer.parameters.map(\.name) == ["slow", "fast"])
      let step = compile(options: testOptions()) { rate in
        optimizer.step([Tensor(vector(2)), Tensor(vector(2))], learningRate: rate)
        return slow.value
      }
      // slow: 1 - 0.1 * 0.1 * 2; fast: 1 - 0.1 * (2 + 0.5).
      expectClose(try step(HostTensor(0.1))[0].floats, [0.98])
      expectClose(fast.hostValue.floats, [0.75])
    }

    /// One step of Nesterov's variant from 1 with a gradient of 2: the velocity is the gradient g
    /// with its decay, and the step 0.1 (g + 0.9 g).
    @Test func weightsDecayAndAllElseDoesNot() throws {
      var random = RandomSource(seed: 0)
      let network = Sequential(
        "net",
        [
          try Convolution2D(
            "net.0", inputs: 1, outputs: 1, kernel: 1, weightInitializer: .constant(1),
            from: &random),
          try BatchNorm("net.1", features: 1),
        ])
      let groups = network.parameterGroups(decaying: 0.5)
      #expect(
        groups.map { $0.parameters.map(\.name) } == [
          ["net.0.weight"], ["net.0.bias", "net.1.weight", "net.1.bias"],
        ])
      let optimizer = try Optimizer(
        SGD(momentum: 0.9, nesterov: true), groups: groups, name: "optimizer")
      let step = compile(options: testOptions()) { rate in
        let slopes = optimizer.parameters.map { Tensor(HostTensor(repeating: 2, shape: $0.shape)) }
        optimizer.step(slopes, learningRate: rate)
        return rate
      }
      try network.parameters[1].setHostValue(vector(1))
      _ = try step(HostTensor(0.1))
      let (decayed, kept) = (1 - 0.1 * 1.9 * 2.5, 1 - 0.1 * 1.9 * 2)
      expectClose(
        network.parameters.flatMap(\.hostValue.floats), [decayed, kept, kept, kept - 1])
    }

    @Test func updatesShowTheStepWithoutTakingIt() throws {
      let problem = try Problem(Adam())
      let (weight, bias, optimizer) = (problem.weight, problem.bias, problem.optimizer)
      let before = problem.parameters
      let peek = compile(options: testOptions()) { rate in
        func ahead(_ times: Int) -> [Tensor] {
          guard times > 0 else { return [weight.value, bias.value] }
          let loss = (weight.value * weight.value).sum() + (bias.value * bias.value).sum()
          let updates = optimizer.updates(
            gradients(of: loss, withRespectTo: [weight, bias]), learningRate: rate)
          return withValues(updates) { ahead(times - 1) }
        }
        return ahead(3)
      }
      let take = compile(options: testOptions()) { rate in
        let loss = (weight.value * weight.value).sum() + (bias.value * bias.value).sum()
        optimizer.step(gradients(of: loss, withRespectTo: [weight, bias]), learningRate: rate)
        return loss
      }
      let seen = try peek(HostTensor(0.1)).flatMap(\.floats)
      #expect(problem.parameters == before)
      #expect(optimizer.variables[0].hostValue.integers == [0])
      for _ in 0..<3 { _ = try take(HostTensor(0.1)) }
      expectClose(seen, problem.parameters.map(Double.init))
      #expect(optimizer.variables[0].hostValue.integers == [3])
    }

    @Test func twoStepsInOneProgramAreTwoSteps() throws {
      let (single, double) = (try Problem(Adam()), try Problem(Adam()))
      let twice = compile(options: testOptions()) { rate in
        for _ in 0..<2 {
          let loss = (double.weight.value * double.weight.value).sum() + double.bias.value.sum()
          double.optimizer.step(
            gradients(of: loss, withRespectTo: [double.weight, double.bias]), learningRate: rate)
        }
        return rate
      }
      let once = compile(options: testOptions()) { rate in
        let loss = (single.weight.value * single.weight.value).sum() + single.bias.value.sum()
        single.optimizer.step(
          gradients(of: loss, withRespectTo: [single.weight, single.bias]), learningRate: rate)
        return rate
      }
      _ = try twice(HostTensor(0.1))
      for _ in 0..<2 { _ = try once(HostTensor(0.1)) }
      expectClose(double.parameters, single.parameters.map(Double.init))
    }

    @Test func trainingLowersALeastSquaresLoss() throws {
      var random = RandomSource(seed: 4)
      let network = try multilayerPerceptron("net", sizes: [2, 16, 1], from: &random)
      let optimizer = try Optimizer(
        Adam(), parameters: network.parameters, name: "optimizer")
      let points = (0..<32).map { [Float($0 % 8) / 8, Float($0 / 8) / 4] }
      let inputs = try matrix(points)
      let targets = try matrix(points.map { [$0[0] * 2 - $0[1] + 0.5] })
      let step = compile(options: testOptions()) { x, y in
        let loss = meanSquaredError(predictions: network(x), targets: y)
        optimizer.step(
          gradients(of: loss, withRespectTo: network.parameters), learningRate: Tensor(0.05))
        return loss
      }
      let first = try #require(try step(inputs, targets)[0].scalar)
      for _ in 0..<50 { _ = try step(inputs, targets) }
      let last = try #require(try step(inputs, targets)[0].scalar)
      #expect(last < first / 20)
    }
  }
}

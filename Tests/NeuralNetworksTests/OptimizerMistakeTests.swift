// What optimizers refuse, when they are made and while a step is traced.

import NeuralNetworks
import Tensors
import Testing

extension NeuralNetworksTests {
  @Suite struct OptimizerMistakeTests {
    private func stepError(
      gradients: [HostTensor], learningRate: HostTensor = HostTensor(0.1)
    ) throws -> String {
      let parameters = [
        Variable("a", vector(1, 2)), Variable("b", HostTensor(repeating: 0, shape: [2, 1])),
      ]
      let optimizer = try Optimizer(Adam(), parameters: parameters, name: "optimizer")
      return compileError {
        optimizer.step(gradients.map { Tensor($0) }, learningRate: Tensor(learningRate))
        return [Tensor(0)]
      }
    }

    @Test func wrongNumberOfGradients() throws {
      #expect(
        try stepError(gradients: [vector(1, 2)])
          == "optimizer: step: 1 gradients came for 2 parameters; pass one for each parameter, "
          + "in the order of `parameters`")
    }

    @Test func wrongShapeOfAGradient() throws {
      #expect(
        try stepError(gradients: [vector(1, 2), vector(1, 2)])
          == "optimizer: step: a gradient of float32[2] came for b; it must be float32[2, 1]")
    }

    @Test func wrongLearningRate() throws {
      let right = [vector(1, 2), HostTensor(repeating: 1, shape: [2, 1])]
      #expect(
        try stepError(gradients: right, learningRate: vector(0.1))
          == "optimizer: step: the learning rate is float32[1]; pass one float32 number")
      #expect(try stepError(gradients: right) == "no error")
    }

    @Test func parametersComeOnce() {
      let a = Variable("a", vector(1))
      #expect(throws: OptimizerError.repeatedParameter("a", optimizer: "o")) {
        try Optimizer(SGD(), groups: [ParameterGroup([a]), ParameterGroup([a])], name: "o")
      }
      #expect(throws: OptimizerError.noParameters(optimizer: "o")) {
        try Optimizer(SGD(), parameters: [], name: "o")
      }
      let integers = Variable("i", HostTensor([Int32(1)]))
      #expect(throws: OptimizerError.wrongKind(parameter: "i", integers.type)) {
        try Optimizer(SGD(), parameters: [integers], name: "o")
      }
    }

    @Test(
      arguments: [
        SGD(momentum: -1), SGD(nesterov: true), SGD(weightDecay: .nan), Adam(beta1: 1),
        Adam(beta2: -0.1), Adam(epsilon: -1), Adam(weightDecay: -1), AdamW(beta1: 1.5),
        AdamW(weightDecay: -1), RMSProp(decay: 1), RMSProp(epsilon: .infinity),
        RMSProp(momentum: -1), RMSProp(weightDecay: -1),
      ] as [any UpdateRule & Sendable])
    func settingsHaveRanges(_ rule: any UpdateRule & Sendable) {
      #expect(throws: OptimizerError.self) {
        try Optimizer(rule, parameters: [Variable("a", vector(1))], name: "o")
      }
    }

    @Test func groupsCannotDecayWithoutARuleThatDoes() throws {
      struct Sign: UpdateRule {
        let slots: [String] = []

        func update(
          _ parameter: Tensor, gradient: Tensor, slots: [Tensor], step: Tensor,
          learningRate: Tensor
        ) -> (parameter: Tensor, slots: [Tensor]) {
          (parameter - learningRate * sign(gradient), [])
        }
      }
      let a = Variable("a", vector(1, 1))
      #expect(throws: OptimizerError.noWeightDecay(rule: "Sign")) {
        try Optimizer(Sign(), groups: [ParameterGroup([a], weightDecay: 0.1)], name: "o")
      }
      let optimizer = try Optimizer(Sign(), parameters: [a], name: "o")
      let step = compile { gradient in
        optimizer.step([gradient], learningRate: Tensor(0.5))
        return a.value
      }
      #expect(try step(vector(3, -0.1))[0].floats == [0.5, 1.5])
    }

    @Test func messagesSayWhatIsNeeded() {
      #expect(
        OptimizerError.wrongSetting(
          rule: "Adam", setting: "beta1", value: 1, needed: "at least 0 and below 1"
        ).description == "Adam: beta1 is 1.0, but must be at least 0 and below 1")
    }
  }
}

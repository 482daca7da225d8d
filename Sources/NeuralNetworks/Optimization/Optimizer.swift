// Holds the state of an update rule and sets the parameters.

import Tensors

/// An update rule with its state for a number of parameters.
public final class Optimizer {
  /// The name that the names of the state begin with.
  public let name: String
  private let stepCount: Variable
  private let entries: [Entry]

  private struct Entry {
    let parameter: Variable
    let slots: [Variable]
    let rule: any UpdateRule
    let learningRateFactor: Float
  }

  /// An optimizer of parameters in groups with settings of their own.
  /// - Throws: `OptimizerError` where nothing came, a parameter came twice, or a setting is
  ///   outside of its range.
  public init(
    _ rule: some UpdateRule, groups: [ParameterGroup], name: String
  ) throws(OptimizerError) {
    self.name = name
    stepCount = Variable("\(name).step", HostTensor(shape: .scalar, storage: .int32([0])))
    var entries: [Entry] = []
    var names = Set<String>()
    try rule.check()
    for group in groups {
      let rule = try Self.rule(rule, for: group)
      for parameter in group.parameters {
        guard names.insert(parameter.name).inserted else {
          throw .repeatedParameter(parameter.name, optimizer: name)
        }
        guard parameter.type.dtype == .float32 else {
          throw .wrongKind(parameter: parameter.name, parameter.type)
        }
        let slots = rule.slots.map { slot in
          Variable("\(name).\(parameter.name).\(slot)", zeros: parameter.shape)
        }
        entries.append(
          Entry(
            parameter: parameter, slots: slots, rule: rule,
            learningRateFactor: group.learningRateFactor))
      }
    }
    guard !entries.isEmpty else { throw .noParameters(optimizer: name) }
    self.entries = entries
  }

  /// An optimizer that treats all parameters alike.
  /// - Throws: `OptimizerError` where nothing came, a parameter came twice, or a setting is
  ///   outside of its range.
  public convenience init(
    _ rule: some UpdateRule, parameters: [Variable], name: String
  ) throws(OptimizerError) {
    try self.init(rule, groups: [ParameterGroup(parameters)], name: name)
  }

  private static func rule(
    _ rule: any UpdateRule, for group: ParameterGroup
  ) throws(OptimizerError) -> any UpdateRule {
    guard let weightDecay = group.weightDecay else { return rule }
    guard var decaying = rule as? any WeightDecayingRule else {
      throw .noWeightDecay(rule: "\(type(of: rule))")
    }
    decaying.weightDecay = weightDecay
    try decaying.check()
    return decaying
  }

  /// The number of steps taken, an int32 scalar of the function being traced.
  public var stepsTaken: Tensor { stepCount.value }

  /// The parameters in the order of the groups, as `step` wants their gradients.
  public var parameters: [Variable] { entries.map(\.parameter) }

  /// The state that a checkpoint must hold: the number of steps, and each parameter's slots.
  public var variables: [Variable] { [stepCount] + entries.flatMap(\.slots) }

  /// Moves every parameter by one step, for what follows in the function being traced and for
  /// good when it has run.
  ///
  /// A wrong number of gradients, a gradient of another shape than its parameter, and a learning
  /// rate that is not one number are recorded errors.
  /// - Parameters:
  ///   - gradients: One for each of `parameters`, in their order.
  ///   - learningRate: float32 scalar.
  public func step(_ gradients: [Tensor], learningRate: Tensor) {
    for (variable, value) in updates(gradients, learningRate: learningRate) {
      variable.assign(value)
    }
  }

  /// What `step` would assign: parameters and state after the step.
  ///
  /// Passed to `withValues`, they let a body see the world after the step without taking it, as
  /// extragradient and unrolled optimization need; calls nest.
  public func updates(
    _ gradients: [Tensor], learningRate: Tensor
  ) -> [(Variable, Tensor)] {
    withPath(name) {
      guard accepts(gradients, learningRate) else { return [] }
      let count = stepCount.value + 1
      let step = count.converted(to: .float32)
      var updates = [(stepCount, count)]
      for (entry, gradient) in zip(entries, gradients) {
        withPath(entry.parameter.name) {
          let factor = entry.learningRateFactor
          let result = entry.rule.update(
            entry.parameter.value, gradient: gradient, slots: entry.slots.map(\.value), step: step,
            learningRate: factor == 1 ? learningRate : learningRate * factor)
          updates.append((entry.parameter, result.parameter))
          updates += zip(entry.slots, result.slots)
        }
      }
      return updates
    }
  }

  private func accepts(_ gradients: [Tensor], _ learningRate: Tensor) -> Bool {
    let trace = learningRate.trace
    guard gradients.count == entries.count else {
      _ = trace.fail(
        operation: "step",
        problem: "\(gradients.count) gradients came for \(entries.count) parameters",
        remedy: "pass one for each parameter, in the order of `parameters`")
      return false
    }
    guard learningRate.type == TensorType(.scalar) else {
      _ = trace.fail(
        operation: "step", problem: "the learning rate is \(learningRate.type)",
        remedy: "pass one float32 number")
      return false
    }
    for (entry, gradient) in zip(entries, gradients)
    where gradient.type != entry.parameter.type {
      _ = trace.fail(
        operation: "step",
        problem: "a gradient of \(gradient.type) came for \(entry.parameter.name)",
        remedy: "it must be \(entry.parameter.type)")
      return false
    }
    return true
  }
}

// What a recipe says of the optimizer and of its learning rate.

import NeuralNetworks
import Runs

/// The optimizer of a classifier with its learning rate over the epochs.
struct OptimizerSettings: Sendable {
  let choice: OptimizerChoice
  let learningRate: Double
  let momentum: Float
  let weightDecay: Float
  /// Whether weight decay pulls at biases and normalisations, too.
  let decaysAll: Bool
  private let schedule: ScheduleChoice
  private let milestones: [Int]
  private let factor: Double
  private let warmUp: Double

  /// - Throws: `RecipeError.badValue` for milestones that are no whole numbers, and for Nesterov's
  ///   variant without momentum.
  init(_ recipe: Recipe) throws(RecipeError) {
    choice = try recipe.choice("optimizer", as: OptimizerChoice.self)
    learningRate = try recipe.real("lr")
    momentum = Float(try recipe.real("momentum"))
    weightDecay = Float(try recipe.real("weight-decay"))
    decaysAll = try recipe.text("decay-norms") == "on"
    schedule = try recipe.choice("schedule", as: ScheduleChoice.self)
    milestones = try ClassifierSettings.wholeNumbers("milestones", recipe)
    factor = try recipe.real("lr-factor")
    warmUp = try recipe.real("warm-up")
    guard choice != .nesterov || momentum > 0 else {
      throw .badValue(
        key: "momentum", came: "0", problem: "leaves nesterov nothing to look ahead with",
        needed: "a number above 0, or optimizer sgd", nearest: nil, origin: .program)
    }
  }

  /// The optimizer of a network's parameters.
  func optimizer(of network: any Layer) throws -> Optimizer {
    let rule: any UpdateRule =
      switch choice {
      case .sgd: SGD(momentum: momentum, weightDecay: weightDecay)
      case .nesterov: SGD(momentum: momentum, nesterov: true, weightDecay: weightDecay)
      case .adam: Adam(weightDecay: weightDecay)
      case .adamW: AdamW(weightDecay: weightDecay)
      case .rmsprop: RMSProp(weightDecay: weightDecay)
      }
    let groups =
      decaysAll
      ? [ParameterGroup(network.parameters)] : network.parameterGroups(decaying: weightDecay)
    return try Optimizer(rule, groups: groups, name: "optimizer")
  }

  /// The learning rate at every step of so many epochs.
  func schedule(epochs: Int, stepsPerEpoch: Int) -> Schedule {
    let steps = epochs * stepsPerEpoch
    let falling: Schedule =
      switch schedule {
      case .constant: .constant
      case .milestones: .milestones(milestones.map { $0 * stepsPerEpoch }, factor: factor)
      case .cosine: .cosine(steps: steps)
      case .oneCycle: .oneCycle(steps: steps)
      }
    let rising = Int((warmUp * Double(stepsPerEpoch)).rounded())
    return rising > 0 ? .linearWarmUp(steps: rising, falling) : falling
  }
}

// What an optimizer computes for one parameter, free of any state of its own.

import Tensors

/// A pure rule: parameter, gradient and state in, new parameter and new state out.
///
/// Nothing is assigned here, so that a rule also serves unrolled steps and extragradient.
public protocol UpdateRule {
  /// The names of the arrays of a parameter's shape that the rule remembers; they start as zeros.
  var slots: [String] { get }

  /// The parameter and its slots after one step.
  /// - Parameters:
  ///   - slots: In the order of the names.
  ///   - step: float32 scalar, 1 at the first step.
  ///   - learningRate: float32 scalar.
  func update(
    _ parameter: Tensor, gradient: Tensor, slots: [Tensor], step: Tensor, learningRate: Tensor
  ) -> (parameter: Tensor, slots: [Tensor])

  /// Checks the rule's settings, when an optimizer is made.
  /// - Throws: `OptimizerError` for a setting outside of its range.
  func check() throws(OptimizerError)
}

extension UpdateRule {
  /// Accepts all settings.
  public func check() throws(OptimizerError) {}
}

/// A rule with weight decay, which a parameter group may set for itself.
public protocol WeightDecayingRule: UpdateRule {
  /// The factor of the pull of every weight towards 0.
  var weightDecay: Float { get set }
}

/// What an optimizer cannot be made of.
public enum OptimizerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There is nothing to optimize.
  case noParameters(optimizer: String)
  /// Two parameters have one name, or one came twice.
  case repeatedParameter(String, optimizer: String)
  /// A parameter does not hold float32.
  case wrongKind(parameter: String, TensorType)
  /// A setting is outside of its range.
  case wrongSetting(rule: String, setting: String, value: Float, needed: String)
  /// A group sets weight decay, and the rule has none.
  case noWeightDecay(rule: String)

  /// What came, what was needed, and the remedy.
  public var description: String {
    switch self {
    case .noParameters(let optimizer):
      "optimizer \(optimizer): no parameters came; pass at least one"
    case .repeatedParameter(let name, let optimizer):
      "optimizer \(optimizer): parameter \(name) came twice; pass each parameter once, in one "
        + "group, under a name of its own"
    case .wrongKind(let parameter, let type):
      "parameter \(parameter) is \(type); optimize float32 variables only"
    case .wrongSetting(let rule, let setting, let value, let needed):
      "\(rule): \(setting) is \(value), but must be \(needed)"
    case .noWeightDecay(let rule):
      "a parameter group sets weight decay, but \(rule) has none; leave it nil, or choose a rule "
        + "with weight decay"
    }
  }
}

extension UpdateRule {
  func expect(
    _ isRight: Bool, _ setting: String, _ value: Float, _ needed: String
  ) throws(OptimizerError) {
    if !isRight {
      throw .wrongSetting(rule: "\(Self.self)", setting: setting, value: value, needed: needed)
    }
  }

  func expectNotNegative(_ setting: String, _ value: Float) throws(OptimizerError) {
    try expect(value >= 0 && value.isFinite, setting, value, "at least 0 and finite")
  }

  func expectRate(_ setting: String, _ value: Float) throws(OptimizerError) {
    try expect((0..<1).contains(value), setting, value, "at least 0 and below 1")
  }
}

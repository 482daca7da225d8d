// What a recipe says of mixing.

import Mixing
import Runs

extension ClassifierSettings {
  /// How batches are mixed.
  /// - Throws: `RecipeError.badValue` for CutMix of rows, and for more than two ways with partners
  ///   from outside of the batch.
  static func mixing(_ recipe: Recipe) throws(RecipeError) -> BatchMixing {
    let method = try recipe.choice("mix", as: MixingMethod.self)
    let alpha = Float(try recipe.real("alpha"))
    let cutMixAlpha = Float(try recipe.real("cutmix-alpha"))
    let partners = try recipe.choice("partners", as: PartnerChoice.self)
    if [.cutmix, .mixupOrCutmix].contains(method),
      DataNames.kind(of: try recipe.text("data")) == .rows
    {
      throw .badValue(
        key: "mix", came: method.rawValue, problem: "cuts boxes, and the data are rows of numbers",
        needed: "mixup, or images as data", nearest: nil, origin: .program)
    }
    if method == .dirichlet, try recipe.integer("ways") > 2,
      partners.isGiven || partners == .reversed
    {
      throw .badValue(
        key: "partners", came: partners.rawValue,
        problem: "gives one partner, and mix dirichlet takes several",
        needed: "permutation, shifted or same-class, or ways 2", nearest: nil, origin: .program)
    }
    var mixing = BatchMixing(
      granularity: try recipe.choice("lambda", as: LambdaGranularity.self),
      partners: method == .off ? .permutation : partners.partners,
      targets: try recipe.choice("targets", as: BatchMixing.Targets.self),
      smoothing: Float(try recipe.real("smoothing")), noise: Float(try recipe.real("noise")),
      probability: Float(try recipe.real("mix-probability")))
    switch method {
    case .off: mixing.method = .off
    case .mixup: mixing.method = .mixup(alpha: alpha)
    case .cutmix: mixing.method = .cutMix(alpha: cutMixAlpha)
    case .mixupOrCutmix:
      mixing.method = .mixupOrCutMix(
        mixupAlpha: alpha, cutMixAlpha: cutMixAlpha,
        cutMixShare: Float(try recipe.real("cutmix-share")))
    case .dirichlet:
      mixing.method =
        alpha == 0 ? .off : .simplex(ways: try recipe.integer("ways"), alpha: alpha)
    }
    return mixing
  }

  /// Whether batches are mixed in any epoch.
  var mixes: Bool {
    switch mixing.method {
    case .off, .mixup(alpha: 0): false
    default: true
    }
  }

  /// The method in a reader's words, like `mixup, α = 1.0`.
  public var method: String {
    var parts: [String] = []
    switch mixing.method {
    case .off, .mixup(alpha: 0): parts.append("ERM")
    case .mixup(let alpha): parts.append("mixup, \u{03B1} = \(alpha)")
    case .cutMix(let alpha): parts.append("CutMix, \u{03B1} = \(alpha)")
    case .mixupOrCutMix(let mixup, let cutMix, _):
      parts.append("mixup, \u{03B1} = \(mixup), or CutMix, \u{03B1} = \(cutMix)")
    case .simplex(let ways, let alpha):
      parts.append("mixtures of \(ways), \u{03B1} = \(alpha)")
    }
    if mixes {
      if partners != .permutation { parts.append("partners \(partners.rawValue)") }
      if mixing.targets == .nearer { parts.append("inputs only") }
      if mixLayers != [0] {
        parts.append("at layer " + mixLayers.map(String.init).joined(separator: " or "))
      }
    }
    if mixing.smoothing > 0 { parts.append("label smoothing \(mixing.smoothing)") }
    if mixing.noise > 0 { parts.append("noise \(mixing.noise)") }
    if form.dropout > 0 { parts.append("dropout \(form.dropout)") }
    return parts.joined(separator: ", ")
  }
}

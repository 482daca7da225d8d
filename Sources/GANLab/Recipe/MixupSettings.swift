// Which mixup a recipe means, and that it fits the objective.

import Mixing
import Runs
import Training

extension GANRecipe {
  /// The recipe with numbers in place of `auto`, with the mixup that really holds, and with the whole
  /// path of a file of points.
  ///
  /// The critics of wgan-gp and relativistic have no labels to mix, so both turn mixup off where
  /// nobody asked for it.
  /// - Throws: `RecipeError.badValue` where mixup was given along with one of them.
  public static func resolved(_ recipe: Recipe) throws(RecipeError) -> Recipe {
    let recipe = try withoutAutos(try recipe.locatingData(from: .currentDirectory))
    let objective = try recipe.choice("objective", as: GANObjective.self)
    guard !objective.hasProbabilities, try GANSettings.mixup(recipe) != .off else { return recipe }
    if recipe.isGiven("mixup") {
      throw .badValue(
        key: "mixup", came: recipe["mixup"]?.text ?? "",
        problem:
          "asks for mixed labels, and the critic of objective \(objective.rawValue) has none",
        needed: "mixup off, or another objective", nearest: nil, origin: .program)
    }
    var resolved = recipe
    try resolved.set("mixup", to: "off")
    return resolved
  }
}

extension GANSettings {
  /// What the settings mixup, alpha and lambda mean together.
  static func mixup(_ recipe: Recipe) throws(RecipeError) -> DiscriminatorMixup {
    let alpha = Float(try recipe.real("alpha"))
    let lambda = try recipe.choice("lambda", as: LambdaGranularity.self)
    // A strength of 0 is no mixing at all, and runs the very same program.
    guard alpha > 0 else { return .off }
    switch try recipe.text("mixup") {
    case "paper": return .paper(alpha: alpha, lambda)
    case "demo":
      // A weight above 1 would ask the discriminator for targets that are no probabilities.
      guard alpha <= 1 else {
        throw .badValue(
          key: "alpha", came: recipe["alpha"]?.text ?? "",
          problem: "is above 1, the largest weight that the demo's mixup can give",
          needed: "a number from 0 to 1 with mixup demo", nearest: nil, origin: .program)
      }
      return .demo(maximum: alpha, lambda)
    default: return .off
    }
  }
}

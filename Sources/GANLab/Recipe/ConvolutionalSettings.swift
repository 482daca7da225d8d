// Which convolutional networks a recipe means, and whether they are told classes.

import NeuralNetworks
import Runs

extension GANSettings {
  /// DCGAN or SNGAN with its widths and normalisations; nil for perceptrons.
  /// - Throws: `RecipeError.badValue` for a normalisation that the model has not.
  static func convolutional(_ recipe: Recipe) throws(RecipeError) -> GANArchitecture.Model? {
    let model = try recipe.text("model")
    let width = try recipe.integer("width")
    let norm = try recipe.text("norm-d")
    switch model {
    case "dcgan":
      try expect("norm-g", ["batch"], model, recipe)
      return .dcgan(
        width: width,
        normalization: try recipe.choice("norm-d", as: DCGANNormalization.self))
    case "sngan":
      try expect("norm-d", ["spectral", "none"], model, recipe)
      try expect("norm-g", ["batch"], model, recipe)
      return .sngan(
        generatorWidth: try recipe.integerUnlessWord("width-g") ?? width,
        discriminatorWidth: try recipe.integerUnlessWord("width-d") ?? width,
        normalizesDiscriminator: norm == "spectral")
    default: return nil
    }
  }

  /// Refuses a value that a model cannot be made with.
  static func expect(
    _ key: String, _ values: [String], _ model: String, _ recipe: Recipe
  ) throws(RecipeError) {
    let came = try recipe.text(key)
    guard !values.contains(came) else { return }
    throw .badValue(
      key: key, came: came, problem: "does not go with model \(model)",
      needed: values.joined(separator: " or "), nearest: nil, origin: .program)
  }

  /// The setting conditional.
  /// - Throws: `RecipeError.badValue` beside perceptrons, which know no classes, beside the demo's
  ///   mixup, which mixes rows of different classes, and beside packs, which have no one class.
  static func isConditional(_ recipe: Recipe) throws(RecipeError) -> Bool {
    guard try recipe.text("conditional") == "on" else { return false }
    var problem: (text: String, needed: String)?
    if try recipe.text("model") == "mlp" {
      problem = ("is for images of model dcgan or sngan, and the model is mlp", "off")
    } else if case .demo = try mixup(recipe) {
      problem = (
        "gives every row a class, and mixup demo mixes rows of different classes",
        "off, or mixup paper or off"
      )
    } else if try recipe.integer("pack") > 1 {
      problem = ("gives every row a class, and a pack has no one class", "off, or pack 1")
    }
    guard let problem else { return true }
    throw .badValue(
      key: "conditional", came: "on", problem: problem.text, needed: problem.needed, nearest: nil,
      origin: .program)
  }
}

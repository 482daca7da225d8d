// Which networks a recipe means, and that its batches fit them.

import NeuralNetworks
import Runs

extension GANRecipe {
  /// The activations that settings name.
  static let activations: [(name: String, activation: Activation)] = [
    ("relu", .relu), ("leaky-relu", .leakyReLU(slope: 0.2)), ("tanh", .tanh),
  ]
}

extension GANSettings {
  /// What the settings of widths, depths, activations, packs and first weights mean together.
  /// - Throws: `RecipeError.badValue` for a batch that the pack does not divide, and for batch
  ///   normalisation of a single point.
  static func architecture(_ recipe: Recipe) throws(RecipeError) -> GANArchitecture {
    var architecture = GANArchitecture()
    architecture.latentSize = try recipe.integer("latent")
    architecture.pack = try recipe.integer("pack")
    architecture.initialDeviation = try recipe.realUnlessWord("init-std").map { Float($0) }
    architecture.generator = try perceptron("g", recipe)
    architecture.discriminator = try perceptron("d", recipe)
    let batch = try recipe.integer("batch")
    guard batch % architecture.pack == 0 else {
      throw .badValue(
        key: "pack", came: String(architecture.pack),
        problem: "does not divide the batch of \(batch)",
        needed: "a batch that is a multiple of the pack, such as \(batch * architecture.pack)",
        nearest: nil, origin: .program)
    }
    if let model = try convolutional(recipe) {
      architecture.model = model
      return architecture
    }
    try expect("norm-d", ["none"], "mlp", recipe)
    let isNormalized = try recipe.text("norm-g") == "batch"
    guard isNormalized else { return architecture }
    guard batch >= 2 else {
      throw .badValue(
        key: "norm-g", came: "batch", problem: "takes the variance of a batch, and batch is 1",
        needed: "none, or a batch of at least 2 points", nearest: nil, origin: .program)
    }
    if case .activation(let activation) = architecture.generator.units {
      architecture.generator.units = .normalized(activation)
    }
    return architecture
  }

  private static func perceptron(
    _ network: String, _ recipe: Recipe
  ) throws(RecipeError) -> GANArchitecture.Perceptron {
    var perceptron = GANArchitecture.Perceptron()
    let (width, depth) = (try recipe.integer("width"), try recipe.integer("depth"))
    perceptron.width = try recipe.integerUnlessWord("width-\(network)") ?? width
    perceptron.depth = try recipe.integerUnlessWord("depth-\(network)") ?? depth
    let key = "activation-\(network)"
    let name = try recipe.text(key)
    if name == "maxout" {
      perceptron.units = .maxout(pieces: try recipe.integer("maxout-pieces"))
    } else if let found = GANRecipe.activations.first(where: { $0.name == name }) {
      perceptron.units = .activation(found.activation)
    } else {
      throw .badRequest(key: key, reason: "no activation is called \(name)")
    }
    return perceptron
  }

  /// The settings r1 and r2.
  /// - Throws: `RecipeError.badValue` beside wgan-gp, whose own penalty pulls the slope elsewhere.
  static func zeroCenteredPenalties(
    _ recipe: Recipe
  ) throws(RecipeError) -> (r1: Float, r2: Float) {
    let isWasserstein =
      try recipe.choice("objective", as: GANObjective.self) == .wassersteinGP
    for key in ["r1", "r2"] where isWasserstein {
      guard try recipe.real(key) == 0 else {
        throw .badValue(
          key: key, came: recipe[key]?.text ?? "",
          problem: "pulls the slope to 0 where the penalty of objective wgan-gp pulls it to 1",
          needed: "0, or another objective", nearest: nil, origin: .program)
      }
    }
    return (Float(try recipe.real("r1")), Float(try recipe.real("r2")))
  }
}

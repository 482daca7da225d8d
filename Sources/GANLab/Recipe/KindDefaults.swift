// The defaults that depend on what is learned: points in the plane or images.

import Datasets
import Runs

/// What a GAN learns to make.
public enum DataKind: Sendable {
  /// Points in the plane.
  case points
  /// Images of a set.
  case images
}

extension GANRecipe {
  /// What `auto` stands for: the paper's settings for points, DCGAN's for images.
  private static let autos: [(key: String, points: String, images: String)] = [
    ("model", "mlp", "dcgan"),
    ("objective", "saturating", "non-saturating"),
    ("steps", "20000", "5000"),
    ("steps-per-epoch", "250", "500"),
    ("batch", "128", "64"),
    ("d-steps", "5", "1"),
    ("reuse-fakes", "off", "on"),
    ("lr-g", "0.001", "0.0002"),
    ("lr-d", "0.001", "0.0002"),
    ("beta1", "0.9", "0.5"),
    ("beta2", "0.999", "0.999"),
    ("latent", "2", "100"),
    ("samples", "2500", "1000"),
  ]

  /// What `auto` stands for with SNGAN's networks: their paper's settings.
  private static let snganAutos: [(key: String, value: String)] = [
    ("d-steps", "5"), ("beta1", "0"), ("beta2", "0.9"), ("latent", "128"),
  ]

  /// Like `128 for points and 64 for images`.
  static func kindDefaults(_ key: String) -> String {
    guard let row = autos.first(where: { $0.key == key }) else { return "" }
    let ofSNGAN = snganAutos.first { $0.key == key }.map { ", \($0.value) with sngan" } ?? ""
    guard row.points != row.images else { return row.points + ofSNGAN }
    return "\(row.points) for points and \(row.images) for images" + ofSNGAN
  }

  /// What a recipe's data are.
  public static func kind(of recipe: Recipe) throws(RecipeError) -> DataKind {
    ImageData.isImages(try recipe.text("data")) ? .images : .points
  }

  /// The recipe with numbers and names in place of `auto`.
  static func withoutAutos(_ recipe: Recipe) throws(RecipeError) -> Recipe {
    let kind = try kind(of: recipe)
    var result = recipe
    func settle(_ key: String, _ value: String) throws(RecipeError) {
      if recipe[key] == .text("auto") { try result.set(key, to: value) }
    }
    if ImageData.isFolder(try recipe.text("data")) { try settle("image-size", "32") }
    if try recipe.text("model") == "sngan" {
      for row in snganAutos { try settle(row.key, row.value) }
    }
    for row in autos where result[row.key] == .text("auto") {
      try settle(row.key, kind == .points ? row.points : row.images)
    }
    let model = try result.text("model")
    let isConvolutional = model != "mlp"
    guard kind == .images || !isConvolutional else {
      throw .badValue(
        key: "model", came: model, problem: "makes images, and the data are points",
        needed: "mlp, or a set of images as data", nearest: nil, origin: .program)
    }
    try settle("width", isConvolutional ? "64" : "512")
    try settle("norm-g", isConvolutional ? "batch" : "none")
    let objective = try result.choice("objective", as: GANObjective.self)
    let (r1, r2) = (try result.real("r1"), try result.real("r2"))
    let hasPenalty = objective == .wassersteinGP || r1 > 0 || r2 > 0
    switch model {
    case "dcgan":
      // A batch of mixtures has other statistics than the fakes that the generator is judged by.
      let mixup = try GANSettings.mixup(result)
      let isMixed = objective.hasProbabilities && mixup != .off
      try settle("norm-d", hasPenalty ? "none" : isMixed ? "layer" : "batch")
      try settle("init-std", "0.02")
    case "sngan": try settle("norm-d", "spectral")
    default: try settle("norm-d", "none")
    }
    return result
  }
}

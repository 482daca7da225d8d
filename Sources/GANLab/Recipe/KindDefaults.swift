// The defaults that depend on what is learned, points or images, and by which networks.

import Datasets
import Mixing
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
    ("gradient-penalty", "0.1", "10"),
    ("steps", "20000", "10000"),
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

  /// What `auto` stands for with DCGAN's networks beside mixup, whose discriminator is harder to
  /// upset and slower to learn: found on MNIST.
  private static let mixedDCGANAutos: [(key: String, value: String)] = [
    ("lr-g", "0.0005"), ("lr-d", "0.001"), ("norm-d", "layer"),
  ]

  /// What `auto` stands for with wgan-gp on images: its paper's settings.
  private static let wassersteinImageAutos: [(key: String, value: String)] = [
    ("d-steps", "5"), ("lr-g", "0.0001"), ("lr-d", "0.0001"), ("beta1", "0"), ("beta2", "0.9"),
  ]

  /// What `auto` stands for where the generator is judged beside reals, by fakes of its own.
  private static let pairingAutos: [(key: String, value: String)] = [("reuse-fakes", "off")]

  /// Like `128 for points and 64 for images`.
  static func kindDefaults(_ key: String) -> String {
    guard let row = autos.first(where: { $0.key == key }) else { return "" }
    let others = [
      (snganAutos, "with sngan"), (mixedDCGANAutos, "with dcgan beside mixup"),
      (wassersteinImageAutos, "with wgan-gp on images"), (pairingAutos, "with relativistic"),
    ].compactMap { rows, place in
      rows.first { $0.key == key }.map { ", \($0.value) \(place)" }
    }.joined()
    guard row.points != row.images else { return row.points + others }
    return "\(row.points) for points and \(row.images) for images" + others
  }

  /// What a recipe's data are.
  public static func kind(of recipe: Recipe) throws(RecipeError) -> DataKind {
    ImageData.isImages(try recipe.text("data")) ? .images : .points
  }

  /// Whether both networks are told classes unless the recipe says: where a set by name has them,
  /// and the networks and what the discriminator sees leave every row its class.
  private static func knowsClasses(
    _ recipe: Recipe, _ mixup: DiscriminatorMixup
  ) throws(RecipeError) -> Bool {
    if case .demo = mixup { return false }
    let (data, model) = (try recipe.text("data"), try recipe.text("model"))
    let pack = try recipe.integer("pack")
    return ImageCatalog.named(data) != nil && model != "mlp" && pack == 1
  }

  /// The recipe with numbers and names in place of `auto`.
  static func withoutAutos(_ recipe: Recipe) throws(RecipeError) -> Recipe {
    let kind = try kind(of: recipe)
    var result = recipe
    func settle(_ key: String, _ value: String) throws(RecipeError) {
      if result[key] == .text("auto") { try result.set(key, to: value) }
    }
    func settle(_ rows: [(key: String, value: String)]) throws(RecipeError) {
      for row in rows { try settle(row.key, row.value) }
    }
    if ImageData.isFolder(try recipe.text("data")) { try settle("image-size", "32") }
    let ofKind = autos.map { (key: $0.key, value: kind == .points ? $0.points : $0.images) }
    try settle(ofKind.filter { ["model", "objective"].contains($0.key) })
    let model = try result.text("model")
    guard kind == .images || model == "mlp" else {
      throw .badValue(
        key: "model", came: model, problem: "makes images, and the data are points",
        needed: "mlp, or a set of images as data", nearest: nil, origin: .program)
    }
    let objective = try result.choice("objective", as: GANObjective.self)
    let (r1, r2) = (try result.real("r1"), try result.real("r2"))
    let hasPenalty = objective == .wassersteinGP || r1 > 0 || r2 > 0
    let mixup = try GANSettings.mixup(result)
    if kind == .images, objective == .wassersteinGP { try settle(wassersteinImageAutos) }
    if objective.generatorNeedsReals { try settle(pairingAutos) }
    switch model {
    case "dcgan":
      if hasPenalty { try settle("norm-d", "none") }
      if objective.hasProbabilities, mixup != .off { try settle(mixedDCGANAutos) }
      try settle([("norm-d", "batch"), ("init-std", "0.02")])
    case "sngan": try settle(snganAutos + [("norm-d", "spectral")])
    default: try settle([("norm-d", "none"), ("norm-g", "none"), ("width", "512")])
    }
    try settle(ofKind + [("norm-g", "batch"), ("width", "64")])
    try settle("conditional", try knowsClasses(result, mixup) ? "on" : "off")
    return result
  }
}

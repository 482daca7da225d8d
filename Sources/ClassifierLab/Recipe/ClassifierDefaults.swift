// The defaults that depend on what is classified and by which network.

import Runs

extension ClassifierRecipe {
  /// What `auto` stands for: the paper's settings for tables (3.6), short runs of a small network for
  /// images, and the paper's settings (3.2) for its large networks.
  private static let autos: [(key: String, rows: String, images: String, large: String)] = [
    ("epochs", "10", "20", "200"),
    ("batch", "16", "128", "128"),
    ("optimizer", "adam", "adam", "sgd"),
    ("lr", "0.001", "0.002", "0.1"),
    ("weight-decay", "0", "0", "0.0001"),
    ("schedule", "constant", "one-cycle", "milestones"),
  ]

  /// Like `10 for tables, 20 for images, 200 for preact-resnet18, wrn-28-10 and densenet-bc-190`, or
  /// shorter where tables and images have one default.
  static func autoText(_ key: String) -> String {
    guard let row = autos.first(where: { $0.key == key }) else { return "" }
    if row.rows == row.images {
      return "\(row.rows), and \(row.large) for preact-resnet18, wrn-28-10 and densenet-bc-190"
    }
    return "\(row.rows) for tables, \(row.images) for images, \(row.large) for preact-resnet, wrn "
      + "and densenet-bc"
  }

  /// Sets whose mirrored images are of the same class.
  private static let mirrored = ["fashion-mnist", "cifar10", "cifar100"]

  /// The recipe with the whole path of its data, and numbers and names in place of `auto`.
  public static func resolved(_ recipe: Recipe) throws(RecipeError) -> Recipe {
    var result = try located(recipe, from: .currentDirectory)
    func settle(_ key: String, _ value: String) throws(RecipeError) {
      if result[key] == .text("auto") { try result.set(key, to: value) }
    }
    let name = try result.text("data")
    let isRows = DataNames.kind(of: name) == .rows
    let isMirrored = mirrored.contains(name)
    if DataNames.isFolder(name) { try settle("image-size", "32") }
    try settle("model", isRows ? "mlp" : "convnet")
    try settle("alpha", isRows ? "0.2" : "1")
    try settle("augment", isMirrored ? "flip-crop" : "none")
    try settle("normalize", ["cifar10", "cifar100"].contains(name) ? "authors" : "set")
    let isLarge = try result.choice("model", as: ClassifierModel.self).isLarge
    for row in autos {
      try settle(row.key, isLarge ? row.large : isRows ? row.rows : row.images)
    }
    try settle("train-metrics", try result.real("corruption") > 0 ? "last" : "off")
    return result
  }
}

// The networks of classifiers by name, and how a recipe's widths and depths change them.

import NeuralNetworks
import Runs
import Tensors

/// The classifiers of the paper and small ones.
enum ClassifierModel: String, CaseIterable, Sendable {
  /// Two hidden layers of 128 units: section 3.6.
  case mlp
  /// A small convolutional network with batch normalisation.
  case convnet
  case leNet = "lenet-5"
  /// Sections 3.2, 3.4 and 3.8.
  case preActResNet18 = "preact-resnet18"
  case wideResNet = "wrn-28-10"
  case denseNet = "densenet-bc-190"

  /// Whether it is trained as in the paper's CIFAR experiments unless the recipe says otherwise.
  var isLarge: Bool { [.preActResNet18, .wideResNet, .denseNet].contains(self) }

  /// The settings beside width and depth that mean something to it.
  private var takes: [String] {
    switch self {
    case .mlp: ["width", "depth", "dropout"]
    case .convnet: ["width", "dropout"]
    case .leNet: []
    case .preActResNet18: ["width", "depth", "dropout", "block"]
    case .wideResNet, .denseNet: ["width", "depth", "dropout"]
    }
  }

  /// The network's settings as a recipe has them.
  struct Form: Sendable, Equatable {
    var model: ClassifierModel
    /// Nil for the network's own.
    var width: Int?
    /// Nil for the network's own.
    var depth: Int?
    var dropout: Float
    var isDoublyNormalized: Bool
  }

  /// Reads what a recipe says of the network.
  /// - Throws: `RecipeError.badValue` for a setting that the network does not have.
  static func form(_ recipe: Recipe) throws(RecipeError) -> Form {
    let model = try recipe.choice("model", as: ClassifierModel.self)
    for key in ["width", "depth", "dropout", "block"] where !model.takes.contains(key) {
      let preset = ClassifierRecipe.table.setting(key)?.defaultValue.text ?? ""
      guard let came = recipe[key]?.text, came != preset else { continue }
      throw .badValue(
        key: key, came: came, problem: "means nothing to \(model.rawValue)",
        needed: "\(preset), or another model", nearest: nil, origin: .program)
    }
    return Form(
      model: model, width: try recipe.integerUnlessWord("width"),
      depth: try recipe.integerUnlessWord("depth"), dropout: Float(try recipe.real("dropout")),
      isDoublyNormalized: try recipe.text("block") == "double-norm")
  }
}

extension ClassifierModel.Form {
  /// The network for samples of some sizes, with fresh weights.
  /// - Throws: `ShapeError` for sizes that the network does not take.
  func network(
    sizes: [Int], classes: Int, seed: UInt64
  ) throws -> any StagedNetwork {
    var random = RandomSource(seed: seed)
    let name = "classifier"
    if model == .mlp {
      return try perceptronClassifier(
        name, inputs: sizes.reduce(1, *),
        hidden: [Int](repeating: width ?? 128, count: depth ?? 2), classes: classes,
        dropout: dropout, from: &random)
    }
    guard sizes.count == 3 else {
      throw ShapeError(
        operation: model.rawValue, problem: "rows of \(sizes.reduce(1, *)) numbers came",
        remedy: "use --model mlp, or images")
    }
    let channels = sizes[0]
    switch model {
    case .mlp, .convnet:
      return try convNet(
        name, channels: channels, classes: classes, width: width ?? 32, dropout: dropout,
        from: &random)
    case .leNet:
      return try leNet(
        name, channels: channels, size: Extent(sizes[1], sizes[2]), classes: classes,
        from: &random)
    case .preActResNet18:
      return try preActResNet(
        name, depth: depth ?? 18, width: width ?? 64, channels: channels, classes: classes,
        form: isDoublyNormalized ? .doublyNormalized : .plain, dropout: dropout, from: &random)
    case .wideResNet:
      return try wideResNet(
        name, depth: depth ?? 28, width: width ?? 10, channels: channels, classes: classes,
        dropout: dropout, from: &random)
    case .denseNet:
      return try denseNet(
        name, depth: depth ?? 190, growth: width ?? 40, channels: channels, classes: classes,
        dropout: dropout, from: &random)
    }
  }
}

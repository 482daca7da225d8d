// The labelled samples that a recipe means, in parts, with what is done to them.

import Datasets
import Runs
import Training

/// Samples to train on, samples to choose by, and samples to test on.
package struct ClassifierData: Sendable {
  /// The name without folder and ending.
  package let name: String
  /// With corrupted labels, where the recipe asks for some.
  package let training: LabelledSamples
  /// Held out from the training samples; nil where the recipe asks for none.
  package let validation: LabelledSamples?
  package let test: LabelledSamples
  package let normalization: InputNormalization
  package let augmentation: ImageAugmentation
  /// How rows of a table were scaled; nil for images.
  package let scaling: TableScaling?
  /// What identifies the samples.
  package let checksum: String
  /// What the user should know about the data, one line each.
  package let remarks: [String]
  /// The labels of the training samples as they came.
  package let cleanLabels: [Int32]
  /// The places of the training samples whose labels were drawn anew.
  package let corrupted: [Int]

  /// The number of classes.
  package var classCount: Int { training.classNames.count }

  /// Reads the data of a resolved recipe.
  /// - Throws: what reading throws, `ImageSetError.noLabels`, and `RecipeError` for settings that the
  ///   data do not allow.
  package init(_ recipe: Recipe) throws {
    let reference = try recipe.text("data")
    name = DataNames.title(reference)
    let seed = UInt64(try recipe.integerUnlessWord("split-seed") ?? (try recipe.integer("seed")))
    var parts =
      DataNames.kind(of: reference) == .images
      ? try DataParts(images: recipe, seed: seed) : try DataParts(rows: recipe, seed: seed)
    try parts.holdOut(try recipe.real("validation"), seed: seed)
    scaling = try parts.scaleRows()
    (validation, test) = (parts.validation, parts.test)
    (checksum, remarks) = (parts.checksum, parts.remarks)
    var training = parts.training
    cleanLabels = training.labels
    let corruption = LabelCorruption(
      share: try recipe.real("corruption"), seed: UInt64(try recipe.integer("corruption-seed")))
    let result = corruption.applied(
      to: training.labels, classCount: training.classNames.count)
    training.labels = result.labels
    corrupted = result.chosen
    augmentation = try Self.augmentation(recipe, training)
    normalization = try Self.normalization(recipe, training)
    self.training = training
  }

  private static func augmentation(
    _ recipe: Recipe, _ training: LabelledSamples
  ) throws -> ImageAugmentation {
    let name = try recipe.text("augment")
    guard name != "none" else { return .none }
    guard let images = training.images else {
      throw RecipeError.badValue(
        key: "augment", came: name, problem: "changes images, and the data are rows of numbers",
        needed: "none, or images as data", nearest: nil, origin: .program)
    }
    let side = min(images.height, images.width)
    let padding = try recipe.integerUnlessWord("padding") ?? side / 8
    guard padding <= side else {
      throw RecipeError.badValue(
        key: "padding", came: String(padding), problem: "is more than the images' side",
        needed: "0 to \(side)", nearest: nil, origin: .program)
    }
    return try ImageAugmentation(flips: name == "flip-crop", padding: padding)
  }

  private static func normalization(
    _ recipe: Recipe, _ training: LabelledSamples
  ) throws -> InputNormalization {
    guard let images = training.images else { return .none }
    switch try recipe.text("normalize") {
    case "none": return .none
    case "authors":
      guard images.channels == 3 else {
        throw RecipeError.badValue(
          key: "normalize", came: "authors",
          problem: "has constants for 3 colours, and the images have \(images.channels)",
          needed: "set or none", nearest: nil, origin: .program)
      }
      return .authorsCIFAR
    default: return InputNormalization(of: images)
    }
  }
}

// A set's training and test samples as they are read, before anything is done to them.

import Datasets
import Foundation
import Runs
import Training

/// The parts of a set of labelled samples.
struct DataParts {
  private(set) var training: LabelledSamples
  private(set) var validation: LabelledSamples?
  private(set) var test: LabelledSamples
  let checksum: String
  let remarks: [String]

  /// The images that a recipe means, a test part held out at random where they have none.
  init(images recipe: Recipe, seed: UInt64) throws {
    let split = try Self.images(recipe)
    let whole = try LabelledSamples(split.training)
    guard whole.classNames.count > 1 else {
      throw RecipeError.badValue(
        key: "data", came: split.name, problem: "has images of one class only",
        needed: "at least two classes; of a folder, a subfolder for each", nearest: nil,
        origin: .program)
    }
    if let own = split.test {
      (training, test) = (whole, try LabelledSamples(own))
    } else {
      let share = try recipe.real("test-share")
      let places = try Self.split(whole, holding: share, seed: seed, key: "test-share", for: .test)
      (training, test) = (try whole.selecting(places.kept), try whole.selecting(places.heldOut))
    }
    var hash = FNV1a()
    for part in split.parts {
      part.pixels.withUnsafeBytes { hash.combine($0) }
      part.labels?.withUnsafeBytes { hash.combine($0) }
    }
    for name in split.training.classNames { hash.combine(name) }
    checksum = "fnv1a64 " + hash.hexadecimal
    remarks = split.remarks
  }

  /// The table that a recipe means, its test part held out at random where it has none of its own.
  init(rows recipe: Recipe, seed: UInt64) throws {
    let split = try Self.table(recipe).holdingOut(try recipe.real("test-share"), seed: seed)
    training = LabelledSamples(split.training)
    test = LabelledSamples(split.test ?? split.training)
    checksum = split.checksum
    remarks = split.remarks
  }

  /// Holds a share of each class of the training samples out.
  mutating func holdOut(_ share: Double, seed: UInt64) throws {
    guard share > 0 else { return }
    let places = try Self.split(
      training, holding: share, seed: seed, key: "validation", for: .validation)
    validation = try training.selecting(places.heldOut)
    training = try training.selecting(places.kept)
  }

  private static func split(
    _ samples: LabelledSamples, holding share: Double, seed: UInt64, key: String,
    for purpose: StratifiedSplit.Purpose
  ) throws(RecipeError) -> StratifiedSplit {
    guard
      let split = StratifiedSplit(
        labels: samples.labels, classCount: samples.classNames.count, heldOut: share, seed: seed,
        for: purpose)
    else {
      throw .badValue(
        key: key, came: "\(share)", problem: "holds nothing out of \(samples.count) samples",
        needed: "a larger share, or more samples of each class", nearest: nil, origin: .program)
    }
    return split
  }

  /// Scales the rows of a table by means and deviations of the training rows.
  /// - Returns: the scaling; nil for images.
  mutating func scaleRows() throws -> TableScaling? {
    guard case .rows(let table) = training.content else { return nil }
    let scaling = TableScaling(fittedTo: table)
    training = try training.scaled(by: scaling)
    validation = try validation?.scaled(by: scaling)
    test = try test.scaled(by: scaling)
    return scaling
  }
}

extension LabelledSamples {
  /// The same rows scaled; images as they are.
  fileprivate func scaled(by scaling: TableScaling) throws -> LabelledSamples {
    guard case .rows(let table) = content else { return self }
    return LabelledSamples(try scaling.applied(to: table))
  }
}

extension DataParts {
  /// The name of data that come in one part.
  static let whole = "all"

  /// All samples of data as they are read, unlabelled images among them, part by part.
  static func all(of recipe: Recipe) throws -> [(name: String, samples: Samples)] {
    let name = try recipe.text("data")
    let parts: [Samples] =
      if DataNames.kind(of: name) == .images {
        try images(recipe).parts.map { .images($0) }
      } else {
        try table(recipe).parts.map { .rows($0) }
      }
    let names = parts.count > 1 ? ["train", "test"] : [whole]
    return zip(names, parts).map { (name: $0, samples: $1) }
  }

  /// All columns of the table in a file of the user's own; nil for other data.
  static func features(of recipe: Recipe) throws -> TableFeatures? {
    let name = try wholeName(recipe)
    guard case .file(let format, let path) = TableSources.kind(name) else { return nil }
    return try TableFile.readFeatures(ImageSources.place(of: path), format: format)
  }

  /// The images that a recipe means, as they are read.
  private static func images(_ recipe: Recipe) throws -> ImageSplit {
    try ImageReference.resolve(
      try wholeName(recipe), location: DataLocation(folder: try recipe.text("data-dir")),
      folder: try imageFolder(recipe)
    ).load()
  }

  /// The data's name with the whole path of a file or a folder.
  private static func wholeName(_ recipe: Recipe) throws -> String {
    let name = try recipe.text("data")
    guard let own = DataNames.ownData(name) else { return name }
    let place = try recipe.text("data-dir")
    let base = place.isEmpty ? nil : URL(fileURLWithPath: place, isDirectory: true)
    return "\(own.prefix):" + ImageSources.place(of: own.path, from: base).path
  }

  /// How a recipe has the images of a folder read.
  private static func imageFolder(_ recipe: Recipe) throws -> ImageFolderSettings {
    ImageFolderSettings(
      side: try recipe.integerUnlessWord("image-size") ?? 32,
      channels: try recipe.text("image-channels") == "1" ? 1 : 3,
      brokenFiles: try recipe.text("broken-images") == "skip" ? .leaveOut : .stop)
  }

  /// The table that a recipe means.
  private static func table(_ recipe: Recipe) throws -> TableSplit {
    let label = try recipe.text("label")
    return try TableSources.named(
      try wholeName(recipe), label: label == "last" ? nil : label,
      location: DataLocation(folder: try recipe.text("data-dir"))
    ).load()
  }
}

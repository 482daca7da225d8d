// Where trained classifiers are kept, so that each is trained once for a machine and a user.

import Foundation
import Runs
import Tensors
import Training

/// A folder of trained classifiers.
///
/// `classifiers` in the folder that the environment variable `MIXLAB_CACHE` names, or else in
/// `mixlab` in the user's cache (`$XDG_CACHE_HOME`, or `~/.cache`).
public struct ClassifierCache: Sendable {
  /// The variable that names a folder for what can be made again.
  public static let variable = "MIXLAB_CACHE"
  /// The cache that runs use, for all that a task does.
  @TaskLocal package static var current = ClassifierCache()

  private static let format = "mixlab feature classifier 1"

  /// The folder, there or not.
  package let folder: URL

  /// - Parameter environment: of the process by default.
  package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    func url(_ path: String) -> URL { URL(fileURLWithPath: path, isDirectory: true) }
    let root: URL
    if let path = environment[Self.variable], !path.isEmpty {
      root = url(path)
    } else if let path = environment["XDG_CACHE_HOME"], path.hasPrefix("/") {
      // The specification has relative paths ignored.
      root = url(path).appendingPathComponent("mixlab")
    } else {
      let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? NSHomeDirectory()
      root = url(home).appendingPathComponent(".cache/mixlab")
    }
    folder = root.appendingPathComponent("classifiers", isDirectory: true)
  }

  /// The file of a classifier.
  func file(_ description: ClassifierDescription) -> URL {
    let name = description.name.unicodeScalars.map { scalar -> Character in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "-", "_": Character(scalar)
      default: "-"
      }
    }
    return folder.appendingPathComponent(
      "\(String(name).prefix(60))-\(description.hash).safetensors")
  }

  /// The classifier, or nil where none is kept.
  ///
  /// - Throws: what is wrong with the file that is there.
  func load(_ description: ClassifierDescription) throws -> FeatureClassifier? {
    let url = file(description)
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    let content = try SafetensorsFile(contentsOf: url, requiresChecksum: true)
    let metadata = content.metadata
    guard metadata["format"] == Self.format, metadata["recipe"] == description.text,
      metadata["data"] == description.checksum,
      let accuracy = metadata["accuracy"].flatMap(Double.init), (0...1).contains(accuracy),
      let heldOutCount = metadata["held_out"].flatMap(Int.init), heldOutCount > 0
    else {
      throw CheckpointMismatch(description: "\(url.path) is of another classifier")
    }
    let network = try FeatureNetwork(
      channels: description.sizes[0], height: description.sizes[1], width: description.sizes[2],
      classCount: description.classCount, seed: ClassifierDescription.seed)
    for variable in network.variables {
      let tensor = try content.tensor(
        variable.name, .float32, shape: variable.shape.dimensions)
      try variable.setHostValue(try HostTensor(tensor.floats ?? [], shape: variable.shape))
    }
    return FeatureClassifier(
      network, description, accuracy: accuracy, heldOutCount: heldOutCount)
  }

  /// Keeps a classifier, written aside and renamed.
  ///
  /// - Throws: `RunError.cannotWrite`, or what is wrong with the content.
  func save(_ classifier: FeatureClassifier) throws {
    let description = classifier.description
    let content = try SafetensorsFile(
      tensors: classifier.network.variables.map { variable in
        StoredTensor(
          name: variable.name, shape: variable.shape.dimensions, values: variable.hostValue.floats)
      },
      metadata: [
        "format": Self.format, "recipe": description.text, "data": description.checksum,
        "hash": description.hash, "accuracy": "\(classifier.accuracy)",
        "held_out": "\(classifier.heldOutCount)",
      ], source: "new classifier")
    try Files.createFolders(folder.path)
    try Files.replace(file(description).path, with: content.parts)
  }
}

extension FeatureClassifier {
  /// The classifier of a set: the one that is kept, or else a new one, which is kept from then on.
  ///
  /// - Parameter tell: gets a line for each thing that takes time or does not go as it should.
  /// - Throws: what training throws; a cache that cannot be used is no error.
  package static func prepared(
    for data: ImageData, cache: ClassifierCache = .current, tell: (String) -> Void
  ) throws -> FeatureClassifier {
    let description = try ClassifierDescription(
      name: data.name, training: data.training, checksum: data.checksum)
    do {
      if let kept = try cache.load(description) { return kept }
    } catch {
      tell("a kept classifier cannot be used and is trained again: \(error)")
    }
    tell(
      "training the classifier of \(data.name) that generated images are measured by, once: "
        + "\(description.steps) steps")
    let classifier = try trained(description, on: data.training, heldOut: data.heldOut)
    do {
      try cache.save(classifier)
      tell(
        "classifier of \(data.name): \(classifier.accuracyText); kept in "
          + cache.file(description).path)
    } catch {
      tell(
        "classifier of \(data.name): \(classifier.accuracyText); not kept, the next run trains it "
          + "again: \(error)")
    }
    return classifier
  }

  /// The kept classifier of a set, if it can be used.
  static func kept(for data: ImageData, cache: ClassifierCache = .current) -> FeatureClassifier? {
    let description = try? ClassifierDescription(
      name: data.name, training: data.training, checksum: data.checksum)
    return description.flatMap { try? cache.load($0) }
  }
}

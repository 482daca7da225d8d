// A trained classifier read back from a run, to ask about samples.

import Datasets
import Foundation
import GraphCompiler
import NeuralNetworks
import Runs
import Tensors
import Training

/// The network of a run at one of its checkpoints.
///
/// The run itself is only read.
public final class TrainedClassifier {
  /// Which checkpoint of a run is read.
  public enum Choice: String, Sendable, CaseIterable {
    /// The newest one.
    case last
    /// That of the best epoch by validation.
    case best
  }

  /// The settings that the run was made with.
  public let settings: ClassifierSettings
  /// The step of the checkpoint.
  public let step: Int
  /// The names of the classes in the order of the logits.
  public let classNames: [String]
  /// What a user should know about the checkpoint, such as newer ones that are damaged.
  public let notes: [String]
  private let recipe: Recipe
  /// What identifies the content of the data that the network was trained on.
  private let checksum: String
  /// The columns of the table that the network was trained on; nil for images.
  private let featureNames: [String]?
  private let sizes: [Int]
  private let scaling: TableScaling?
  private let judge: ClassifierJudge

  /// Reads a run's recipe and checkpoint.
  /// - Throws: `CheckpointMismatch` if the run has no such checkpoint or it does not fit.
  public init(_ url: URL, _ choice: Choice = .last) throws {
    let folder = try RunFolder.open(at: url)
    recipe = try folder.recipe(ClassifierRecipe.table)
    settings = try ClassifierSettings(recipe)
    guard let source = try folder.manifest().data.first, let sizes = source.sampleSizes,
      let names = source.classNames
    else {
      throw CheckpointMismatch(
        description:
          "\(url.path) does not say what its samples are; choose a run of mixlab classify")
    }
    (self.sizes, classNames, featureNames) = (sizes, names, source.featureNames)
    checksum = source.checksum
    KernelLibrary.threadCount = settings.threadCount
    let content: SafetensorsFile
    (content, notes) = try Self.checkpoint(folder, choice)
    try ClassifierCheckpoint.check(content)
    step = content.metadata["step"].flatMap { Int($0) } ?? 0
    let network = try settings.form.network(
      sizes: sizes, classes: names.count, seed: settings.seed)
    try (network.parameters + network.statistics).restore(from: content)
    let numbers = { (name: String) in content[ClassifierCheckpoint.inputPrefix + name]?.floats }
    scaling =
      if let means = numbers("mean"), let deviations = numbers("deviation") {
        try TableScaling(means: means, deviations: deviations)
      } else {
        nil
      }
    let normalization = InputNormalization(
      factors: numbers("factor") ?? [], addends: numbers("addend") ?? [])
    judge = ClassifierJudge(network, normalization, classCount: names.count)
  }

  private static func checkpoint(
    _ folder: RunFolder, _ choice: Choice
  ) throws -> (content: SafetensorsFile, notes: [String]) {
    let store = CheckpointStore(folder)
    switch choice {
    case .last:
      if let found = try store.newest() { return (found.content, found.notes) }
      throw CheckpointMismatch(
        description: "\(folder.url.path) has no sound checkpoint; resume the run to make one")
    case .best:
      guard let step = ClassifierSummary(try folder.metrics.records()).bestStep else {
        throw CheckpointMismatch(
          description: "\(folder.url.path) has no best epoch, because no samples were held out to "
            + "choose it by; train with --validation 0.1, or take the last checkpoint")
      }
      return (try store.load(step: step), [])
    }
  }

  /// What the network says of samples, one row each.
  public struct Predictions: Sendable {
    /// `[count, classes]`.
    public let logits: [Float]
    /// The class of each sample by name, where the data have labels, in the order of `classNames`;
    /// -1 for a class that the network does not know.
    public let labels: [Int32]?
    /// `softmax(logits)`.
    public let probabilities: [Float]
    /// The class with the greatest logit.
    public let answers: [Int32]
    /// Accuracy and likelihood of the samples of known classes; empty where there are none.
    public let scores: MetricsRecord
    /// Why a table was taken without labels; nil where it was not.
    public let remark: String?
  }

  /// The run's own test samples.
  /// - Throws: `CheckpointMismatch` if the files have changed since: the test samples may be others
  ///   then, and the network may have been trained on some of them.
  public func predictTestSamples() throws -> Predictions {
    let data = try ClassifierData(try ClassifierRecipe.resolved(recipe))
    guard data.checksum == checksum else {
      throw CheckpointMismatch(
        description: "\(data.name) is no longer what the run was trained on: \(data.checksum) "
          + "came, \(checksum) is needed; bring the files back, or name them with --data")
    }
    return try predictions(of: data.test.content, labels: data.test.labels)
  }

  /// All samples of other data, by a name as `mixlab classify --data` takes it.
  ///
  /// Columns of a table are found by their names, and one without the label's is taken without
  /// labels; folders of images get the size of the network's. The parts are called train and test,
  /// and what comes in one part "all".
  /// - Throws: `RecipeError.badValue` for samples of other sizes or columns than the network's.
  public func predict(data name: String, folder: String?) throws -> [(part: String, Predictions)] {
    var other = recipe
    try other.set("data", to: name)
    try other.set("data-dir", to: folder ?? "")
    if DataNames.ownData(name) == nil { try other.set("label", to: "last") }
    let isFolder = DataNames.isFolder(name) && sizes.count == 3
    try other.set("image-size", to: isFolder ? String(sizes[1]) : "auto")
    try other.set("image-channels", to: isFolder ? String(sizes[0]) : "3")
    other = try ClassifierRecipe.resolved(other)
    return try parts(of: other, name).map { part, samples, remark in
      guard samples.sizes == sizes else {
        let text = { (sizes: [Int]) in sizes.map(String.init).joined(separator: " x ") }
        throw RecipeError.badValue(
          key: "data", came: name, problem: "has samples of \(text(samples.sizes))",
          needed: "samples of \(text(sizes)), as the network was trained on", nearest: nil,
          origin: .option("--data"))
      }
      var scaled = samples
      if case .rows(let table) = samples, let scaling {
        scaled = .rows(try scaling.applied(to: table))
      }
      let known = samples.classNames.map { name in classNames.firstIndex(of: name) }
      let own = remark == nil ? samples.labels : nil
      let labels = own?.map { label in Int32(known[Int(label)] ?? -1) }
      return (part, try predictions(of: scaled, labels: labels, remark: remark))
    }
  }

  /// Other data with the columns that the network was trained on, and why they have no labels.
  private func parts(
    of other: Recipe, _ name: String
  ) throws -> [(part: String, samples: Samples, remark: String?)] {
    do {
      return try DataParts.all(of: other).map { part, read in
        guard case .rows(let table) = read else { return (part, read, nil) }
        let features = TableFeatures(names: table.featureNames, values: table.features)
        let rows = try TableSet(
          name: table.name, featureNames: featureNames ?? features.names,
          features: try aligned(features, name), labels: table.labels,
          classNames: table.classNames)
        return (part, .rows(rows), nil)
      }
    } catch {
      // Without a column of labels another one was taken for it, or what there is makes no classes.
      guard let featureNames, let features = try? DataParts.features(of: other) else { throw error }
      // A column that is missing is the reason then, whatever the label looks like.
      let rows = try TableSet(
        name: name, featureNames: featureNames, features: try aligned(features, name),
        labels: [Int32](repeating: 0, count: features.count), classNames: classNames)
      return [(DataParts.whole, .rows(rows), "taken without labels, because: \(error)")]
    }
  }

  /// The values of the columns that the network was trained on, in their order: those of texts that
  /// do not occur are 0, others must be there, and what was not trained on is left out.
  private func aligned(_ table: TableFeatures, _ name: String) throws -> [Float] {
    guard let featureNames, table.names != featureNames else { return table.values }
    let places = Dictionary(zip(table.names, 0...), uniquingKeysWith: { first, _ in first })
    let sources = try featureNames.map { feature -> Int? in
      if let place = places[feature] { return place }
      let column = feature.split(separator: "=").first.map { "\($0)=" } ?? ""
      guard feature.contains("="), places.keys.contains(where: { $0.hasPrefix(column) }) else {
        throw RecipeError.badValue(
          key: "data", came: name, problem: "has no column \(feature)",
          needed: "the columns that the network was trained on", nearest: nil,
          origin: .option("--data"))
      }
      return nil
    }
    let width = table.names.count
    return (0..<table.count).flatMap { row in
      sources.map { $0.map { table.values[row * width + $0] } ?? 0 }
    }
  }

  private func predictions(
    of samples: Samples, labels: [Int32]?, remark: String? = nil
  ) throws -> Predictions {
    let logits = try judge.logits(of: samples)
    let outputs = ClassifierOutputs(
      logits: logits, labels: labels ?? [Int32](repeating: 0, count: samples.count),
      classCount: classNames.count)
    let probabilities = (0..<outputs.count).flatMap { place -> [Float] in
      let row = outputs[place].map(Double.init)
      let total = row.logSumExp
      return row.map { Float(exp($0 - total)) }
    }
    let known = (0..<outputs.count).filter { labels != nil && outputs.labels[$0] >= 0 }
    return Predictions(
      logits: logits, labels: labels, probabilities: probabilities, answers: outputs.guesses,
      scores: known.isEmpty
        ? MetricsRecord() : ClassifierEvaluator.scores(of: outputs.selecting(known), "test"),
      remark: remark)
  }
}

// What the tests of this room share: their suite, small recipes and trainers, folders to compare.

import Datasets
import Foundation
import GANLab
import NeuralNetworks
import Runs
import Tensors
import TestSupport
import Testing

/// All tests of this room, one at a time, because they share the kernels' threads.
@Suite(.serialized, .exclusive) enum GANLabTests {}

/// An empty folder that lives as long as the object.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("mixlab-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// The place of a run that does not exist yet.
  func place(_ name: String) -> URL { url.appendingPathComponent(name) }
}

/// A recipe of a run that takes a fraction of a second, with changes.
func smallRecipe(_ changes: String...) throws -> Recipe {
  var recipe = try GANRecipe.defaults()
  let small = [
    "width=16", "depth=1", "batch=8", "d-steps=2", "steps=25", "steps-per-epoch=10",
    "samples=100", "threads=1",
  ]
  for change in small + changes { try recipe.apply(assignment: change) }
  return recipe
}

/// A trainer of small networks on the ring, or on another mixture.
func smallTrainer(
  _ configuration: GANConfiguration, width: Int = 16, data: GaussianMixture = .ring
) throws -> GANTrainer {
  let networks = try GANNetworks.multilayerPerceptrons(
    latentSize: configuration.latentSize, width: width, hiddenLayers: 1, seed: configuration.seed)
  return try GANTrainer(
    generator: networks.generator, discriminator: networks.discriminator, data: data,
    configuration: configuration)
}

/// A procedure of small batches.
func smallConfiguration(_ change: (inout GANConfiguration) -> Void = { _ in }) -> GANConfiguration {
  var configuration = GANConfiguration()
  configuration.batch = 8
  configuration.discriminatorSteps = 2
  change(&configuration)
  return configuration
}

extension GANTrainer {
  /// The elements of all variables.
  var state: [HostTensor] { variables.map(\.hostValue) }

  /// Makes several steps and returns the losses.
  @discardableResult
  func steps(_ count: Int) throws -> [Float] {
    try (0..<count).flatMap { _ in
      let report = try step()
      return [report.discriminatorLoss, report.generatorLoss]
    }
  }
}

/// What two runs that are equal have in common: files by name, and metrics without times.
struct RunContent: Equatable {
  let files: [String: Data]
  let metrics: [MetricsRecord]

  init(_ url: URL) throws {
    let names = try FileManager.default.subpathsOfDirectory(atPath: url.path)
    var files: [String: Data] = [:]
    // The manifest holds times, the lock a process; metrics are compared record by record.
    for name in names where ![".lock", "manifest.json", "metrics.jsonl"].contains(name) {
      let file = url.appendingPathComponent(name)
      if let data = try? Data(contentsOf: file) { files[name] = data }
    }
    self.files = files
    metrics = try RunFolder.open(at: url).metrics.records().map { record in
      var record = record
      record["seconds"] = nil
      return record
    }
  }

  /// The names of files that differ or are missing on one side.
  func differences(from other: RunContent) -> [String] {
    let names = Set(files.keys).union(other.files.keys)
    return names.filter { files[$0] != other.files[$0] }.sorted()
      + (metrics == other.metrics ? [] : ["metrics.jsonl"])
  }
}

/// Whether a file begins like a PNG picture.
func isPNG(_ data: Data?) -> Bool {
  data?.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ?? false
}

/// The text of the error that a body throws.
func errorText(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "no error"
  } catch {
    return "\(error)"
  }
}

// The record of how a run was made: program, machine, data, times and outcome.

import Foundation

/// How a run was made and how it ended; `manifest.json`.
public struct Manifest: Codable, Sendable, Equatable {
  /// How a run ended.
  public enum Outcome: String, Codable, Sendable {
    /// Not yet, or killed.
    case running
    /// All steps were made.
    case done
    /// Stopped by the user, with a checkpoint.
    case interrupted
    /// Stopped because a value was no longer finite.
    case diverged
    /// Stopped by an error.
    case failed
  }

  /// A data set that the run used.
  public struct DataSource: Codable, Sendable, Equatable {
    /// The name of the data set.
    public var name: String
    /// The checksum of its files, or "generated".
    public var checksum: String
    /// What was done to its points, if anything.
    public var scaling: PointScaling?
    /// Channels, height and width of its images, if it has images.
    public var sampleSizes: [Int]?
    /// What was wrong with the data, if anything was found.
    public var remarks: [String]?
    /// The names of the classes that networks were told, if they were.
    public var classNames: [String]?
    /// The names of the columns of its table, if it is one.
    public var featureNames: [String]?

    /// Creates a record of a data set.
    public init(
      name: String, checksum: String, scaling: PointScaling? = nil, sampleSizes: [Int]? = nil,
      classNames: [String]? = nil
    ) {
      self.name = name
      self.checksum = checksum
      self.scaling = scaling
      self.sampleSizes = sampleSizes
      self.classNames = classNames
    }
  }

  /// One time that the run was taken up again.
  public struct Resume: Codable, Sendable, Equatable {
    /// When it was taken up.
    public var started: Timestamp
    /// The step of the checkpoint from which it went on.
    public var step: Int

    /// Creates a record of a resume.
    public init(started: Timestamp, step: Int) {
      self.started = started
      self.step = step
    }
  }

  /// The version of this format that the program writes.
  public static let currentFormatVersion = 1

  /// The version of the format.
  public var formatVersion = Manifest.currentFormatVersion
  /// The version of the program.
  public var programVersion: String
  /// The kind of run, such as "gan".
  public var kind: String
  /// The hash of the recipe.
  public var recipeHash: String
  /// The seed of all random numbers.
  public var seed: UInt64
  /// The kernel library in use.
  public var kernels: String
  /// The level of vector instructions in use.
  public var cpuLevel: String
  /// The number of threads.
  public var threads: Int
  /// The precision of matrix products and convolutions; nil, which older manifests have, means f32.
  public var precision: String?
  /// The data sets.
  public var data: [DataSource] = []
  /// How each measurement was made: sample counts, seeds, feature extractors.
  public var protocols: [String: String] = [:]
  /// The hash of `protocols`: only equal ones may be ranked together; older manifests have none.
  public var protocolHash: String?
  /// What a perfect sampler scores by the same measurements; older manifests have none.
  public var perfect: [String: Double]?
  /// When the run began.
  public var started: Timestamp
  /// When it ended, once it has.
  public var ended: Timestamp?
  /// How it ended.
  public var outcome = Outcome.running
  /// A sentence on the outcome.
  public var message = ""
  /// The times that the run was taken up again.
  public var resumes: [Resume] = []

  /// Creates the manifest of a run that begins.
  public init(
    programVersion: String, kind: String, recipeHash: String, seed: UInt64, kernels: String,
    cpuLevel: String, threads: Int, precision: String? = nil, started: Timestamp = .now
  ) {
    self.programVersion = programVersion
    self.kind = kind
    self.recipeHash = recipeHash
    self.seed = seed
    self.kernels = kernels
    self.cpuLevel = cpuLevel
    self.threads = threads
    self.precision = precision
    self.started = started
  }

  /// What differs from another manifest in all that decides whether the same bits come out.
  public func environmentDifferences(from other: Manifest) -> [String] {
    let checksums = { (manifest: Manifest) in
      manifest.data.map { "\($0.name) \($0.checksum)" }.sorted().joined(separator: ", ")
    }
    let compared = [
      ("program version", programVersion, other.programVersion),
      ("kernels", kernels, other.kernels),
      ("CPU level", cpuLevel, other.cpuLevel),
      ("threads", String(threads), String(other.threads)),
      ("precision", precision ?? "f32", other.precision ?? "f32"),
      ("data", checksums(self), checksums(other)),
      ("seed", String(seed), String(other.seed)),
      ("recipe hash", recipeHash, other.recipeHash),
    ]
    return compared.filter { $0.1 != $0.2 }.map { "\($0.0): \($0.1) instead of \($0.2)" }
  }
}

extension Manifest: VersionedRecord {
  static var title: String { "the manifest" }
}

extension RunFolder {
  /// Writes the manifest as sorted, indented JSON.
  public func write(_ manifest: Manifest) throws(RunError) {
    let content = try manifest.fileContent(for: file(RunFolder.manifestName).path)
    try write(content, to: RunFolder.manifestName)
  }

  /// Reads the manifest.
  ///
  /// - Throws: `RunError.unknownVersion`, `.malformed` or `.cannotRead`.
  public func manifest() throws(RunError) -> Manifest {
    try Manifest(
      fileContent: try read(RunFolder.manifestName), of: file(RunFolder.manifestName).path)
  }
}

// The checkpoints of a run: saving, listing, finding the newest sound one, deleting old ones.

import Foundation

/// The checkpoints in a run folder.
public struct CheckpointStore: Sendable {
  /// A checkpoint that was read.
  public struct Found: Sendable {
    /// The step at which it was saved.
    public let step: Int
    /// Its content.
    public let content: SafetensorsFile
    /// The newer ones that could not be read, newest first.
    public let skipped: [SafetensorsError]

    /// A line for each of them.
    public var notes: [String] { skipped.map { "passed over a damaged checkpoint: \($0)" } }
  }

  /// The run.
  public let run: RunFolder
  /// How many of the latest checkpoints are kept.
  public let keepingLast: Int

  /// Creates a view of the checkpoints of a run; at least one is always kept.
  public init(_ run: RunFolder, keepingLast: Int = 3) {
    self.run = run
    self.keepingLast = max(1, keepingLast)
  }

  /// The name of the checkpoint of a step, such as "checkpoints/step-00005000.safetensors".
  public static func name(step: Int) -> String {
    "checkpoints/step-\(zeroPadded(step, width: 8)).safetensors"
  }

  /// The steps of all checkpoints, ascending.
  public func steps() throws(RunError) -> [Int] {
    let folder = run.file("checkpoints").path
    return try Files.names(in: folder).compactMap { name in
      let step = numbered(name, prefix: "step-", suffix: ".safetensors")
      // Another spelling of the number would be a file that no step leads to.
      return step.flatMap { CheckpointStore.name(step: $0) == "checkpoints/\(name)" ? $0 : nil }
    }.sorted()
  }

  /// Saves a checkpoint and then deletes those that are older than the last few.
  ///
  /// Nothing is deleted before the new one is on the device, so that a full disk leaves the last
  /// good checkpoint.
  ///
  /// - Parameter kept: steps whose checkpoints are never deleted.
  public func save(
    _ content: SafetensorsFile, step: Int, keeping kept: Set<Int> = []
  ) throws(RunError) {
    guard step >= 0 else { throw .invalidName(CheckpointStore.name(step: step)) }
    try run.write(parts: content.parts, to: CheckpointStore.name(step: step))
    for old in try steps().filter({ $0 != step }).dropLast(keepingLast - 1)
    where !kept.contains(old) {
      try Files.delete(run.file(CheckpointStore.name(step: old)).path)
    }
  }

  /// Deletes the checkpoint of a step, if there is one.
  public func delete(step: Int) throws(RunError) {
    try Files.delete(run.file(CheckpointStore.name(step: step)).path)
  }

  /// Reads the checkpoint of a step.
  public func load(step: Int) throws(SafetensorsError) -> SafetensorsFile {
    try SafetensorsFile(
      contentsOf: run.file(CheckpointStore.name(step: step)), requiresChecksum: true)
  }

  /// The newest checkpoint that is sound, with the reasons why newer ones are not; nil if none is.
  ///
  /// - Throws: `RunError.cannotRead` if the folder cannot be listed.
  public func newest() throws(RunError) -> Found? {
    var skipped: [SafetensorsError] = []
    for step in try steps().reversed() {
      do {
        return Found(step: step, content: try load(step: step), skipped: skipped)
      } catch {
        skipped.append(error)
      }
    }
    return nil
  }
}

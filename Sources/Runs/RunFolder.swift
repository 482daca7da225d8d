// The folder of one run and the safe ways to read and write files in it.

import Foundation

/// The folder of one run.
///
/// It holds `recipe.yaml`, `manifest.json`, `metrics.jsonl` and the folders `samples`, `figures` and
/// `checkpoints`. Every file in it is either complete or absent, whenever the process dies.
public struct RunFolder: Sendable, Equatable {
  /// The place of the folder.
  public let url: URL

  /// The name of the recipe file.
  public static let recipeName = "recipe.yaml"
  /// The name of the manifest.
  public static let manifestName = "manifest.json"
  /// The name of the metrics log.
  public static let metricsName = "metrics.jsonl"
  /// The name of the page on what went wrong.
  public static let diagnosisName = "DIAGNOSIS.md"
  /// The name of the table of samples whose labels were drawn anew.
  public static let corruptedLabelsName = "corrupted-labels.csv"
  /// The folders in a run.
  public static let subfolders = ["samples", "figures", "checkpoints"]

  init(_ url: URL) {
    self.url = url
  }

  /// Opens the folder of an existing run for reading; `lock()` is needed to write.
  ///
  /// - Throws: `RunError.notARun` if the recipe or the manifest is missing.
  public static func open(at url: URL) throws(RunError) -> RunFolder {
    guard Files.isFolder(url.path) else {
      _ = try OpenFile(url.path, flags: O_RDONLY | O_DIRECTORY)
      throw .cannotRead(path: url.path, reason: .notAFolder)
    }
    for name in [recipeName, manifestName]
    where !Files.isFile(url.appendingPathComponent(name).path) {
      throw .notARun(path: url.path, missing: name)
    }
    return RunFolder(url.standardizedFileURL)
  }

  /// The name of the folder, such as "0007-gan-ring-mixup".
  public var name: String { url.lastPathComponent }

  /// The place of a file of the run.
  public func file(_ name: String) -> URL { url.appendingPathComponent(name) }

  /// The metrics log of the run.
  public var metrics: MetricsLog { MetricsLog(path: file(RunFolder.metricsName).path) }

  /// Takes the lock without which nothing may be written, and tidies up after a killed process.
  ///
  /// - Throws: `RunError.locked` if another process, or another holder in this one, has it.
  public func lock() throws(RunError) -> RunLock {
    let lock = try RunLock(path: file(RunLock.name).path)
    for folder in [url.path] + RunFolder.subfolders.map({ file($0).path })
    where Files.isFolder(folder) {
      try Files.deleteStaleTemporaries(in: folder)
    }
    return lock
  }

  /// Writes a file of the run aside, synchronizes it and renames it into place.
  ///
  /// - Parameter name: a path relative to the folder, such as "samples/epoch-0001.png".
  /// - Throws: `RunError.cannotWrite`; the file that was there before is then untouched.
  public func write(_ data: Data, to name: String) throws(RunError) {
    try write(parts: [data], to: name)
  }

  /// Writes a file of the run from several pieces that need not be joined in memory.
  public func write(parts: [Data], to name: String) throws(RunError) {
    let path = try path(of: name)
    try Files.replace(path, with: parts)
  }

  /// Removes a file of the run; one that is gone already is no error.
  public func remove(_ name: String) throws(RunError) {
    let path = try path(of: name)
    try Files.delete(path)
  }

  /// Reads a file of the run.
  public func read(_ name: String) throws(RunError) -> Data {
    let path = try path(of: name)
    return try Files.read(path)
  }

  /// Writes the recipe with every default.
  public func write(_ recipe: Recipe) throws(RunError) {
    try write(Data(recipe.yaml.utf8), to: RunFolder.recipeName)
  }

  /// Reads the recipe of the run.
  public func recipe(_ table: SettingTable) throws(RecipeError) -> Recipe {
    try Recipe(contentsOf: file(RunFolder.recipeName), table: table)
  }

  private func path(of name: String) throws(RunError) -> String {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }), !name.contains("\0") else {
      throw .invalidName(name)
    }
    return file(name).path
  }
}

// Deletes runs and comparisons, and nothing else.

import Foundation

/// A run or comparison that may be deleted, with the locks that keep everybody else out of it.
public struct RunRemoval {
  /// The place of the folder.
  public let url: URL
  /// What it is, in words, such as "run" or "comparison of 6 runs".
  public let description: String
  /// The bytes of all files in it.
  public let bytes: Int
  private let locks: [RunLock]

  /// Makes sure that a folder may be deleted and takes its locks.
  ///
  /// - Throws: `RunListError.symbolicLink` or `.neitherRunNorComparison`; `RunError.locked` while
  ///   a process works on it or on a run in it, or `.cannotRead`.
  public init(_ url: URL) throws {
    // A slash at the end would make the system follow a link.
    let url = URL(fileURLWithPath: url.standardizedFileURL.path, isDirectory: false)
    self.url = url
    guard Files.exists(url.path) else {
      throw RunError.cannotRead(path: url.path, reason: .missing)
    }
    if Files.isSymbolicLink(url.path) { throw RunListError.symbolicLink(path: url.path) }
    let plan = try? ComparisonPlan(readingFrom: url)
    let isComparison = plan != nil
    let isUnfinished = !isComparison && RunFolder.isUnfinishedCreation(at: url)
    guard Files.isFolder(url.path), isComparison || isUnfinished || RunRemoval.isRun(url) else {
      throw RunListError.neitherRunNorComparison(path: url.path)
    }
    var locks = [try ComparisonPlan.lock(url)]
    var runs = 0
    if isComparison {
      for name in try Files.names(in: url.path) {
        let inner = url.appendingPathComponent(name)
        guard Files.isFolderItself(inner.path), RunRemoval.isRun(inner) else { continue }
        locks.append(try ComparisonPlan.lock(inner))
        runs += 1
      }
    }
    let strangers = try RunRemoval.strangers(in: url, plan)
    guard strangers.isEmpty else {
      throw RunListError.holdsOtherFiles(path: url.path, names: strangers)
    }
    self.locks = locks
    description =
      isComparison
      ? "comparison of \(runs) run\(runs == 1 ? "" : "s")"
      : isUnfinished ? "run that never began" : "run"
    bytes = Files.size(below: url.path)
  }

  /// Deletes the folder and all in it; links in it are deleted and not followed.
  ///
  /// What makes the folder a run goes last, so that a removal that was cut short can be repeated.
  /// - Throws: `RunError.cannotWrite`.
  public func remove() throws(RunError) {
    let names = try Files.names(in: url.path)
    let last = [RunFolder.recipeName, RunFolder.manifestName, ComparisonPlan.fileName]
    for name in names.filter({ !last.contains($0) }) + names.filter({ last.contains($0) }) {
      try Files.deleteTree("\(url.path)/\(name)")
    }
    try Files.deleteTree(url.path)
  }

  private static func isRun(_ url: URL) -> Bool {
    guard Files.isFile(url.appendingPathComponent(RunFolder.recipeName).path),
      let run = try? RunFolder.open(at: url)
    else { return false }
    return (try? run.manifest()) != nil
  }

  /// The names in a folder that no run or comparison of ours writes.
  private static func strangers(in url: URL, _ plan: ComparisonPlan?) throws -> [String] {
    let own =
      plan != nil
      ? [ComparisonPlan.fileName, "table.md", "comparison.json", "panel.png"]
      : [
        RunFolder.recipeName, RunFolder.manifestName, RunFolder.metricsName,
        RunFolder.diagnosisName, RunFolder.corruptedLabelsName,
      ] + RunFolder.subfolders
    return try Files.names(in: url.path).filter { name in
      if own.contains(name) || name == RunLock.name || name.hasSuffix(".tmp") { return false }
      guard let plan else { return true }
      let inner = url.appendingPathComponent(name)
      guard Files.isFolderItself(inner.path) else { return !name.hasSuffix(".log") }
      return !isRun(inner) && !plan.recipes.contains { name.hasPrefix($0.name + "-seed") }
    }
  }
}

extension Files {
  /// Whether a symbolic link is at a path.
  package static func isSymbolicLink(_ path: String) -> Bool {
    var information = stat()
    return lstat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFLNK
  }

  /// Deletes a file, a link, or a folder with all in it; what is gone already is no error.
  package static func deleteTree(_ path: String) throws(RunError) {
    guard isFolderItself(path) else { return try delete(path) }
    for name in try names(in: path) { try deleteTree("\(path)/\(name)") }
    if rmdir(path) < 0, errno != ENOENT { throw .cannotWrite(path: path, reason: .last) }
  }
}

extension RunFolder {
  /// Deletes what a creation that was cut short left: folders without files, perhaps the recipe.
  ///
  /// - Throws: `RunError.folderNotEmpty` if the place holds anything else.
  public static func clearUnfinishedCreation(at url: URL) throws(RunError) {
    guard Files.isFolder(url.path) else { return }
    guard try holdsOnlyLeftovers(url) else { throw .folderNotEmpty(path: url.path) }
    try Files.deleteTree(url.path)
  }

  /// Whether a folder is what a creation that was cut short left; an empty one could be anybody's.
  static func isUnfinishedCreation(at url: URL) -> Bool {
    subfolders.contains { Files.isFolderItself(url.appendingPathComponent($0).path) }
      && (try? holdsOnlyLeftovers(url)) == true
  }

  private static func holdsOnlyLeftovers(_ url: URL) throws(RunError) -> Bool {
    // Nothing else goes before the manifest is there.
    let isLeftover = { (name: String) in
      name == recipeName || name == RunLock.name || name.hasPrefix(".") && name.hasSuffix(".tmp")
    }
    for name in try Files.names(in: url.path) where !isLeftover(name) {
      guard subfolders.contains(name),
        try Files.names(in: url.appendingPathComponent(name).path).isEmpty
      else { return false }
    }
    return true
  }
}

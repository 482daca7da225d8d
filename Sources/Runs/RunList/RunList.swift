// All runs and comparisons below a folder, broken ones included, as text and as JSON.

import Foundation

/// The runs and comparisons below a root, in the order of their names.
public struct RunList: Sendable {
  /// One folder of the list.
  public struct Entry: Sendable {
    /// What a folder turned out to be.
    public enum Content: Sendable {
      /// A run.
      case run(RunSummary)
      /// A comparison and how many of its runs there are to be.
      case comparison(plannedRuns: Int)
      /// A folder that cannot be read as either, and why.
      case broken(reason: String)
    }

    /// The place of the folder.
    public let url: URL
    /// The number in the folder's name.
    public let number: Int?
    /// The name of the comparison that a run belongs to.
    public let comparison: String?
    /// What the folder is.
    public let content: Content
    /// The bytes of all its files.
    public let bytes: Int
  }

  /// The folders, the runs of a comparison behind it.
  public let entries: [Entry]

  /// Lists a folder; one that is absent has no runs.
  ///
  /// - Parameter tables: the settings of the kinds of runs that the program knows.
  /// - Throws: `RunError.cannotRead` where the root is there but cannot be listed.
  public init(_ root: URL, tables: [SettingTable]) throws {
    var entries: [Entry] = []
    for url in try RunList.folders(in: root) {
      let inner = ComparisonPlan.isThere(url) ? try RunList.folders(in: url) : []
      entries.append(RunList.entry(url, comparison: nil, tables))
      entries += inner.map { RunList.entry($0, comparison: url.lastPathComponent, tables) }
    }
    self.entries = entries
  }

  /// Visible folders, without links to such.
  private static func folders(in root: URL) throws -> [URL] {
    guard Files.exists(root.path) else { return [] }
    return try Files.names(in: root.path)
      .filter { !$0.hasPrefix(".") && Files.isFolderItself("\(root.path)/\($0)") }
      .map { root.appendingPathComponent($0) }
  }

  private static func entry(
    _ url: URL, comparison: String?, _ tables: [SettingTable]
  ) -> Entry {
    let content: Entry.Content
    do {
      if ComparisonPlan.isThere(url) {
        let plan = try ComparisonPlan(readingFrom: url)
        content = .comparison(plannedRuns: plan.seeds * plan.recipes.count)
      } else {
        content = .run(try RunSummary(try RunFolder.open(at: url), tables: tables))
      }
    } catch {
      content = .broken(reason: "\(error)")
    }
    return Entry(
      url: url, number: comparison == nil ? NumberedFolder.number(of: url.lastPathComponent) : nil,
      comparison: comparison, content: content, bytes: Files.size(below: url.path))
  }
}

extension RunList {
  /// The list in columns; what is wrong with broken folders follows below it.
  public var text: String {
    let header = ["number", "name", "kind", "outcome", "progress", "result", "started", "size"]
    let table = TextTable(header, entries.map(\.row), leadingColumns: 4)
    let reasons = entries.compactMap { entry -> String? in
      guard case .broken(let reason) = entry.content else { return nil }
      return "\(entry.url.lastPathComponent): \(reason)"
    }
    return ([table.text] + (reasons.isEmpty ? [] : [""] + reasons)).joined(separator: "\n")
  }

  /// One object whose member `runs` has an object for every folder.
  public var json: String {
    "{\"runs\":[\(entries.map(\.record.json).joined(separator: ","))]}"
  }
}

extension RunList.Entry {
  fileprivate var row: [String] {
    let label = (comparison == nil ? "" : "  ") + url.lastPathComponent
    let head = [number.map(String.init) ?? "", label]
    let size = Files.sizeText(bytes)
    switch content {
    case .run(let run):
      return head + [
        run.manifest.kind, run.state.rawValue, run.progress, run.last.result,
        "\(run.manifest.started)", size,
      ]
    case .comparison(let count):
      return head + ["compare", "\(count) run\(count == 1 ? "" : "s")", "", "", "", size]
    case .broken: return head + ["", "broken", "", "", "", size]
    }
  }

  fileprivate var record: MetricsRecord {
    var record: MetricsRecord = ["run": .text(url.path), "name": .text(url.lastPathComponent)]
    record["number"] = number.map { .integer($0) } ?? .null
    record["comparison"] = comparison.map { .text($0) } ?? .null
    switch content {
    case .run(let run):
      record["kind"] = .text(run.manifest.kind)
      record["outcome"] = .text(run.state.rawValue)
      record["step"] = .integer(run.stepsDone)
      record["steps"] = run.stepsTotal.map { .integer($0) } ?? .null
      record["started"] = .text("\(run.manifest.started)")
      let names = [
        "modes", "high_quality", "wasserstein_1", "sliced_wasserstein", "classifier_frechet",
        "coverage", "test_accuracy", "test_nll", "test_ece",
      ]
      for name in names {
        if let value = run.last[name] { record[name] = value }
      }
    case .comparison(let count):
      record["kind"] = "compare"
      record["planned_runs"] = .integer(count)
    case .broken(let reason):
      record["kind"] = .null
      record["outcome"] = "broken"
      record["reason"] = .text(reason)
    }
    record["bytes"] = .integer(bytes)
    return record
  }
}

extension Files {
  /// Whether anything, be it a dangling link, is at a path.
  package static func exists(_ path: String) -> Bool {
    var information = stat()
    return lstat(path, &information) == 0
  }

  /// Whether a folder, and not a link to one, is at a path.
  package static func isFolderItself(_ path: String) -> Bool {
    var information = stat()
    return lstat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
  }
}

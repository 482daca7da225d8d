// Everything about one run on a page: facts, settings, the last measurement, files worth opening.

import Foundation

/// What `mixlab runs show` tells of a run.
public struct RunDescription: Sendable {
  /// The run.
  public let run: RunSummary
  /// The settings that differ from the defaults.
  public let settings: [SettingDifference]
  /// The first lines of the diagnosis; empty where there is none.
  public let diagnosis: [String]
  /// The files worth opening that are there, as paths.
  public let files: [String]
  private let bytes: Int

  /// So many lines of the diagnosis are shown.
  private static let diagnosisLines = 12

  /// Reads a run.
  ///
  /// - Throws: `RunError` or `RecipeError` where a file is missing or malformed.
  public init(_ url: URL, tables: [SettingTable]) throws {
    let folder = try RunFolder.open(at: url)
    run = try RunSummary(folder, tables: tables)
    settings =
      try run.recipe.map { recipe in
        recipe.differences(from: try Recipe(defaultsOf: recipe.table))
      } ?? []
    let name = RunFolder.diagnosisName
    if Files.isFile(folder.file(name).path) {
      let text = String(decoding: try folder.read(name), as: UTF8.self)
      diagnosis = text.split(separator: "\n", omittingEmptySubsequences: false)
        .prefix(RunDescription.diagnosisLines).map(String.init)
    } else {
      diagnosis = []
    }
    let pictures =
      Files.isFolder(folder.file("samples").path)
      ? try Files.names(in: folder.file("samples").path).filter { $0.hasPrefix("epoch-") } : []
    let wanted =
      [name, "figures/snapshots.png", "figures/curves.png"]
      + pictures.suffix(1).map { "samples/\($0)" }
    files = wanted.filter { Files.isFile(folder.file($0).path) }.map { folder.file($0).path }
    bytes = Files.size(below: folder.url.path)
  }

  private var facts: [(name: String, value: String)] {
    let manifest = run.manifest
    var facts = [
      ("name", run.folder.name), ("kind", manifest.kind), ("outcome", run.state.rawValue),
      ("message", manifest.message),
      ("progress", run.progress),
      ("seed", String(manifest.seed)), ("started", "\(manifest.started)"),
      ("ended", manifest.ended.map { "\($0)" } ?? ""),
      ("resumed", manifest.resumes.map { "at step \($0.step)" }.joined(separator: ", ")),
      ("version", manifest.programVersion), ("kernels", manifest.kernels),
      ("CPU level", manifest.cpuLevel), ("threads", String(manifest.threads)),
      ("precision", manifest.precision ?? "f32"),
      ("data", manifest.data.map { "\($0.name) (\($0.checksum))" }.joined(separator: ", ")),
      ("recipe hash", manifest.recipeHash), ("size", Files.sizeText(bytes)),
    ]
    facts.removeAll { $0.1.isEmpty }
    return facts
  }

  /// The page for a terminal.
  public var text: String {
    var parts = [RunDescription.section(nil, facts)]
    parts.append(
      settings.isEmpty
        ? "Settings: the defaults"
        : RunDescription.section(
          "Settings other than the defaults:", settings.map { ($0.key, $0.value ?? "") }))
    if !run.last.fields.isEmpty {
      parts.append(
        RunDescription.section(
          "Last measurement:", run.last.fields.map { ($0.name, $0.value.readableText) }))
    }
    if !diagnosis.isEmpty {
      parts.append((["Diagnosis:"] + diagnosis.map { "  " + $0 }).joined(separator: "\n"))
    }
    if !files.isEmpty {
      parts.append((["Worth opening:"] + files.map { "  " + $0 }).joined(separator: "\n"))
    }
    return parts.joined(separator: "\n\n")
  }

  private static func section(_ title: String?, _ lines: [(String, String)]) -> String {
    let width = (lines.map(\.0.count).max() ?? 0) + 2
    let indent = title == nil ? "" : "  "
    return
      ((title.map { [$0] } ?? [])
      + lines.map { indent + $0.0.padding(toLength: width) + $0.1 }).joined(separator: "\n")
  }

  /// One object: facts, settings, metrics, diagnosis, files.
  public var json: String {
    var head: MetricsRecord = ["run": .text(run.folder.url.path)]
    for fact in facts where fact.name != "size" && fact.name != "steps" {
      head[fact.name.lowercased().replacingOccurrences(of: " ", with: "_")] = .text(fact.value)
    }
    head["threads"] = .integer(run.manifest.threads)
    head["step"] = .integer(run.stepsDone)
    head["steps"] = run.stepsTotal.map { .integer($0) } ?? .null
    head["bytes"] = .integer(bytes)
    var changed = MetricsRecord()
    for setting in settings { changed[setting.key] = setting.value.map { .text($0) } ?? .null }
    head["diagnosis"] = diagnosis.isEmpty ? .null : .text(diagnosis.joined(separator: "\n"))
    let paths = files.map(jsonString).joined(separator: ",")
    return "\(head.json.dropLast()),\"settings\":\(changed.json),\"metrics\":\(run.last.json),"
      + "\"files\":[\(paths)]}"
  }
}

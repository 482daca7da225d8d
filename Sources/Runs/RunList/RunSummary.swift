// The facts of one run that lists show, read from its folder.

import Foundation

/// A run as its folder tells of it.
public struct RunSummary: Sendable {
  /// The run's folder.
  public let folder: RunFolder
  /// How it was made.
  public let manifest: Manifest
  /// What it is doing or how it ended.
  public let state: RunState
  /// Its settings, where the program knows the kind of run.
  public let recipe: Recipe?
  /// Its last measurement, empty before the first.
  public let last: MetricsRecord

  /// Reads a run.
  ///
  /// - Parameter tables: the settings of the kinds of runs that the program knows.
  /// - Throws: `RunError` or `RecipeError` where a file is missing or malformed.
  public init(_ folder: RunFolder, tables: [SettingTable]) throws {
    self.folder = folder
    let manifest = try folder.manifest()
    self.manifest = manifest
    state = folder.state(manifest)
    recipe = try tables.first { $0.name == manifest.kind }.map { try folder.recipe($0) }
    last = try folder.metrics.records().last ?? MetricsRecord()
  }

  /// The step of the last measurement; 0 before the first.
  public var stepsDone: Int { last.step ?? 0 }

  /// The steps that the recipe asks for.
  public var stepsTotal: Int? { setting("steps") }

  /// How far it came, such as "5000/20000" steps, or "12/30 epochs" where its recipe counts those.
  package var progress: String {
    if let epochs = setting("epochs") {
      return "\(Int(last["epoch"]?.number ?? 0))/\(epochs) epochs"
    }
    return "\(stepsDone)" + (stepsTotal.map { "/\($0)" } ?? "")
  }

  private func setting(_ key: String) -> Int? {
    if case .integer(let value)? = recipe?[key] { value } else { nil }
  }
}

extension MetricsRecord {
  /// The result in a few words, such as "8 modes, 97.3 % HQ"; empty where nothing was measured.
  package var result: String {
    if case .integer(let modes)? = self["modes"], let share = self["high_quality"]?.number {
      return "\(modes) modes, \(String(format: "%.1f", share * 100)) % HQ"
    }
    if let accuracy = self["test_accuracy"]?.number {
      return "test accuracy \(String(format: "%.2f", accuracy * 100)) %"
    }
    let headlines = [
      ("classifier_frechet", "classifier Frechet"), ("wasserstein_1", "W1"),
      ("sliced_wasserstein", "sliced W"),
    ]
    for (name, label) in headlines {
      if let value = self[name]?.number { return "\(label) \(String(format: "%.4g", value))" }
    }
    return ""
  }
}

/// A share as `97.3 %`.
package func percent(_ share: Double) -> String {
  share.isFinite ? String(format: "%.1f %%", share * 100) : "no"
}

extension MetricValue {
  /// The value as a number, finite or not; nil for text, flags and what was not measured.
  package var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .real(let value): value
    case .text, .flag, .null: nil
    }
  }

  /// The value for a reader.
  package var readableText: String {
    switch self {
    case .integer(let value): String(value)
    case .real(let value): String(format: "%.5g", value)
    case .text(let value): value
    case .flag(let value): value ? "yes" : "no"
    case .null: "not measured"
    }
  }
}

extension Files {
  /// The bytes of all files below a folder; links count as themselves.
  package static func size(below path: String) -> Int {
    guard let names = try? FileManager.default.subpathsOfDirectory(atPath: path) else { return 0 }
    return names.reduce(0) { sum, name in
      var information = stat()
      guard lstat("\(path)/\(name)", &information) == 0,
        information.st_mode & S_IFMT != S_IFDIR
      else { return sum }
      let (total, overflow) = sum.addingReportingOverflow(Int(information.st_size))
      return overflow ? .max : total
    }
  }

  /// A size as `512 B`, `3.4 kB`, `12 MB` or `1.2 GB`, in powers of 1000.
  package static func sizeText(_ bytes: Int) -> String {
    guard bytes >= 1000 else { return "\(bytes) B" }
    var value = Double(bytes) / 1000
    for unit in ["kB", "MB", "GB"] {
      if value < 999.5 { return String(format: value < 9.95 ? "%.1f " : "%.0f ", value) + unit }
      value /= 1000
    }
    return String(format: "%.1f TB", value)
  }
}

// Finds the folder that somebody means by a path or a number, and says what is wrong with it.

import Foundation

/// A run or comparison that cannot be found, used or deleted.
public enum RunListError: Error, Sendable, Equatable {
  /// No folder below the root has the number.
  case noSuchNumber(Int, root: String)
  /// Several folders have the number.
  case ambiguousNumber(Int, names: [String], root: String)
  /// The folder is not a comparison.
  case notAComparison(path: String)
  /// The path is neither a run nor a comparison.
  case neitherRunNorComparison(path: String)
  /// The folder of a run or comparison holds what neither writes.
  case holdsOtherFiles(path: String, names: [String])
  /// The path is a symbolic link.
  case symbolicLink(path: String)
}

extension RunListError: CustomStringConvertible {
  /// What came, what was needed, and the remedy.
  public var description: String {
    switch self {
    case .noSuchNumber(let number, let root):
      "no folder below \(root) has the number \(number). See mixlab runs list, or give a path "
        + "(./\(number) for a folder of that name)."
    case .ambiguousNumber(let number, let names, let root):
      "\(names.count) folders below \(root) have the number \(number): "
        + "\(names.joined(separator: ", ")). Give the path of one."
    case .notAComparison(let path):
      "\(path) is not a comparison: it has no \(ComparisonPlan.fileName). Give a folder that "
        + "mixlab compare made."
    case .neitherRunNorComparison(let path):
      "\(path) is neither a run nor a comparison. Give the folder of one, such as "
        + "runs/0001-gan-ring."
    case .holdsOtherFiles(let path, let names):
      "\(path) also holds \(names.prefix(5).joined(separator: ", "))"
        + "\(names.count > 5 ? ", ..." : ""), which is not of a run. Move that elsewhere first."
    case .symbolicLink(let path):
      "\(path) is a symbolic link, and links are not followed. Give the folder itself."
    }
  }
}

/// The folder of a run or comparison as somebody names it.
public enum RunReference {
  /// The folder that a text means: a number below a root, with or without leading zeros, or a path.
  ///
  /// - Throws: `RunListError.noSuchNumber` or `.ambiguousNumber`.
  public static func resolve(
    _ text: String, root: URL = URL(fileURLWithPath: "runs")
  ) throws -> URL {
    let isNumber = !text.isEmpty && text.count <= 12 && text.allSatisfy { ("0"..."9").contains($0) }
    guard isNumber, let number = Int(text) else { return URL(fileURLWithPath: text) }
    let names = Files.isFolder(root.path) ? try Files.names(in: root.path) : []
    let hits = names.filter { NumberedFolder.number(of: $0) == number }
    guard let name = hits.first else {
      throw RunListError.noSuchNumber(number, root: root.relativePath)
    }
    guard hits.count == 1 else {
      throw RunListError.ambiguousNumber(number, names: hits, root: root.relativePath)
    }
    return root.appendingPathComponent(name)
  }
}

// What can be wrong with a file of points, each with its remedy.

/// A file of points that cannot be read or used.
public enum PointFileError: Error, Sendable, Equatable {
  /// The system refused, or the place holds no ordinary file.
  case cannotRead(file: String, reason: String)
  /// The file, or something in it, exceeds a bound in bytes or points.
  case tooLarge(file: String, what: String, largest: Int)
  /// A line of text that is not a point.
  case malformedText(file: String, line: Int, column: Int?, found: String, needed: String)
  /// An array that is not of points, or not NumPy's.
  case malformedArray(file: String, array: String?, found: String, needed: String)
  /// An archive that is damaged, or of a kind that is not read.
  case malformedArchive(file: String, found: String, needed: String)
  /// A file without any point.
  case noPoints(file: String)
  /// Fewer points than training and measuring need.
  case tooFew(file: String, training: Int, heldOut: Int, fewest: Int)
  /// Points that are all the same, so that no scale can be found.
  case noSpread(file: String, count: Int)
}

extension PointFileError: CustomStringConvertible {
  /// What came, what was needed, and the remedy.
  public var description: String {
    switch self {
    case .cannotRead(let file, let reason):
      "\(file) cannot be read: \(reason). Give the path of a file of points."
    case .tooLarge(let file, let what, let largest):
      "\(file): \(what) is too large. Needed: at most \(largest). Keep a part of the points."
    case .malformedText(let file, let line, let column, let found, let needed):
      "\(file):\(line)\(column.map { ", column \($0)" } ?? ""): \(found) came. Needed: \(needed)."
    case .malformedArray(let file, let array, let found, let needed):
      "\(file)\(array.map { ", array \(printable($0))" } ?? ""): \(found) came. Needed: \(needed)."
    case .malformedArchive(let file, let found, let needed):
      "\(file): \(found) came. Needed: \(needed)."
    case .noPoints(let file):
      "\(file) holds no points. Needed: two numbers a line, or an array of shape (count, 2)."
    case .tooFew(let file, let training, let heldOut, let fewest):
      "\(file): \(training) points to train on and \(heldOut) held out came. Needed: at least "
        + "\(fewest) of each; give more points, or change held-out."
    case .noSpread(let file, let count):
      "\(file): \(count == 1 ? "1 point" : "\(count) equal points") came. "
        + "Needed: at least 2 different points."
    }
  }
}

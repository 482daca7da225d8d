// What can be wrong with a file of images, each with its remedy.

/// A file of images that cannot be read or used.
public enum ImageFileError: Error, Sendable, Equatable {
  /// The system refused, or the place holds no ordinary file.
  case cannotRead(file: String, reason: String)
  /// The file, or what it unfolds to, exceeds a bound in bytes.
  case tooLarge(file: String, what: String, largest: Int)
  /// Something in the file is not what its format or its set needs.
  ///
  /// The offset counts bytes from the start of the file, or of its content where it was unpacked.
  case malformed(file: String, offset: Int?, found: String, needed: String)
  /// The files of a set under the name of another.
  case wrongSet(file: String, found: String, needed: String)
}

extension ImageFileError: CustomStringConvertible {
  /// What came, what was needed, and the remedy.
  public var description: String {
    switch self {
    case .cannotRead(let file, let reason):
      "\(file) cannot be read: \(reason). Check the path and its permissions."
    case .tooLarge(let file, let what, let largest):
      "\(file): \(what) is too large. Needed: at most \(largest) bytes."
    case .malformed(let file, let offset, let found, let needed):
      "\(file)\(offset.map { ", byte \($0)" } ?? ""): \(found) came. Needed: \(needed)."
    case .wrongSet(let file, let found, let needed):
      "\(file) belongs to \(found). Needed: \(needed); ask for \(found), or give another folder."
    }
  }
}

extension ImageFileError {
  /// What the readers of archives and arrays say, as an error about images.
  init(_ error: PointFileError) {
    switch error {
    case .cannotRead(let file, let reason): self = .cannotRead(file: file, reason: reason)
    case .tooLarge(let file, let what, let largest):
      self = .tooLarge(file: file, what: what, largest: largest)
    case .malformedArray(let file, let array, let found, let needed):
      let place = file + (array.map { ", array \(printable($0))" } ?? "")
      self = .malformed(file: place, offset: nil, found: found, needed: needed)
    case .malformedArchive(let file, let found, let needed):
      self = .malformed(file: file, offset: nil, found: found, needed: needed)
    case .malformedText(let file, _, _, let found, let needed):
      self = .malformed(file: file, offset: nil, found: found, needed: needed)
    case .noPoints(let file), .tooFew(let file, _, _, _), .noSpread(let file, _):
      self = .malformed(file: file, offset: nil, found: "points", needed: "images")
    }
  }
}

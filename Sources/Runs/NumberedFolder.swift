// Makes folders that processes share without treading on each other, and files in them.

import Foundation

/// New folders, numbered below a root or at a place of the user's choice.
public enum NumberedFolder {
  /// Makes the next numbered folder below a root, such as `runs/0007-compare`.
  ///
  /// Numbers stay distinct when several processes create folders at once: making the folder of the
  /// bare number is the claim, and who finds it taken tries the next. Characters of the name other
  /// than letters, digits, "." and "_" become hyphens.
  ///
  /// - Throws: `RunError.cannotWrite`.
  public static func create(in root: URL, name: String) throws(RunError) -> URL {
    let root = root.standardizedFileURL
    try Files.createFolders(root.path)
    var number = 1 + (try numbers(in: root).max() ?? 0)
    while true {
      let padded = zeroPadded(number, width: 4)
      let claim = root.appendingPathComponent(padded)
      let folder = root.appendingPathComponent("\(padded)-\(folderName(name))")
      if try Files.createFolder(claim.path) {
        // Somebody may have claimed the number and renamed the claim since the names were listed.
        guard try numbers(in: root).count(where: { $0 == number }) > 1 else {
          guard rename(claim.path, folder.path) == 0 else {
            throw .cannotWrite(path: folder.path, reason: .last)
          }
          return folder
        }
        rmdir(claim.path)
      }
      number += 1
    }
  }

  /// Makes a folder at a place that is absent or empty.
  ///
  /// - Throws: `RunError.folderNotEmpty`, or `.cannotWrite`.
  public static func create(at url: URL) throws(RunError) -> URL {
    let url = url.standardizedFileURL
    try Files.createFolders(url.path)
    guard try Files.names(in: url.path).isEmpty else { throw .folderNotEmpty(path: url.path) }
    return url
  }

  /// Writes a file aside, synchronizes it and renames it into place.
  ///
  /// - Throws: `RunError.cannotWrite`; the file that was there before is then untouched.
  public static func write(_ data: Data, to url: URL) throws(RunError) {
    try Files.replace(url.standardizedFileURL.path, with: [data])
  }

  /// The number with which a name such as "0007-gan-ring" begins; nil if it has none.
  package static func number(of name: String) -> Int? {
    let digits = name.prefix { ("0"..."9").contains($0) }
    let rest = name.dropFirst(digits.count)
    // Twelve digits leave room to count on without overflow.
    return (4...12).contains(digits.count) && (rest.isEmpty || rest.first == "-")
      ? Int(digits) : nil
  }

  private static func numbers(in root: URL) throws(RunError) -> [Int] {
    try Files.names(in: root.path).compactMap(number)
  }

  private static func folderName(_ name: String) -> String {
    let allowed = name.unicodeScalars.map { scalar -> Character in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", ".", "_": Character(scalar)
      default: "-"
      }
    }
    let short = String(String(allowed).prefix(80))
    return short.isEmpty ? "run" : short
  }
}

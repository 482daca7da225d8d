// Compares the files of a published set with their published sizes and checksums.

import Foundation

/// What the files of a set turned out to be.
public struct CatalogVerification: Sendable {
  /// One file.
  public struct FileCheck: Sendable {
    /// How a file compares with what was published.
    public enum State: Sendable, Equatable {
      /// The same bytes.
      case published
      /// Other bytes that unfold to the published ones: packed anew, or unpacked.
      case samePublishedContent
      /// Something else; the words say what differs.
      case different(String)

      /// Whether the content is the published one.
      package var isAsPublished: Bool {
        if case .different = self { false } else { true }
      }
    }

    /// The file's name.
    public let name: String
    /// Its size.
    public let byteCount: Int
    /// The SHA-256 of its bytes.
    public let sha256: String
    /// How it compares.
    public let state: State
  }

  /// The set and where it was found.
  public let located: LocatedEntry
  /// Every file that was read.
  public let files: [FileCheck]
  /// What was read; nil where reading failed.
  public let split: ImageSplit?
  /// Why reading failed.
  public let failure: String?

  /// Whether all is as published and can be read.
  public var isGood: Bool {
    split != nil && files.allSatisfy(\.state.isAsPublished)
  }

  /// Reads every file of a set, compares it, and then reads the set as training would.
  public init(_ located: LocatedEntry) {
    self.located = located
    var files: [FileCheck] = []
    for file in located.files { files += Self.check(file) }
    self.files = files
    do {
      split = try located.load()
      failure = nil
    } catch {
      split = nil
      failure = "\(error)"
    }
  }

  /// Compares a file, or the unfolded contents of an archive, with what was published.
  package static func check(_ file: LocatedEntry.File) -> [FileCheck] {
    let published = file.published
    var onDisk: [(name: String, byteCount: Int, sha256: String)] = []
    var differences: [String] = []
    do {
      try file.forEachContent { url, bytes in
        onDisk.append((url.lastPathComponent, bytes.count, SHA256.hexadecimal(of: bytes[...])))
      } _: { content, name, bytes in
        // The archive's own checksum covers its contents.
        guard !onDisk.contains(where: { $0.sha256 == published.sha256 }) else { return }
        if bytes.count != content.byteCount {
          differences.append("\(name): \(bytes.count) bytes came. Needed: \(content.byteCount).")
        } else if SHA256.hexadecimal(of: bytes) != content.sha256 {
          differences.append(
            "\(name): other content came. Needed: SHA-256 \(content.sha256).")
        }
      }
    } catch {
      differences.append("\(error)")
    }
    if onDisk.isEmpty { onDisk = [(published.name, 0, "")] }
    return onDisk.map { item in
      let state: FileCheck.State =
        if item.sha256 == published.sha256 {
          .published
        } else if differences.isEmpty {
          .samePublishedContent
        } else {
          .different(differences.joined(separator: "\n"))
        }
      return FileCheck(
        name: item.name, byteCount: item.byteCount, sha256: item.sha256, state: state)
    }
  }
}

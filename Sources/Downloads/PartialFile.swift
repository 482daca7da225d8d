// The part of a file that has been fetched: grown, checked, and renamed when it is whole.

import Datasets
import Foundation
import Runs

/// A file that is being fetched, under its name with ".part" behind it.
///
/// The process that writes it holds the system's lock on it. It never grows beyond the size of the
/// whole, and it stays where a download ends early.
final class PartialFile {
  static let suffix = ".part"

  let path: String
  private let name: String
  private let size: Int
  private let file: OpenFile
  /// Whether the name is this object's to give up.
  private var isHeld = false
  private var hash = SHA256()
  /// The bytes that are there.
  private(set) var length = 0

  /// Opens or creates the part of a file in a folder.
  ///
  /// - Throws: `DownloadError.inUse` and `.cannotWrite`.
  init(of published: CatalogFile, in folder: URL) throws(DownloadError) {
    name = published.name
    size = published.byteCount
    path = folder.appendingPathComponent(name + Self.suffix).path
    do throws(RunError) {
      file = try Self.opened(path)
      guard try file.tryLock() else { throw RunError.locked(path: path, processID: nil) }
      // Whoever held the lock until now may have finished the file, and the name is gone.
      guard try file.isInPlace() else { throw RunError.locked(path: path, processID: nil) }
      isHeld = true
      if try file.length() > size { try file.truncate(to: 0) }
      while let block = try file.readBlock() {
        block.withUnsafeBytes { hash.combine($0) }
        length += block.count
      }
    } catch {
      if case .locked = error { throw .inUse(part: path) }
      throw DownloadError(error, path: path)
    }
  }

  /// The file, which must be an ordinary one: a link could lead to another, and a pipe never ends.
  private static func opened(_ path: String) throws(RunError) -> OpenFile {
    let file = try OpenFile(path, flags: O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK)
    guard try file.information().st_mode & S_IFMT == S_IFREG else {
      throw .cannotWrite(path: path, reason: .notAFile)
    }
    return file
  }

  deinit {
    // An empty part is of no use to anybody.
    if isHeld, length == 0 { unlink(path) }
  }

  /// Whether as many bytes are there as the whole has.
  var isFull: Bool { length == size }

  /// The SHA-256 of what is there, as 64 hexadecimal digits.
  var sha256: String { hash.hexadecimal }

  /// Adds bytes.
  ///
  /// - Throws: `TransferFailure.tooLong`, and then nothing is written; `DownloadError.cannotWrite`.
  func append(_ bytes: UnsafeRawBufferPointer) throws {
    guard bytes.count <= size - length else { throw TransferFailure.tooLong(needed: size) }
    do throws(RunError) {
      try file.write(Data(bytes))
    } catch {
      throw DownloadError(error, path: path)
    }
    hash.combine(bytes)
    length += bytes.count
  }

  /// Forgets everything that is there.
  func clear() throws(DownloadError) {
    do throws(RunError) {
      try file.truncate(to: 0)
    } catch {
      throw DownloadError(error, path: path)
    }
    hash = SHA256()
    length = 0
  }

  /// Makes the part the file.
  func finish() throws(DownloadError) {
    do throws(RunError) {
      try file.synchronize()
      try Files.move(path, to: name)
      isHeld = false
    } catch {
      throw DownloadError(error, path: path)
    }
  }
}

// Reads the bytes of image files and unfolds them if they are packed with gzip.

import Foundation

/// Bytes of a file, or of a part of one, with the name that errors give it.
package struct NamedBytes {
  package let name: String
  package let bytes: ArraySlice<UInt8>

  package init(name: String, bytes: ArraySlice<UInt8>) {
    self.name = name
    self.bytes = bytes
  }

  /// An error about the bytes at an offset from their start.
  func malformed(at offset: Int?, _ found: String, _ needed: String) -> ImageFileError {
    .malformed(file: name, offset: offset, found: found, needed: needed)
  }
}

/// Files that hold images.
package enum ImageFile {
  /// The largest file, and the most that one may unfold to where no set says otherwise, in bytes.
  package static let largest = 1 << 30

  /// What a gzip file begins with.
  private static let gzipMagic: [UInt8] = [0x1F, 0x8B]

  /// Whether bytes begin as gzip's do.
  package static func isGzipped(_ bytes: [UInt8]) -> Bool { bytes.starts(with: gzipMagic) }

  /// The bytes of an ordinary file of at most `largest`; no more are allocated than are there.
  /// - Throws: `ImageFileError.cannotRead` and `.tooLarge`.
  static func bytes(of url: URL, largest: Int = largest) throws(ImageFileError) -> [UInt8] {
    // Without waiting, so that a pipe that nobody writes to is refused like any other pipe.
    let descriptor = open(url.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw .cannotRead(file: url.path, reason: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var information = stat()
    guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
      throw .cannotRead(file: url.path, reason: "it is not an ordinary file")
    }
    guard information.st_size <= off_t(largest) else {
      throw .tooLarge(file: url.lastPathComponent, what: "the file", largest: largest)
    }
    let size = Int(information.st_size)
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let step = read(descriptor, buffer.baseAddress.map { $0 + count }, size - count)
        if step < 0, errno == EINTR { continue }
        if step < 0 { failure = errno }
        guard step > 0 else { return }
        count += step
      }
    }
    guard failure == 0 else {
      throw .cannotRead(file: url.path, reason: String(cString: strerror(failure)))
    }
    return bytes
  }

  /// The content of a file, unfolded if its first bytes are gzip's.
  ///
  /// - Parameter limit: the most bytes that it may unfold to.
  /// - Throws: `ImageFileError.malformed` and `.tooLarge`.
  package static func content(
    _ bytes: [UInt8], name: String, limit: Int = largest
  ) throws(ImageFileError) -> NamedBytes {
    guard isGzipped(bytes) else { return NamedBytes(name: name, bytes: bytes[...]) }
    do throws(InflateError) {
      let unfolded = try Inflate.gzip(bytes[...], limit: limit)
      return NamedBytes(name: "\(name), unpacked", bytes: unfolded[...])
    } catch {
      if case .tooLarge(let limit) = error {
        throw .tooLarge(file: name, what: "the unpacked content", largest: limit)
      }
      throw .malformed(file: name, offset: nil, found: "\(error)", needed: "a whole gzip file")
    }
  }
}

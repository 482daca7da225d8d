// Unfolds deflated and gzipped bytes in memory, never past a bound.

import CZlib
import Foundation

/// Deflated bytes that cannot be unfolded.
package enum InflateError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The bytes are not deflated, or a checksum differs.
  case corrupt
  /// The input ends too early.
  case truncated
  /// The output would exceed the bound.
  case tooLarge(limit: Int)
  /// Bytes follow the end of the stream.
  case trailingBytes
  /// The machine has no memory for the output.
  case noMemory

  /// What is wrong.
  package var description: String {
    switch self {
    case .corrupt: "damaged compressed data"
    case .truncated: "compressed data that end too early"
    case .tooLarge(let limit): "compressed data that unfold to more than \(limit) bytes"
    case .trailingBytes: "bytes after the end of compressed data"
    case .noMemory: "compressed data for which there is no memory"
    }
  }
}

/// Decompression with zlib.
package enum Inflate {
  /// The bytes of a deflate stream without header, as in zip archives.
  /// - Parameter limit: the most bytes that it may unfold to.
  package static func raw(
    _ input: ArraySlice<UInt8>, limit: Int
  ) throws(InflateError) -> [UInt8] {
    try unfolded(input, MZLIB_RAW, limit: limit)
  }

  /// The bytes of a gzip file of one or more members, whose checksums are compared.
  /// - Parameter limit: the most bytes that it may unfold to.
  package static func gzip(
    _ input: ArraySlice<UInt8>, limit: Int
  ) throws(InflateError) -> [UInt8] {
    try unfolded(input, MZLIB_GZIP, limit: limit)
  }

  private static func unfolded(
    _ input: ArraySlice<UInt8>, _ format: mzlib_format, limit: Int
  ) throws(InflateError) -> [UInt8] {
    var output: UnsafeMutablePointer<UInt8>?
    var count = 0
    let status = input.withUnsafeBufferPointer {
      mzlib_inflate($0.baseAddress, $0.count, format, max(0, limit), &output, &count)
    }
    switch status {
    case MZLIB_DONE:
      defer { mzlib_free(output) }
      return Array(UnsafeBufferPointer(start: output, count: count))
    case MZLIB_TRUNCATED: throw .truncated
    case MZLIB_TOO_LARGE: throw .tooLarge(limit: limit)
    case MZLIB_TRAILING: throw .trailingBytes
    case MZLIB_NO_MEMORY: throw .noMemory
    default: throw .corrupt
    }
  }
}

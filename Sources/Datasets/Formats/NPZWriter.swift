// Writes NumPy's .npz archives: one .npy file per named array in an uncompressed zip.

import Foundation

/// Writer of NumPy's .npy and .npz formats.
///
/// Archives are deterministic: names are sorted, entries stored, and all times are the zip format's
/// first (1980-01-01). `numpy.load` reads them.
public enum NPZWriter {
  /// The largest archive without the zip64 extension, in bytes.
  package static let largestArchive = Int(UInt32.max)

  /// An .npz archive of named arrays.
  ///
  /// - Throws: `NPZError` if an array does not fit its shape or the archive would exceed 4 GiB.
  public static func archive(_ arrays: [String: NPYArray]) throws(NPZError) -> Data {
    let sorted = arrays.sorted { $0.key < $1.key }
    var entries: [ZipWriter.Entry] = []
    var sizes: [(name: String, payload: Int)] = []
    for (name, array) in sorted {
      let header = try array.header(name: name)
      sizes.append((name, header.count + array.byteCount))
      entries.append(ZipWriter.Entry(name: "\(name).npy", header: header, body: array.bytes))
    }
    let size = try archiveSize(sizes)
    return ZipWriter.archive(entries, size: size)
  }

  /// An .npy file of one array.
  ///
  /// - Throws: `NPZError.wrongCount` or `.badShape`.
  public static func file(_ array: NPYArray) throws(NPZError) -> Data {
    try array.header(name: "array") + array.bytes
  }

  /// The size of an archive of entries with given names and sizes.
  package static func archiveSize(
    _ entries: [(name: String, payload: Int)]
  ) throws(NPZError) -> Int {
    guard entries.count < Int(UInt16.max) else {
      throw .tooMany(count: entries.count, largest: Int(UInt16.max) - 1)
    }
    var size = ZipWriter.endSize
    for (name, payload) in entries {
      let length = name.utf8.count + ".npy".utf8.count
      let isName = !name.isEmpty && length <= Int(UInt16.max) && !name.contains("\0")
      guard isName else { throw .badName(name) }
      size += ZipWriter.localSize + ZipWriter.centralSize + 2 * length
      // Checking before each addition keeps absurd sizes from overflowing the sum.
      guard payload <= largestArchive, size + payload <= largestArchive else {
        throw .tooLarge(name: name, largest: largestArchive)
      }
      size += payload
    }
    return size
  }
}

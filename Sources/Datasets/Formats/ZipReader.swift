// Reads zip archives in memory: stored and deflated entries, without the zip64 extension.

import Foundation

/// The entries of a zip archive, found through its central directory.
struct ZipReader {
  /// What every entry begins with.
  private static let entryMagic: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
  /// What an archive without entries begins with.
  private static let endMagic: [UInt8] = [0x50, 0x4B, 0x05, 0x06]

  /// Whether bytes begin as an archive does.
  static func isArchive(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: entryMagic) || bytes.starts(with: endMagic)
  }

  /// One file of an archive, as the central directory tells it.
  struct Entry {
    let name: String
    let method: Int
    let checksum: UInt32
    let packedSize: Int
    let size: Int
    let offset: Int
  }

  private let bytes: [UInt8]
  private let file: String
  /// In the order of the central directory.
  private(set) var entries: [Entry] = []

  /// Reads the central directory.
  /// - Throws: `PointFileError.malformedArchive`.
  init(_ bytes: [UInt8], file: String) throws(PointFileError) {
    self.bytes = bytes
    self.file = file
    let end = try endOfCentralDirectory()
    let count = little(end + 10, 2)
    let size = little(end + 12, 4)
    let start = little(end + 16, 4)
    let isZip64 = count == 0xFFFF || size == 0xFFFF_FFFF || start == 0xFFFF_FFFF
    guard !isZip64 else {
      throw failure("an archive with the zip64 extension", "one below 4 GiB, without it")
    }
    guard little(end + 4, 4) == 0, little(end + 8, 2) == count else {
      throw failure("a part of an archive in several files", "one file")
    }
    guard start + size == end else { throw damaged }
    var place = start
    for _ in 0..<count { place = try readEntry(at: place, before: end) }
    guard place == end else { throw damaged }
  }

  /// The unfolded bytes of an entry, their checksum compared.
  /// - Throws: `PointFileError.malformedArchive` and `.tooLarge`.
  func content(of entry: Entry, largest: Int) throws(PointFileError) -> [UInt8] {
    guard entry.size <= largest else {
      throw .tooLarge(file: file, what: "the array \(shown(entry.name))", largest: largest)
    }
    let header = entry.offset
    guard header + 30 <= bytes.count, bytes[header...].starts(with: Self.entryMagic) else {
      throw damaged
    }
    // Its sizes may be those of the zip64 extension; the central directory has them all.
    let start = header + 30 + little(header + 26, 2) + little(header + 28, 2)
    guard start + entry.packedSize <= bytes.count else { throw damaged }
    let packed = bytes[start..<(start + entry.packedSize)]
    let content: [UInt8]
    switch entry.method {
    case 0: content = Array(packed)
    case 8:
      do throws(InflateError) {
        content = try Inflate.raw(packed, limit: entry.size)
      } catch {
        throw failure("\(error) in \(shown(entry.name))", "an undamaged archive")
      }
    default:
      throw failure(
        "\(shown(entry.name)) with compression method \(entry.method)",
        "numpy.savez or numpy.savez_compressed")
    }
    var checksum = CRC32()
    checksum.combine(Data(content))
    guard content.count == entry.size, checksum.value == entry.checksum else { throw damaged }
    return content
  }

  /// The place of the record that ends the archive and the file.
  private func endOfCentralDirectory() throws(PointFileError) -> Int {
    let size = ZipWriter.endSize
    // A comment of at most 65,535 bytes may follow the record.
    let earliest = max(0, bytes.count - size - 0xFFFF)
    var place = bytes.count - size
    while place >= earliest {
      if little(place, 4) == 0x0605_4B50, place + size + little(place + 20, 2) == bytes.count {
        return place
      }
      place -= 1
    }
    throw failure(
      "an archive that is cut off or followed by other bytes", "a whole archive and nothing more")
  }

  private mutating func readEntry(at place: Int, before end: Int) throws(PointFileError) -> Int {
    guard place + ZipWriter.centralSize <= end, little(place, 4) == 0x0201_4B50 else {
      throw damaged
    }
    let nameStart = place + ZipWriter.centralSize
    let nameEnd = nameStart + little(place + 28, 2)
    let next = nameEnd + little(place + 30, 2) + little(place + 32, 2)
    guard next <= end else { throw damaged }
    let name = String(decoding: bytes[nameStart..<nameEnd], as: UTF8.self)
    guard little(place + 8, 2) & 1 == 0 else {
      throw failure("the encrypted entry \(shown(name))", "an archive without a password")
    }
    let entry = Entry(
      name: name, method: little(place + 10, 2), checksum: UInt32(little(place + 16, 4)),
      packedSize: little(place + 20, 4), size: little(place + 24, 4),
      offset: little(place + 42, 4))
    guard ![entry.packedSize, entry.size, entry.offset].contains(0xFFFF_FFFF) else {
      throw failure("\(shown(name)) with the zip64 extension", "entries below 4 GiB, without it")
    }
    entries.append(entry)
    return next
  }

  /// A little-endian number of at most four bytes that the caller has found to be there.
  private func little(_ place: Int, _ count: Int) -> Int {
    (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
  }

  private func failure(_ found: String, _ needed: String) -> PointFileError {
    .malformedArchive(file: file, found: found, needed: needed)
  }

  private var damaged: PointFileError {
    failure("a damaged archive", "an archive that numpy.load reads")
  }
}

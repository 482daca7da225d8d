// Makes the checksums of damaged files right again, so that the damage reaches the code behind.

import Datasets
import Foundation

/// Checksums of formats.
enum Repairs {
  /// The check of every chunk of a PNG file, as far as the lengths lead.
  @Sendable static func png(_ bytes: inout [UInt8]) {
    var place = 8
    while place + 12 <= bytes.count {
      let length = bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
      let end = place + 8 + length
      guard end + 4 <= bytes.count else { return }
      let check = crc(bytes[(place + 4)..<end])
      for index in 0..<4 {
        bytes[end + index] = UInt8(truncatingIfNeeded: check >> (24 - 8 * index))
      }
      place = end + 4
    }
  }

  /// The sum of every header of a tar archive, wherever a block looks like one.
  @Sendable static func tar(_ bytes: inout [UInt8]) {
    for start in stride(from: 0, to: bytes.count - 511, by: 512)
    where bytes[start + 257] == UInt8(ascii: "u") {
      let sum = bytes[start..<(start + 512)].enumerated().reduce(0) { sum, byte in
        sum + ((148..<156).contains(byte.offset) ? 0x20 : Int(byte.element))
      }
      let digits = String(sum, radix: 8)
      let field = String(repeating: "0", count: max(0, 6 - digits.count)) + digits + "\0 "
      for (index, byte) in field.utf8.prefix(8).enumerated() { bytes[start + 148 + index] = byte }
    }
  }

  /// The checks of the stored entries of a zip archive.
  @Sendable static func zip(_ bytes: inout [UInt8]) {
    var place = 0
    while place + 46 <= bytes.count {
      defer { place += 1 }
      guard bytes[place] == 0x50, little(bytes, place, 4) == 0x0201_4B50,
        little(bytes, place + 10, 2) == 0
      else { continue }
      let header = little(bytes, place + 42, 4)
      guard header + 30 <= bytes.count else { continue }
      let start = header + 30 + little(bytes, header + 26, 2) + little(bytes, header + 28, 2)
      let end = start + little(bytes, place + 20, 4)
      guard end <= bytes.count else { continue }
      let check = crc(bytes[start..<end])
      for index in 0..<4 {
        bytes[place + 16 + index] = UInt8(truncatingIfNeeded: check >> (8 * index))
      }
    }
  }

  private static func little(_ bytes: [UInt8], _ place: Int, _ count: Int) -> Int {
    (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
  }

  private static func crc(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var check = CRC32()
    check.combine(Data(bytes))
    return check.value
  }
}

// Damages valid files: bits, runs, cuts, joints, and numbers at their extremes.

import TestSupport

/// Makes one input after another, each the same for the same reader, seed and index.
struct Mutator {
  /// No input becomes longer, in bytes.
  private static let longest = 1 << 18
  private static let mostChanges = 6

  private let reader: Reader
  private let seeds: [[UInt8]]
  private let seed: UInt64

  init(_ reader: Reader, seed: UInt64) throws {
    self.reader = reader
    self.seed = seed
    seeds = try reader.seeds()
  }

  /// The input of an index.
  func input(_ index: Int) -> [UInt8] {
    var generator = TestGenerator(name: "\(reader.name) \(seed) \(index)")
    var bytes = seeds[index % seeds.count]
    // Few changes are more likely than many, because they get further into a reader.
    let most = Int.random(in: 1...Self.mostChanges, using: &generator)
    for _ in 0..<Int.random(in: 1...most, using: &generator) {
      change(&bytes, &generator)
    }
    if bytes.count > Self.longest { bytes.removeLast(bytes.count - Self.longest) }
    if Bool.random(using: &generator) { reader.repair(&bytes) }
    return bytes
  }

  private func change(_ bytes: inout [UInt8], _ generator: inout TestGenerator) {
    let place = Int.random(in: 0...bytes.count, using: &generator)
    switch Int.random(in: 0..<11, using: &generator) {
    case 0: flip(&bytes, place, &generator)
    case 1: fill(&bytes, place, &generator)
    case 2: bytes.removeLast(bytes.count - place)
    case 3: bytes += Self.noise(Int.random(in: 1...64, using: &generator), &generator)
    case 4: bytes.insert(contentsOf: Self.noise(8, &generator), at: place)
    case 5: bytes.removeSubrange(Self.run(bytes, place, 32, &generator))
    case 6: bytes.insert(contentsOf: bytes[Self.run(bytes, place, 600, &generator)], at: place)
    case 7: splice(&bytes, place, &generator)
    case 8: replaceNumber(&bytes, place, &generator)
    default: putExtreme(&bytes, place, &generator)
    }
  }

  private func flip(_ bytes: inout [UInt8], _ place: Int, _ generator: inout TestGenerator) {
    guard place < bytes.count else { return }
    bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
  }

  /// A run of one byte.
  private func fill(_ bytes: inout [UInt8], _ place: Int, _ generator: inout TestGenerator) {
    let values: [UInt8] = [0, 1, 0x20, 0x22, 0x2C, 0x5B, 0x7F, 0x80, 0xFF]
    let value = values.randomElement(using: &generator) ?? 0
    for index in Self.run(bytes, place, 16, &generator) { bytes[index] = value }
  }

  /// The end of another file behind the beginning of this one.
  private func splice(_ bytes: inout [UInt8], _ place: Int, _ generator: inout TestGenerator) {
    let other = seeds.randomElement(using: &generator) ?? []
    let start = Int.random(in: 0...other.count, using: &generator)
    bytes = Array(bytes.prefix(place) + other.dropFirst(start))
  }

  /// An extreme whole number of 1 to 8 bytes in either order.
  private func putExtreme(_ bytes: inout [UInt8], _ place: Int, _ generator: inout TestGenerator) {
    let size = [1, 2, 4, 8].randomElement(using: &generator) ?? 1
    let sign = UInt64(1) << UInt64(8 * size - 1)
    let values: [UInt64] = [
      0, 1, 2, .max, .max - 1, sign, sign - 1, sign + 1, UInt64(bytes.count),
      UInt64(bytes.count) &- 1, UInt64(bytes.count) + 1, 0xFFFF, 1 << 16, 1 << 24, 1 << 30,
    ]
    let value = values.randomElement(using: &generator) ?? 0
    let isBig = Bool.random(using: &generator)
    for index in 0..<size where place + index < bytes.count {
      let shift = UInt64(8 * (isBig ? size - 1 - index : index))
      bytes[place + index] = UInt8(truncatingIfNeeded: value >> shift)
    }
  }

  /// Another number in the place of the digits that come next.
  private func replaceNumber(
    _ bytes: inout [UInt8], _ place: Int, _ generator: inout TestGenerator
  ) {
    let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
    guard let start = bytes[place...].firstIndex(where: isDigit) else { return }
    let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count
    let numbers = [
      "0", "-1", "-0", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
      "18446744073709551615", "4294967296", "4294967295", "65536", "1e309", "-1e-400", "nan", "inf",
      "777777777777", "3037000500", "99999999999999999999999999", "1.5", "+", "", "0x7f", "1_000",
    ]
    let number = numbers.randomElement(using: &generator) ?? "0"
    bytes.replaceSubrange(start..<end, with: Array(number.utf8))
  }

  private static func noise(_ most: Int, _ generator: inout TestGenerator) -> [UInt8] {
    (0..<Int.random(in: 1...most, using: &generator)).map { _ in
      UInt8.random(in: 0...255, using: &generator)
    }
  }

  private static func run(
    _ bytes: [UInt8], _ place: Int, _ most: Int, _ generator: inout TestGenerator
  ) -> Range<Int> {
    place..<min(bytes.count, place + Int.random(in: 1...most, using: &generator))
  }
}

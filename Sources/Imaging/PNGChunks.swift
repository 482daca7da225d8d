// Takes PNG files apart into chunks and puts chunks together; libpng computes the check sums.

import CPNG
import Foundation

/// One chunk of a PNG file.
struct PNGChunk: Equatable, Sendable {
  /// Four letters, such as "IDAT".
  var type: String
  var data: [UInt8]

  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// The chunks of a file that libpng wrote, in their order.
  ///
  /// - Throws: `ImagingError.decodingFailed` for bytes that are no whole PNG file.
  static func chunks(of file: Data) throws(ImagingError) -> [PNGChunk] {
    let bytes = Array(file)
    guard bytes.starts(with: signature) else { throw .decodingFailed(reason: "Not a PNG file") }
    var chunks: [PNGChunk] = []
    var position = signature.count
    while position < bytes.count {
      // Length and type before, check sum after the data.
      guard bytes.count - position >= 12 else { throw .decodingFailed(reason: "a cut chunk") }
      let length = bytes[position..<(position + 4)].reduce(0) { $0 << 8 | Int($1) }
      guard bytes.count - position - 12 >= length else {
        throw .decodingFailed(reason: "a cut chunk")
      }
      let start = position + 8
      chunks.append(
        PNGChunk(
          type: String(decoding: bytes[(position + 4)..<start], as: UTF8.self),
          data: Array(bytes[start..<(start + length)])))
      position = start + length + 4
    }
    return chunks
  }

  /// The chunk as bytes of a file.
  ///
  /// - Throws: `ImagingError.encodingFailed` for more than 2^31 - 1 bytes or a lack of memory.
  func encoded() throws(ImagingError) -> Data {
    var bytes: UnsafeMutablePointer<UInt8>?
    var count = 0
    var message = [CChar](repeating: 0, count: 256)
    let status = mpng_chunk(type, data, data.count, &bytes, &count, &message, message.count)
    guard status == 0, let bytes else { throw .encodingFailed(reason: messageText(message)) }
    defer { mpng_free(bytes) }
    return Data(bytes: bytes, count: count)
  }
}

extension [UInt8] {
  /// Appends a number as four bytes, the highest first.
  mutating func append(bigEndian number: UInt32) {
    for shift in [24, 16, 8, 0] as [UInt32] { append(UInt8(truncatingIfNeeded: number >> shift)) }
  }

  /// Appends a number as two bytes, the higher first.
  mutating func append(bigEndian number: UInt16) {
    append(UInt8(truncatingIfNeeded: number >> 8))
    append(UInt8(truncatingIfNeeded: number))
  }
}

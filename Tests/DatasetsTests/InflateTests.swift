// Decompression: what other programs deflated, bounds, and damaged streams.

import Datasets
import TestSupport
import Testing

@Suite struct InflateTests {
  private let text = [UInt8](String(repeating: "mixlab ", count: 20).utf8)

  @Test func streamsOfPythonAreRead() throws {
    #expect(try Inflate.raw(NumPyFiles.deflated[...], limit: 1000) == text)
    #expect(try Inflate.gzip(NumPyFiles.gzipped[...], limit: 1000) == text)
    let twice = NumPyFiles.gzipped + NumPyFiles.gzipped
    #expect(try Inflate.gzip(twice[...], limit: 1000) == text + text)
    // A slice that does not begin at index 0.
    #expect(try Inflate.raw(([7] + NumPyFiles.deflated)[1...], limit: 140) == text)
  }

  @Test func longOutputsGrowTheBuffer() throws {
    // A stored block of 65,535 zeros, twice, then the last one.
    let block: [UInt8] = [0, 0xFF, 0xFF, 0, 0] + [UInt8](repeating: 0, count: 65_535)
    let last: [UInt8] = [1, 1, 0, 0xFE, 0xFF, 9]
    let stream = block + block + last
    let output = try Inflate.raw(stream[...], limit: 131_071)
    #expect(output == [UInt8](repeating: 0, count: 131_070) + [9])
    #expect(throws: InflateError.tooLarge(limit: 131_070)) {
      try Inflate.raw(stream[...], limit: 131_070)
    }
  }

  @Test func boundsAreKept() throws {
    #expect(throws: InflateError.tooLarge(limit: 139)) {
      try Inflate.raw(NumPyFiles.deflated[...], limit: 139)
    }
    #expect(throws: InflateError.tooLarge(limit: 279)) {
      try Inflate.gzip((NumPyFiles.gzipped + NumPyFiles.gzipped)[...], limit: 279)
    }
    #expect(throws: InflateError.tooLarge(limit: 0)) {
      try Inflate.raw(NumPyFiles.deflated[...], limit: 0)
    }
    #expect(try Inflate.raw([3, 0], limit: 0).isEmpty)
  }

  @Test func damageIsFound() {
    for length in 0..<NumPyFiles.gzipped.count {
      #expect(throws: InflateError.truncated) {
        try Inflate.gzip(NumPyFiles.gzipped.prefix(length), limit: 1000)
      }
    }
    for length in 0..<NumPyFiles.deflated.count {
      #expect(throws: InflateError.truncated) {
        try Inflate.raw(NumPyFiles.deflated.prefix(length), limit: 1000)
      }
    }
    #expect(throws: InflateError.trailingBytes) {
      try Inflate.gzip((NumPyFiles.gzipped + [0])[...], limit: 1000)
    }
    #expect(throws: InflateError.trailingBytes) {
      try Inflate.raw((NumPyFiles.deflated + [0])[...], limit: 1000)
    }
    var wrong = NumPyFiles.gzipped
    wrong[wrong.count - 5] ^= 1
    #expect(throws: InflateError.corrupt) { try Inflate.gzip(wrong[...], limit: 1000) }
    #expect(throws: InflateError.corrupt) { try Inflate.raw([7, 7, 7][...], limit: 1000) }
    #expect(throws: InflateError.corrupt) {
      try Inflate.gzip(NumPyFiles.deflated[...], limit: 1000)
    }
  }
}

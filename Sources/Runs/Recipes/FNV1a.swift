// The 64-bit FNV-1a hash, for recipe hashes and checkpoint checksums.

/// The 64-bit FNV-1a hash of a run of bytes.
///
/// It notices damage and names recipes; it does not resist anybody who wants a collision.
package struct FNV1a: Sendable {
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325

  package init() {}

  /// Takes bytes into the hash.
  package mutating func combine(_ bytes: UnsafeRawBufferPointer) {
    var state = state
    for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
    self.state = state
  }

  /// Takes the UTF-8 bytes of a text into the hash.
  package mutating func combine(_ text: String) {
    for byte in text.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }

  /// The hash as 16 hexadecimal digits.
  package var hexadecimal: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

// The checksum against the examples of its standard, in pieces and whole.

import Datasets
import Testing

@Suite struct SHA256Tests {
  /// Examples of FIPS 180-4 and of NIST's test vectors.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func examplesOfTheStandard(text: String, sum: String) {
    #expect(SHA256.hexadecimal(of: Array(text.utf8)[...]) == sum)
  }

  @Test func aMillionLetters() {
    let letters = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
    #expect(
      SHA256.hexadecimal(of: letters[...])
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test func piecesGiveTheSameAsTheWhole() {
    for length in 0..<200 {
      let bytes = (0..<length).map { UInt8($0) }
      var hash = SHA256()
      for start in stride(from: 0, to: length, by: 37) {
        bytes[start..<min(length, start + 37)].withUnsafeBytes { hash.combine($0) }
      }
      #expect(hash.hexadecimal == SHA256.hexadecimal(of: bytes[...]), "\(length)")
    }
  }
}

// What errors about checkpoints show of the file's own words.

import Foundation
import Runs
import Testing

@Suite struct SafetensorsMessageTests {
  @Test func whatStandsForTheChecksumIsShownWithoutControls() throws {
    let stored = "\u{1B}[2J\u{9B}" + String(repeating: "9", count: 1000)
    let header =
      #"{"__metadata__":{"checksum":"\u001b[2J\u009b"#
      + String(repeating: "9", count: 1000) + #""}}"#
    let length = UInt64(header.utf8.count)
    let data = withUnsafeBytes(of: length.littleEndian) { Data($0) } + Data(header.utf8)
    let error = try #require(throws: SafetensorsError.self) {
      try SafetensorsFile(data: data, file: "f")
    }
    guard case .wrongChecksum(stored, _) = error.problem else {
      Issue.record("\(error)")
      return
    }
    #expect(error.description.contains("should be \"\\u{1B}[2J\\u{009B}999"))
    #expect(error.description.utf8.count < 250)
  }
}

// Tests of the metrics log: records read back equal, torn lines, truncation, a full disk.

import Foundation
import Runs
import TestSupport
import Testing

@Suite struct MetricsLogTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  static let record: MetricsRecord = [
    "step": 100, "loss": 0.1, "third": .real(1.0 / 3.0), "whole": 2.0,
    "tiny": .real(.leastNonzeroMagnitude),
    "minus": .real(-0.0), "nan": .real(.nan), "inf": .real(.infinity), "low": .real(-.infinity),
    "least": .integer(.min), "most": .integer(.max), "yes": true, "none": nil, "word": "nan",
    "text": "a \"b\" \\ \n\r\t\u{1} é 🙂 \u{2028}", "other": "-inf", "naïve \"name\"": "",
  ]

  @Test func recordsReadBackEqual() throws {
    let run = try folder.run()
    #expect(try run.metrics.records().isEmpty)
    try run.metrics.append(Self.record)
    try run.metrics.append([:])
    #expect(try run.metrics.records() == [Self.record, [:]])
    #expect(try run.metrics.records()[0].fields.map(\.name) == Self.record.fields.map(\.name))
  }

  @Test func linesAreJSON() throws {
    let object = try JSONSerialization.jsonObject(with: Data(Self.record.json.utf8))
    let dictionary = try #require(object as? [String: Any])
    #expect(dictionary.count == Self.record.fields.count)
    #expect(dictionary["nan"] as? String == "nan")
    #expect(dictionary["low"] as? String == "-inf")
    #expect(dictionary["word"] as? String == "nan")
    #expect(dictionary["loss"] as? Double == 0.1)
    #expect(dictionary["most"] as? Int == Int.max)
    #expect(Self.record.json.hasPrefix("{\"step\":100,\"loss\":0.1,"))
    #expect(!Self.record.json.contains("\n"))
  }

  @Test func settingKeepsThePlace() {
    var record: MetricsRecord = ["a": 1, "b": 2, "a": 3]
    #expect(record.fields.map(\.name) == ["a", "b"])
    #expect(record["a"] == 3)
    record["a"] = 1.5
    record["b"] = nil
    record["c"] = .null
    #expect(record == ["a": 1.5, "c": nil])
    #expect(MetricValue.integer(1) != .real(1))
  }

  @Test func tornLastLinesAreToleratedAndRemoved() throws {
    let run = try folder.run()
    let path = run.file("metrics.jsonl")
    let whole = Data("{\"step\":1}\n{\"step\":2}\n".utf8)
    for torn in ["{\"st", "{\"step\":3}", "\u{0}\u{0}", String(repeating: "x", count: 10_000)] {
      try (whole + Data(torn.utf8)).write(to: path)
      #expect(try run.metrics.records().map(\.step) == [1, 2])
      try run.metrics.append(["step": 3])
      #expect(try Data(contentsOf: path) == whole + Data("{\"step\":3}\n".utf8))
      try (whole + Data(torn.utf8)).write(to: path)
      try run.metrics.truncate(after: 5)
      #expect(try Data(contentsOf: path) == whole)
    }
    try Data("{\"only".utf8).write(to: path)
    #expect(try run.metrics.records().isEmpty)
    try run.metrics.append(["step": 1])
    #expect(try run.metrics.records() == [["step": 1]])
  }

  @Test func truncationKeepsBytes() throws {
    let run = try folder.run()
    let path = run.file("metrics.jsonl")
    try run.metrics.truncate(after: 5)
    #expect(!FileManager.default.fileExists(atPath: path.path))
    let kept = "{ \"note\" : 1 }\n{\"step\": 1, \"x\": 1.50}\n{\"step\":2}\n{\"of\":\"2\"}\n"
    try Data((kept + "{\"step\":3}\n{\"of\":\"3\"}\n{\"step\":4}\n").utf8).write(to: path)
    try run.metrics.truncate(after: 2)
    #expect(try String(contentsOf: path, encoding: .utf8) == kept)
    try run.metrics.truncate(after: -1)
    #expect(try String(contentsOf: path, encoding: .utf8) == "{ \"note\" : 1 }\n")
  }

  @Test(arguments: [
    "", "{", "{}x", "[]", "{\"a\":}", "{\"a\":1,}", "{\"a\":1,\"a\":2}", "{\"a\":[1]}",
    "{\"a\":{}}", "{\"a\":01}", "{\"a\":1.}", "{\"a\":+1}", "{\"a\":.5}", "{\"a\":1e}",
    "{\"a\":nan}", "{\"a\":1e999}", "{\"a\":99999999999999999999}", "{\"a\":\"\\x\"}",
    "{\"a\":\"\\ud800\"}", "{\"a\":\"\\udc00\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"\t\"}", "{a:1}",
    "{\"a\":\"\\", "{\"a\":\"\\ud800\\u0041\"}", "{\"a\":tru}", "{\"a\" 1}",
  ])
  func damagedLinesAreNamed(_ line: String) throws {
    let run = try folder.run()
    let path = run.file("metrics.jsonl")
    try Data("{\"step\":1}\n\(line)\n{\"step\":3}\n".utf8).write(to: path)
    for read in [{ _ = try run.metrics.records() }, { try run.metrics.truncate(after: 9) }] {
      let error = #expect(throws: RunError.self) { try read() }
      guard case .malformed(path.path, 2, _) = error else {
        Issue.record("another error: \(String(describing: error))")
        continue
      }
    }
  }

  @Test func escapesAreRead() throws {
    let run = try folder.run()
    let line = #"{"a":"\ud83d\ude42\u00e9\/\b\f","b" : -1.5E+2 , "c":-0}"#
    try Data("\(line)\n".utf8).write(to: run.file("metrics.jsonl"))
    #expect(
      try run.metrics.records() == [["a": "🙂é/\u{8}\u{C}", "b": -150.0, "c": 0]])
  }

  @Test func fullDiskIsAnError() throws {
    let run = try folder.run()
    let path = run.file("metrics.jsonl").path
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/full")
    #expect(throws: RunError.cannotWrite(path: path, reason: .diskFull)) {
      try run.metrics.append(["step": 1])
    }
  }
}

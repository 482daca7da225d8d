// Tests of the manifest: round trip, stable bytes, unknown versions, damage.

import Foundation
import Runs
import TestSupport
import Testing

@Suite struct ManifestTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func roundTrip() throws {
    let run = try folder.run()
    var manifest = sampleManifest
    manifest.data = [.init(name: "ring", checksum: "generated")]
    manifest.protocols = ["mode-coverage": "2500 samples, seed 7"]
    manifest.ended = Timestamp("2018-04-27T13:00:00Z")
    manifest.outcome = .diverged
    manifest.message = "loss of \"D\" é\n"
    manifest.resumes = [.init(started: manifest.started, step: 5000)]
    try run.write(manifest)
    #expect(try run.manifest() == manifest)
    let bytes = try run.read("manifest.json")
    try run.write(manifest)
    #expect(try run.read("manifest.json") == bytes)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("\"2018-04-27T12:30:00Z\""))
    #expect(text.contains("18446744073709551615"))
    #expect(text.hasSuffix("}\n"))
    let lines = text.split(separator: "\n").filter { $0.hasPrefix("  \"") }
    #expect(lines == lines.sorted())
  }

  @Test func unknownVersionsAreRefused() throws {
    let run = try folder.run()
    try run.write(Data("{\"formatVersion\": 2, \"novelty\": true}".utf8), to: "manifest.json")
    let path = run.file("manifest.json").path
    #expect(throws: RunError.unknownVersion(path: path, found: 2, known: 1)) {
      try run.manifest()
    }
  }

  @Test func damageIsNamed() throws {
    let run = try folder.run()
    let text = String(decoding: try run.read("manifest.json"), as: UTF8.self)
    for (old, new, needed) in [
      ("\"seed\"", "\"sead\"", "seed is missing"), ("\"running\"", "\"walking\"", "outcome:"),
      ("2018-04-27T", "2018-04-27 at ", "\"2018-04-27 at 12:30:00Z\" is not a time in ISO 8601"),
      ("{", "[", "the manifest:"), ("formatVersion", "version", "formatVersion is missing"),
    ] {
      try run.write(Data(text.replacingOccurrences(of: old, with: new).utf8), to: "manifest.json")
      let error = #expect(throws: RunError.self) { try run.manifest() }
      guard case .malformed = error else {
        Issue.record("another error: \(String(describing: error))")
        continue
      }
      #expect(error?.description.contains(needed) == true, "\(error?.description ?? "")")
    }
    try run.write(Data(text.dropLast(20).utf8), to: "manifest.json")
    #expect(throws: RunError.self) { try run.manifest() }
  }

  @Test func environmentDifferencesAreListed() {
    var other = sampleManifest
    other.started = .now
    other.outcome = .done
    #expect(sampleManifest.environmentDifferences(from: other).isEmpty)
    other.threads = 8
    other.kernels = "oneDNN 2.6.3"
    #expect(
      other.environmentDifferences(from: sampleManifest) == [
        "kernels: oneDNN 2.6.3 instead of portable", "threads: 8 instead of 2",
      ])
  }

  @Test func manifestsWithoutAPrecisionMeanSinglePrecision() throws {
    let run = try folder.run()
    let old = try run.manifest()
    #expect(old.precision == nil)
    var now = sampleManifest
    now.precision = "f32"
    #expect(now.environmentDifferences(from: old).isEmpty)
    now.precision = "bf16"
    #expect(now.environmentDifferences(from: old) == ["precision: bf16 instead of f32"])
    try run.write(now)
    #expect(try run.manifest().precision == "bf16")
  }

  @Test func timestampsAreWholeSeconds() {
    #expect(Timestamp(Date(timeIntervalSince1970: 0.9)).description == "1970-01-01T00:00:00Z")
    #expect(Timestamp("2018-04-27T12:30:00Z")?.secondsSince1970 == 1_524_832_200)
    #expect(Timestamp("yesterday") == nil)
    #expect(Timestamp(Date(timeIntervalSince1970: .infinity)).description == "9999-12-31T23:59:59Z")
    #expect(Timestamp(Date(timeIntervalSince1970: .nan)).secondsSince1970 == 0)
  }
}

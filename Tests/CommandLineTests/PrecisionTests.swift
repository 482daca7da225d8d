// What the commands say and record where bf16 is asked for.

import Foundation
import GraphCompiler
import Runs
import TestSupport
import Testing

extension CommandLineTests {
  @Suite struct PrecisionTests {
    private let place: Place
    /// A processor without bf16 units, as far as our kernels know.
    private let old = ["MIXLAB_CPU_LEVEL": "x86-64-v3"]

    init() throws {
      place = try Place()
    }

    @Test func oldProcessorsFallBackAndSaySoOnce() throws {
      let run = try place.mixlab(smallRun("run", "--precision", "bf16", "--json"), old)
      #expect(run.code == 0 && run.lines.count == 1)
      #expect(run.error == "mixlab: \(Precision.bfloat16.note(on: .none) ?? "")\n")
      #expect(try RunFolder.open(at: place.file("run")).manifest().precision == "f32")
      let plain = try place.mixlab(smallRun("plain", "--json"), old)
      #expect(plain.error.isEmpty)
      let (a, b) = (
        try RunContent(place.file("run")), try RunContent(place.file("plain"))
      )
      #expect(a.differences(from: b) == ["recipe.yaml"])
      let resumed = try place.mixlab(["resume", "run", "--quiet"], old)
      #expect(resumed.code == 0 && resumed.error == run.error)
    }

    @Test func comparisonsAndBenchmarksSaySoOnce() throws {
      let note = Precision.bfloat16.note(on: .none) ?? ""
      let compared = try place.mixlab(
        ["compare", "plain", "paper", "--precision", "bf16", "--quiet"]
          + smallRun("both").dropFirst(), old)
      #expect(compared.code == 0 && compared.error == "mixlab: \(note)\n")
      let bench = try place.mixlab(
        ["bench", "tabular", "--steps", "2", "--precision", "bf16", "--json"], old)
      #expect(bench.error == "mixlab: \(note)\n")
      #expect(try bench.object()["precision"] as? String == "f32")
      let doctor = try place.mixlab(["doctor", "--json"], old)
      #expect(try doctor.object()["bf16_units"] as? String == "none")
    }

    @Test func thisProcessorRecordsWhatItDid() throws {
      let run = try place.succeed(smallRun("run", "--precision", "bf16", "--quiet"))
      let note = Precision.bfloat16.note().map { "mixlab: \($0)\n" } ?? ""
      #expect(run.error == note)
      let manifest = try RunFolder.open(at: place.file("run")).manifest()
      #expect(manifest.precision == Precision.bfloat16.available().rawValue)
    }
  }
}

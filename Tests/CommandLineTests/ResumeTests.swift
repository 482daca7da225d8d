// Interrupted runs go on; changed, foreign and locked ones do not.

import Foundation
import Runs
import TestSupport
import Testing

extension CommandLineTests {
  @Suite struct ResumeTests {
    private let place: Place

    init() throws {
      place = try Place()
    }

    private func newest(_ run: String) throws -> URL {
      let name = try #require(try place.names("\(run)/checkpoints").last)
      return place.file("\(run)/checkpoints/\(name)")
    }

    /// Starts a run of many steps and waits until it has made a thousand of them.
    private func startLongRun(_ name: String, _ more: String...) throws -> RunningProgram {
      let program = try place.start(
        smallRun(name) + ["--steps", "30000", "--steps-per-epoch", "30000"] + more)
      try waitUntil {
        self.place.exists("\(name)/figures/snapshot-00001000.safetensors")
          || !program.process.isRunning
      }
      return program
    }

    @Test func controlCSavesAndSaysHowToResume() throws {
      let whole = try startLongRun("whole")
      let program = try startLongRun("run")
      program.send(SIGINT)
      let stopped = try program.result()
      #expect(stopped.code == 130, "\(stopped.error)")
      let hint = try #require(stopped.error.range(of: "mixlab resume "))
      let line = stopped.error[hint.upperBound...].split(separator: "\n").first
      let folder = String(try #require(line))
      #expect(stopped.error.contains("Saved after step "))
      let manifest = try RunFolder.open(at: place.file("run")).manifest()
      #expect(manifest.outcome == .interrupted)
      #expect(try place.names("run/checkpoints").count == 2)

      let resumed = try place.mixlab(["resume", folder])
      #expect(resumed.code == 0, "\(resumed.error)")
      #expect(try whole.result().code == 0)
      let content = try RunContent(place.file("run"))
      #expect(content.differences(from: try RunContent(place.file("whole"))) == [])
    }

    @Test func aSecondInterruptEndsAtOnceAndLosesNothing() throws {
      let program = try startLongRun("run")
      program.send(SIGINT)
      program.send(SIGINT)
      #expect(try program.result().code == 130)
      #expect(try place.mixlab(["resume", "run", "--quiet"]).code == 0)
    }

    @Test func aSecondProcessIsRefused() throws {
      let program = try startLongRun("run")
      let second = try place.mixlab(["resume", "run"])
      #expect(second.code == 1)
      let number = program.process.processIdentifier
      #expect(second.error.contains("is in use by process \(number)"), "\(second.error)")
      program.send(SIGKILL)
      _ = try program.result()
    }

    @Test func changesAreListedRefusedAndAllowed() throws {
      _ = try place.succeed(smallRun("run"))
      let longer = ["resume", "run", "--set", "steps=80", "--set", "threads=2"]
      let refused = try place.mixlab(longer)
      #expect(refused.code == 1)
      #expect(refused.error.contains("steps: 80 instead of 60"), "\(refused.error)")
      #expect(refused.error.contains("threads: 2 instead of 1"), "\(refused.error)")
      #expect(refused.error.contains("--allow-changes"))
      let allowed = try place.mixlab(longer + ["--allow-changes", "--json"])
      #expect(allowed.code == 0, "\(allowed.error)")
      let metrics = try #require(try allowed.object()["metrics"] as? [String: Any])
      #expect(metrics["step"] as? Int == 80)
    }

    @Test func changesThatDoNotFitLoseNothing() throws {
      _ = try place.succeed(smallRun("run"))
      let wide = try place.mixlab(["resume", "run", "--set", "width=17", "--allow-changes"])
      #expect(wide.code == 5)
      #expect(wide.error.contains("is needed"), "\(wide.error)")
      #expect(try place.mixlab(["resume", "run", "--quiet"]).code == 0)
    }

    @Test func aTruncatedCheckpointIsPassedOver() throws {
      _ = try place.succeed(smallRun("whole"))
      _ = try place.succeed(smallRun("run"))
      let file = try newest("run")
      try Data(contentsOf: file).prefix(2000).write(to: file)
      #expect(try place.mixlab(["evaluate", "run", "--json"]).output.contains("\"step\":50"))
      _ = try place.succeed(["resume", "run", "--quiet"])
      let content = try RunContent(place.file("run"))
      #expect(content.differences(from: try RunContent(place.file("whole"))) == [])
    }

    @Test func foreignCheckpointsAreRefused() throws {
      _ = try place.succeed(smallRun("run"))
      let tensor = StoredTensor(name: "weight", shape: [2], values: [Float(1), 2])
      let foreign = try SafetensorsFile(tensors: [tensor], metadata: ["format": "pt"])
      try foreign.data.write(to: newest("run"))
      for command in ["resume", "evaluate", "sample"] {
        let refused = try place.mixlab([command, "run"])
        #expect(refused.code == 5)
        #expect(refused.error.contains("not a checkpoint of a GAN"), "\(refused.error)")
      }
      #expect(try newest("run").lastPathComponent == "step-00000060.safetensors")
    }

    @Test func runsWithoutAnySoundCheckpointAreLeftAlone() throws {
      _ = try place.succeed(smallRun("run"))
      for name in try place.names("run/checkpoints") {
        let file = place.file("run/checkpoints/\(name)")
        try Data(contentsOf: file).prefix(99).write(to: file)
      }
      let refused = try place.mixlab(["resume", "run"])
      #expect(refused.code == 5, "\(refused.error)")
      #expect(try place.names("run/checkpoints").count == 3)
      #expect(try place.names("run/samples").count == 8)
    }

    @Test func runsOfAnUnknownKindAreLeftAlone() throws {
      _ = try place.succeed(smallRun("run"))
      let name = "run/\(RunFolder.manifestName)"
      let text = String(decoding: try place.data(name), as: UTF8.self)
        .replacingOccurrences(of: "\"kind\" : \"gan\"", with: "\"kind\" : \"other\"")
      try Data(text.utf8).write(to: place.file(name))
      let part = "run holds \"other\" runs. Needed: gan or classify runs."
      for command in [["resume", "run"], ["compare", "--runs", "run"]] {
        let refused = try place.mixlab(command)
        #expect(refused.code == 1 && refused.error.contains(part), "\(refused.error)")
      }
      #expect(try place.data(name) == Data(text.utf8))
    }

    @Test func divergenceHasItsOwnCode() throws {
      let run = smallRun("run", "--lr-d", "10", "--lr-g", "10", "--set", "depth=14")
      let diverged = try place.mixlab(run + ["--steps", "400"])
      #expect(diverged.code == 3, "\(diverged.error)")
      #expect(diverged.error.contains("is the first value that is not finite"))
      #expect(diverged.error.contains("is good"))
    }
  }
}

// mixlab runs: what it lists, shows and compares, and what it refuses to delete.

import Foundation
import Runs
import TestSupport
import Testing

extension CommandLineTests {
  @Suite struct RunsTests {
    private let place: Place

    init() throws {
      place = try Place()
    }

    private func outcome(of name: String) throws -> String? {
      let object = try place.succeed(["runs", "list", "--json"]).object()
      let runs = try #require(object["runs"] as? [[String: Any]])
      return runs.first { $0["name"] as? String == name }?["outcome"] as? String
    }

    @Test func runsAreRunningStoppedAndDone() throws {
      _ = try place.succeed(smallRun("runs/0001-done"))
      let program = try place.start(
        smallRun("runs/0002-long") + ["--steps", "200000", "--steps-per-epoch", "200000"])
      try waitUntil {
        self.place.exists("runs/0002-long/figures/snapshot-00000010.safetensors")
          || !program.process.isRunning
      }
      #expect(try outcome(of: "0002-long") == "running")
      let refused = try place.mixlab(["runs", "rm", "1", "2", "--yes"])
      #expect(refused.code == 1 && refused.error.contains("is in use by process"))
      #expect(try place.names("runs") == ["0001-done", "0002-long"])
      program.send(SIGKILL)
      _ = try program.result()
      #expect(try outcome(of: "0002-long") == "stopped")
      #expect(try outcome(of: "0001-done") == "done")
      let shown = try place.succeed(["runs", "show", "0002"]).output
      #expect(shown.contains("stopped") && shown.contains("0/200000"), "\(shown)")
    }

    @Test func comparisonsShowTheirRunsAndBrokenFoldersTheirReason() throws {
      let settings = smallRun("runs/0001-compare").dropFirst()
      _ = try place.succeed(["compare", "plain", "--quiet"] + settings)
      let empty = place.file("runs/0002-empty")
      try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
      let list = try place.succeed(["runs", "list"]).lines
      #expect(list[1].hasPrefix("1       0001-compare"), "\(list[1])")
      #expect(list[2].contains("  plain-seed1") && list[2].contains("60/60"))
      #expect(list[3].contains("broken") && list[4].contains("has no recipe.yaml"))
      #expect(try place.succeed(["runs", "list", "nowhere"]).error.contains("No runs below"))
    }

    @Test func differencesAreTold() throws {
      _ = try place.succeed(smallRun("runs/0001-a"))
      _ = try place.succeed(smallRun("runs/0002-b", "--alpha", "0.4", "--set", "samples=50"))
      let text = try place.succeed(["runs", "diff", "1", "runs/0002-b"]).output
      #expect(text.contains("alpha: 0.2 instead of 0.4") && text.contains("recipe hash: "))
      #expect(text.contains("different protocols") && text.contains("high_quality"))
      let object = try place.succeed(["runs", "diff", "1", "2", "--json"]).object()
      #expect((object["settings"] as? [Any])?.count == 2)
      #expect(object["protocols"] as? [String] == ["held_out", "samples"])
      let shown = try place.succeed(["runs", "show", "2", "--json"]).object()
      #expect((shown["settings"] as? [String: Any])?["alpha"] as? String == "0.4")
    }

    @Test func onlyRunsAreDeletedAndOnlyWithConsent() throws {
      _ = try place.succeed(smallRun("runs/0001-run"))
      _ = try place.succeed(
        ["compare", "plain", "--quiet"] + smallRun("runs/0002-compare").dropFirst())
      let unasked = try place.mixlab(["runs", "rm", "1"])
      #expect(unasked.code == 64 && unasked.error.contains("--yes"), "\(unasked.error)")
      try FileManager.default.createSymbolicLink(
        at: place.file("link"), withDestinationURL: place.file("runs/0001-run"))
      try Data("keep".utf8).write(to: place.file("note.txt"))
      for (name, part) in [
        ("link", "symbolic link"), ("link/", "symbolic link"), ("runs", "neither a run nor"),
        ("note.txt", "neither a run nor"), ("9", "number 9"), ("none", "no such file"),
      ] {
        let refused = try place.mixlab(["runs", "rm", "1", name, "--yes"])
        #expect(refused.code == 1 && refused.error.contains(part), "\(name): \(refused.error)")
      }
      #expect(try place.names("runs") == ["0001-run", "0002-compare"])
      let deleted = try place.succeed(["runs", "rm", "0001", "runs/0002-compare", "1", "--yes"])
      #expect(deleted.error.contains("deleted runs/0002-compare"), "\(deleted.error)")
      #expect(try place.names("runs") == [])
      #expect(try place.names() == ["link", "note.txt", "runs"])
    }

    @Test func subcommandsHaveHelp() throws {
      for name in ["list", "show", "diff", "rm"] {
        #expect(try place.succeed(["runs", name, "--help"]).output.contains("USAGE: mixlab runs"))
      }
      #expect(try !place.succeed(["--help"]).output.contains("worker"))
    }
  }
}

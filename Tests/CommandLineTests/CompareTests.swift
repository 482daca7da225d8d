// mixlab compare in several processes: same results, interruption, kills, resuming, refusals.

import Foundation
import Runs
import TestSupport
import Testing

extension CommandLineTests {
  @Suite struct CompareTests {
    private let place: Place

    init() throws {
      place = try Place()
    }

    private func small(_ out: String, steps: Int = 60, _ more: String...) -> [String] {
      smallRun(out).dropFirst() + ["--steps", "\(steps)"] + more
    }

    /// The parts of `comparison.json` that hold no times.
    private func results(_ folder: String) throws -> NSDictionary {
      let data = try place.data("\(folder)/comparison.json")
      let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      return object.filter { !["run", "metrics"].contains($0.key) } as NSDictionary
    }

    private func outcomes(_ folder: String) throws -> [String] {
      let data = try place.data("\(folder)/comparison.json")
      let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      let runs = try #require(object["metrics"] as? [[String: Any]])
      return runs.map { "\($0["folder"] ?? "") \($0["outcome"] ?? "")" }
    }

    private func expectEqualRuns(_ first: String, _ second: String, _ runs: [String]) throws {
      for run in runs {
        let content = try RunContent(place.file("\(first)/\(run)"))
        let other = try RunContent(place.file("\(second)/\(run)"))
        #expect(content.differences(from: other) == [], "\(run)")
      }
      #expect(try results(first) == results(second))
      #expect(try place.data("\(first)/panel.png") == place.data("\(second)/panel.png"))
    }

    /// Starts a comparison of runs that take seconds and waits until both have made steps.
    private func startLong(_ out: String) throws -> RunningProgram {
      let program = try place.start(
        ["compare", "plain", "paper", "--jobs", "2"] + small(out, steps: 40_000)
          + ["--steps-per-epoch", "40000"])
      let snapshots = ["plain", "paper"].map {
        "\(out)/\($0)-seed1/figures/snapshot-00000100.safetensors"
      }
      try waitUntil {
        snapshots.allSatisfy { self.place.exists($0) } || !program.process.isRunning
      }
      return program
    }

    private let longRuns = ["plain-seed1", "paper-seed1"]

    @Test func parallelAndSequentialRunsAreEqual() throws {
      let recipes = ["compare", "plain", "paper", "--seeds", "2", "--json"]
      _ = try place.succeed(recipes + ["--jobs", "1"] + small("one"))
      let two = try place.succeed(recipes + ["--jobs", "2"] + small("two"))
      #expect(two.error.isEmpty && two.lines.count == 1)
      let runs = ["plain-seed1", "plain-seed2", "paper-seed1", "paper-seed2"]
      try expectEqualRuns("one", "two", runs)
      #expect(
        try place.names("two")
          == (runs + ["comparison.json", "panel.png", "plan.json", "table.md"])
          .sorted())
    }

    @Test func recipesRecordTheThreadsOfTheirShare() throws {
      let settings = small("run")
      let open = settings.enumerated().filter { index, word in
        word != "--threads" && (index == 0 || settings[index - 1] != "--threads")
      }.map(\.element)
      let compared = try place.succeed(["compare", "plain", "paper", "--jobs", "2"] + open)
      #expect(compared.error.contains("[2/2] p"), "\(compared.error)")
      let threads = max(1, ProcessInfo.processInfo.activeProcessorCount / 2)
      for run in longRuns {
        let recipe = String(decoding: try place.data("run/\(run)/recipe.yaml"), as: UTF8.self)
        #expect(recipe.contains("threads: \(threads) "), "\(recipe)")
      }
    }

    @Test func controlCSavesAllRunsAndSaysHowToGoOn() throws {
      let program = try startLong("run")
      program.send(SIGINT)
      let stopped = try program.result()
      #expect(stopped.code == 130, "\(stopped.error)")
      #expect(stopped.error.contains("Go on with: mixlab compare --resume run"), "\(stopped.error)")
      for run in longRuns {
        let manifest = try RunFolder.open(at: place.file("run/\(run)")).manifest()
        #expect(manifest.outcome == .interrupted, "\(run)")
      }
      _ = try place.succeed(["compare", "--resume", "run", "--quiet"])
      let whole = try startLong("whole")
      #expect(try whole.result().code == 0)
      try expectEqualRuns("run", "whole", longRuns)
    }

    @Test func aKilledParentLeavesNoChildrenAndCanBeResumed() throws {
      let program = try startLong("run")
      program.send(SIGKILL)
      #expect(try program.result().code == 128 + SIGKILL)
      let folders = try longRuns.map { try RunFolder.open(at: place.file("run/\($0)")) }
      try waitUntil { folders.allSatisfy { !$0.isInUse } }
      // The children noticed and saved, long before their last step.
      #expect(try folders.map { try $0.manifest().outcome } == [.interrupted, .interrupted])
      _ = try place.succeed(["compare", "--resume", "run", "--quiet"])
      #expect(try outcomes("run") == ["plain-seed1 done", "paper-seed1 done"])
      _ = try place.succeed(
        ["compare", "plain", "paper", "--jobs", "2"] + small("whole", steps: 40_000)
          + ["--steps-per-epoch", "40000"])
      try expectEqualRuns("run", "whole", longRuns)
    }

    @Test func aKilledChildIsCountedAndEndsNoOther() throws {
      let program = try startLong("run")
      let lock = String(decoding: try place.data("run/plain-seed1/.lock"), as: UTF8.self)
      let child = try #require(Int32(lock.trimmingCharacters(in: .newlines)))
      #expect(child != program.process.processIdentifier)
      kill(child, SIGKILL)
      let ended = try program.result()
      #expect(ended.code == 1)
      #expect(ended.error.contains("plain-seed1 failed: its process was ended by signal 9"))
      #expect(ended.output.contains("1 killed"), "\(ended.output)")
      #expect(try outcomes("run") == ["plain-seed1 killed", "paper-seed1 done"])
      let resumed = try place.succeed(["compare", "--resume", "run", "--quiet"])
      #expect(!resumed.output.contains("killed"))
      #expect(try outcomes("run") == ["plain-seed1 done", "paper-seed1 done"])
    }

    @Test func divergedRunsAreCountedAndEndNothing() throws {
      let bad = "lr-d: 10\nlr-g: 10\ndepth: 14\nmixup: \"off\"\n"
      try Data(bad.utf8).write(to: place.file("bad.yaml"))
      try Data("depth: 1\n".utf8).write(to: place.file("good.yaml"))
      let settings = [
        "--set", "width=16", "--set", "samples=100", "--batch", "8", "--d-steps", "2", "--steps",
        "400", "--threads", "1", "--jobs", "2",
      ]
      let compared = try place.succeed(
        ["compare", "bad.yaml", "good.yaml", "--out", "run"] + settings)
      #expect(compared.output.contains("1 diverged") && compared.output.contains("diverged at "))
      #expect(compared.output.contains("Undecided: good is ahead"), "\(compared.output)")
      #expect(try outcomes("run") == ["bad-seed0 diverged", "good-seed0 done"])
    }

    @Test func seedsAreAdded() throws {
      _ = try place.succeed(["compare", "plain", "paper", "--jobs", "1"] + small("run"))
      let first = try RunContent(place.file("run/plain-seed1"))
      let more = try place.succeed(["compare", "--resume", "run", "--seeds", "2"])
      #expect(more.error.contains("[4/4]") && !more.error.contains("plain-seed1"), "\(more.error)")
      #expect(try outcomes("run").count == 4)
      #expect(try RunContent(place.file("run/plain-seed1")) == first)
      _ = try place.succeed(["compare", "plain", "paper", "--seeds", "2"] + small("whole"))
      #expect(try results("run") == results("whole"))
      let fewer = try place.mixlab(["compare", "--resume", "run", "--seeds", "1"])
      #expect(fewer.code == 64 && fewer.error.contains("has 2 already"), "\(fewer.error)")
    }

    @Test func wrongFoldersAndOptionsAreRefused() throws {
      _ = try place.succeed(smallRun("run"))
      let refusals: [(Int32, [String], String)] = [
        (1, ["--resume", "run"], "is not a comparison"), (1, ["--resume", "no"], "plan.json"),
        (1, ["--resume", "77"], "number 77"), (1, ["--runs", "run", "no"], "cannot be read"),
        (1, ["--runs", "."], "is not a run"), (64, ["--runs", "run", "./run"], "Give one of them"),
        (64, [], "Name recipes"), (64, ["plain", "--resume", "run"], "only one"),
        (64, ["--resume", "run", "--out", "x"], "--out"), (64, ["plain", "--jobs", "0"], "--jobs"),
        (64, ["--runs", "run", "--steps", "5"], "Settings are for new runs"),
        (64, ["plain", "--force"], "--force"),
      ]
      for (code, arguments, part) in refusals {
        let result = try place.mixlab(["compare"] + arguments)
        #expect(result.code == code && result.error.contains(part), "\(arguments): \(result.error)")
      }
      #expect(try place.names() == ["run"])
    }

    @Test func finishedRunsAreTabulatedUnlessMeasuredDifferently() throws {
      _ = try place.succeed(smallRun("a", "--mixup", "off"))
      _ = try place.succeed(smallRun("b"))
      _ = try place.succeed(smallRun("c", "--set", "samples=50"))
      let table = try place.succeed(["compare", "--runs", "a", "b", "--out", "table"])
      #expect(table.output.contains("plain GAN") && table.output.contains("mixup GAN, α = 0.2"))
      #expect(
        try place.names("table") == ["comparison.json", "panel.png", "table.md"])
      let refused = try place.mixlab(["compare", "--runs", "a", "b", "c"])
      #expect(refused.code == 1, "\(refused.error)")
      #expect(refused.error.contains("protocol 2: c") && refused.error.contains("--force"))
      let forced = try place.succeed(["compare", "--force", "--runs", "a", "b", "c"])
      #expect(forced.output.contains("samples 50 [protocol 2]"), "\(forced.output)")
      #expect(forced.output.contains("not ranked together"))
    }
  }
}

// What the commands print and write: JSON, dry runs, pictures, arrays, equal bytes.

import Foundation
import Runs
import TestSupport
import Testing

extension CommandLineTests {
  @Suite struct OutputTests {
    private let place: Place

    init() throws {
      place = try Place()
    }

    @Test func dryRunsCountAndStop() throws {
      let dry = try place.succeed(["gan", "--dry-run"])
      let words = dry.output.split(whereSeparator: \.isWhitespace)
      #expect(words.contains("527,361"))
      #expect(words.contains("527,874"))
      #expect(dry.lines.contains("4 Linear  512        262,656"))
      #expect(dry.output.contains("recipe: gan\ndata: ring"))
      #expect(dry.output.contains("ms a step"))
      #expect(dry.output.contains("MB"))
      #expect(try place.names() == [])
    }

    @Test func dryRunsPrintARecipeThatCanBeRun() throws {
      let dry = try place.succeed(smallRun("never", "--dry-run", "--alpha", "0.7"))
      let yaml = dry.lines.filter { $0.contains(":") }.joined(separator: "\n")
      try Data(yaml.utf8).write(to: place.file("again.yaml"))
      let again = try place.succeed(["gan", "--recipe", "again.yaml", "--out", "run", "--json"])
      #expect(try again.object()["outcome"] as? String == "done")
      let recipe = String(decoding: try place.data("run/recipe.yaml"), as: UTF8.self)
      #expect(recipe.contains("alpha: 0.7"))
      #expect(!place.exists("never"))
    }

    @Test func plansAreListed() throws {
      let plan = try place.succeed(smallRun("never", "--explain-plan"))
      #expect(plan.lines.first?.contains(" nodes fused into ") == true)
      #expect(plan.output.contains("matmul"))
      #expect(try place.names() == [])
    }

    @Test func jsonIsOneObject() throws {
      let run = try place.succeed(smallRun("run", "--json"))
      #expect(run.lines.count == 1)
      #expect(run.error.isEmpty)
      let object = try run.object()
      #expect(Set(object.keys) == ["run", "outcome", "metrics"])
      #expect(object["outcome"] as? String == "done")
      #expect((object["run"] as? String)?.hasSuffix("run") == true)
      let metrics = try #require(object["metrics"] as? [String: Any])
      #expect(metrics["step"] as? Int == 60)
      #expect(metrics["high_quality"] is Double)
    }

    @Test func equalRunsGiveEqualBytes() throws {
      _ = try place.succeed(smallRun("first"))
      _ = try place.succeed(smallRun("second", "--quiet"))
      let first = try RunContent(place.file("first"))
      let second = try RunContent(place.file("second"))
      #expect(second.differences(from: first) == [])
      // Pictures and the real points, checkpoints, snapshots, four figures, the recipe.
      #expect(first.files.count == 7 + 1 + 3 + 2 + 4 + 1)
    }

    @Test func evaluateRepeatsTheLastMeasurement() throws {
      _ = try place.succeed(smallRun("run"))
      let object = try place.succeed(["evaluate", "run", "--json"]).object()
      let measured = try #require(object["metrics"] as? [String: Any])
      let log = try place.data("run/metrics.jsonl").split(separator: 0x0A)
      let line = try #require(log.last)
      let last = try #require(
        try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
      #expect(measured.count > 10)
      for (name, value) in measured {
        #expect(value as? NSObject == last[name] as? NSObject, "\(name)")
      }
      let text = try place.succeed(["evaluate", "run", "--samples", "50"]).output
      #expect(text.contains("high_quality"))
    }

    @Test func picturesOfTheRunAndOfTheSampleAreEqual() throws {
      _ = try place.succeed(smallRun("run"))
      _ = try place.succeed(["sample", "run", "--out", "now.png"])
      let picture = try place.data("now.png")
      #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
      #expect(try place.data("run/samples/epoch-0006.png") == picture)
    }

    @Test func oneClassCanBeDrawn() throws {
      _ = try place.succeed([
        "gan", "--data", "digits", "--conditional", "on", "--steps", "2", "--batch", "8", "--set",
        "width=4", "--set", "samples=10", "--set", "lr-g=0.05", "--threads", "1", "--quiet",
        "--out", "run",
      ])
      for index in ["3", "7"] {
        _ = try place.succeed(["sample", "run", "--class", index, "--out", "\(index).png"])
        _ = try place.succeed(
          ["sample", "run", "--class", index, "--count", "4", "--out", "\(index).npz"])
      }
      #expect(try place.data("3.png") != place.data("7.png"))
      #expect(try place.data("3.npz") != place.data("7.npz"))
      let wrong = try place.mixlab(["sample", "run", "--class", "10", "--out", "no.npz"])
      #expect(wrong.code == 64 && wrong.error.contains("choose one from 0 to 9"), "\(wrong.error)")
      #expect(try place.mixlab(["sample", "run", "--class", "-1"]).code == 64)
      _ = try place.succeed(
        ["sample", "run", "--class", "3", "--draw", "1", "--out", "other.png"])
      #expect(try place.data("other.png") != place.data("3.png"))
      let counted = try place.mixlab(["evaluate", "run", "--samples", "50"])
      #expect(counted.code == 64 && counted.error.contains("feature-samples"), "\(counted.error)")
    }

    @Test func numPyReadsTheSamples() throws {
      _ = try place.succeed(smallRun("run"))
      _ = try place.succeed(["sample", "run", "--count", "321", "--out", "points.npz"])
      _ = try place.succeed(["sample", "run", "--count", "321", "--out", "again.npz"])
      _ = try place.succeed(["sample", "run", "--count", "321", "--out", "raw.npz", "--raw"])
      _ = try place.succeed(
        ["sample", "run", "--count", "321", "--out", "other.npz", "--draw", "1"])
      let points = try place.data("points.npz")
      #expect(points.starts(with: [0x50, 0x4B, 0x03, 0x04]))
      #expect(try place.data("again.npz") == points)
      #expect(try place.data("raw.npz") != points)
      #expect(try place.data("other.npz") != points)
      guard try place.shell("python3 -c 'import numpy'").code == 0 else {
        print("not run: NumPy's reading of an .npz file needs python3 with numpy")
        return
      }
      let script = "import numpy as n; a = n.load('points.npz')['samples']; "
      let read = try place.shell(
        "python3 -c \"\(script)print(a.shape, a.dtype, n.isfinite(a).all())\"")
      #expect(read.output == "(321, 2) float32 True\n", "\(read.error)")
    }

    @Test func samplesNeverLeaveHalfAFile() throws {
      _ = try place.succeed(smallRun("run"))
      let failed = try place.mixlab(["sample", "run", "--out", "none/points.npz"])
      #expect(failed.code == 1)
      #expect(failed.error.contains("none/points.npz cannot be written"), "\(failed.error)")
      #expect(try place.names() == ["run"])
    }

    @Test func criticsAreTrainedMeasuredAndCompared() throws {
      let run = try place.succeed(smallRun("run", "--objective", "wgan-gp", "--json"))
      #expect(try run.object()["outcome"] as? String == "done")
      let recipe = String(decoding: try place.data("run/recipe.yaml"), as: UTF8.self)
      #expect(recipe.contains("mixup: \"off\"") && recipe.contains("objective: wgan-gp"))
      let measured = try place.succeed(["evaluate", "run", "--json"]).object()
      let ended = try #require(try run.object()["metrics"] as? [String: Any])
      let metrics = try #require(measured["metrics"] as? [String: Any])
      #expect(metrics["d_real"] as? Double == ended["d_real"] as? Double)
      _ = try place.succeed(["sample", "run", "--out", "now.png"])
      #expect(try place.data("now.png") == place.data("run/samples/epoch-0006.png"))
      let table = try place.succeed(
        ["compare", "plain", "wgan-gp"] + smallRun("compared", "--quiet").dropFirst())
      #expect(table.lines.contains { $0.hasPrefix("wgan-gp ") })
    }

    @Test func benchmarksPrintAnObjectForEachWorkload() throws {
      let bench = try place.succeed([
        "bench", "tabular", "--steps", "5", "--threads", "1", "--json",
      ])
      #expect(bench.lines.count == 1)
      #expect(bench.error.isEmpty)
      let object = try bench.object()
      #expect(object["workload"] as? String == "tabular")
      #expect(object["steps"] as? Int == 5)
      #expect(object["threads"] as? Int == 1)
      let seconds = try #require(object["seconds_per_step"] as? Double)
      #expect(seconds > 0)
      let table = try place.succeed(["bench", "tabular", "--steps", "5"])
      #expect(table.lines[0].hasPrefix("workload") && table.lines[1].hasPrefix("tabular"))
      #expect(table.output.contains("threads  ms a step"))
    }

    @Test func doctorIsHealthy() throws {
      let object = try place.succeed(["doctor", "--json"]).object()
      #expect(object["healthy"] as? Bool == true)
      #expect((object["matmul_gflops"] as? Double ?? 0) > 0)
      #expect(object["kernels"] is String)
      let jpeg = try #require(object["jpeg"] as? String)
      #expect(jpeg == "none" || jpeg.hasPrefix("libjpeg"))
    }

    @Test func comparisonsEndWithATable() throws {
      let settings = smallRun("runs/both").dropFirst()
      let compared = try place.succeed(["compare", "plain", "paper"] + settings)
      #expect(compared.output.contains("recipe           seed  modes"))
      #expect(compared.output.contains("  diagnosis  outcome"))
      #expect(compared.output.contains(" healthy "))
      #expect(compared.output.contains("Undecided"))
      #expect(compared.output.contains("runs/both/panel.png"))
      let object = try place.succeed(
        ["compare", "plain", "demo", "--json"] + smallRun("json").dropFirst()
      ).object()
      #expect((object["metrics"] as? [[String: Any]])?.count == 2)
      #expect(try place.names("json").contains("demo-seed1"))
    }
  }
}

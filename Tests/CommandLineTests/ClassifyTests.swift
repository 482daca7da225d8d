// mixlab classify, predict and compare of classifiers as a user types them.

import Foundation
import Testing

extension CommandLineTests {
  @Suite struct ClassifyTests {
    private let place: Place

    init() throws {
      place = try Place()
    }

    @Test func aRunEndsWithOneObjectThatHoldsItsMetrics() throws {
      let object = try place.succeed(
        ["classify", "--data", "iris", "--epochs", "3", "--out", "run", "--json"]
      ).object()
      #expect(object["outcome"] as? String == "done")
      let metrics = try #require(object["metrics"] as? [String: Any])
      for name in ["test_accuracy", "test_nll", "test_ece", "train_weighted_accuracy"] {
        #expect(metrics[name] is Double, "\(name)")
      }
      let listed = try place.succeed(["runs", "show", "run"])
      #expect(listed.output.contains("classify"))
    }

    @Test func predictionsNameTheClassesAndFindColumnsByName() throws {
      let rows = (0..<40).map { row in
        "\(Double(row % 7) / 7),\(row % 2 == 0 ? "left" : "right"),\(row % 2 == 0 ? "a" : "b")"
      }
      try Data((["x,side,class"] + rows).joined(separator: "\n").utf8)
        .write(to: place.file("train.csv"))
      _ = try place.succeed([
        "classify", "--data", "csv:train.csv", "--epochs", "20", "--set", "lr=0.02", "--out", "run",
        "--quiet",
      ])
      // The same samples with the columns in another order, and one text that does not occur.
      let turned = (0..<12).map { "left,\(Double($0) / 20),\($0 % 4 == 0 ? "b" : "a")" }
      try Data((["side,x,class"] + turned).joined(separator: "\n").utf8)
        .write(to: place.file("new.csv"))
      let object = try place.succeed(
        ["predict", "run", "--data", "csv:new.csv", "--out", "new.npz", "--json"]
      ).object()
      #expect(object["classes"] as? [String] == ["a", "b"])
      let metrics = try #require(object["metrics"] as? [String: Any])
      #expect(metrics["test_accuracy"] as? Double == 0.75)
      try Data("y,side,class\n1,left,a\n2,right,b\n".utf8).write(to: place.file("other.csv"))
      let refused = try place.mixlab(["predict", "run", "--data", "csv:other.csv"])
      #expect(refused.code == 64 && refused.error.contains("no column x"), "\(refused.error)")
    }

    @Test func methodsAreComparedOverSeeds() throws {
      let object = try place.succeed([
        "compare", "erm", "mixup", "--data", "iris", "--seeds", "2", "--epochs", "2", "--out",
        "both", "--json",
      ]).object()
      let runs = try #require(object["metrics"] as? [[String: Any]])
      #expect(runs.count == 4)
      let page = String(decoding: try place.data("both/table.md"), as: UTF8.self)
      #expect(page.contains("30 test samples") && page.contains("test accuracy"))
    }

    @Test func remarksOnDataAreToldOnceInAComparison() throws {
      let rows = (0..<30).map { "\($0),\(Double($0 % 7) / 7),\($0 % 2 == 0 ? "a" : "b")" }
      try Data((["id,x,class"] + rows).joined(separator: "\n").utf8)
        .write(to: place.file("table.csv"))
      let settings = ["--data", "csv:table.csv", "--epochs", "1", "--seeds", "2"]
      for jobs in ["1", "2"] {
        let compared = try place.succeed(
          ["compare", "erm", "mixup", "--jobs", jobs, "--out", "run\(jobs)"] + settings)
        let told = compared.error.components(separatedBy: "column \"id\" counts").count - 1
        #expect(told == 1, "\(compared.error)")
      }
    }

    @Test(arguments: [
      (["classify", "--data", "irsi"], 64, "Did you mean \"iris\""),
      (["classify", "--recipe", "paper/nothing"], 64, "paper/uci-iris-erm"),
      (["classify", "--data", "csv:absent.csv"], 4, "absent.csv"),
      (["classify", "--data", "digits", "--label", "x"], 64, "is for tables"),
      (["classify", "--data", "digits", "--mix-layer", "9"], 64, "0 to 3"),
      (["compare", "erm", "paper", "--data", "iris"], 64, "several kinds"),
      (["compare", "erm", "mixup", "--data", "csv:absent.csv"], 4, "absent.csv"),
      (
        ["classify", "--data", "digits", "--augment", "crop", "--set", "padding=64"], 64,
        "padding: \"64\""
      ),
    ])
    func mistakesAreNamedWithTheirRemedies(
      arguments: [String], code: Int32, words: String
    ) throws {
      let refused = try place.mixlab(arguments)
      #expect(refused.code == code, "\(refused.error)")
      #expect(refused.error.contains(words), "\(refused.error)")
      #expect(!FileManager.default.fileExists(atPath: place.file("runs").path))
    }
  }
}

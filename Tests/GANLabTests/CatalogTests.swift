// The registry of metrics: complete, tidy, and the one place that names and protocols come from.

import Datasets
import Foundation
import GANLab
import Runs
import TestSupport
import Testing

extension GANLabTests {
  @Suite struct CatalogTests {
    private let everyEntry = MetricsCatalog.entries + MetricsCatalog.averagedEntries

    @Test func everyColumnOfARunIsExplained() throws {
      let folder = try TemporaryFolder()
      let run = try GANRun.create(smallRecipe(), .exactly(folder.place("run")))
      _ = try run.train()
      let records = try run.folder.metrics.records()
      #expect(records.count == 4)
      for name in Set(records.flatMap { $0.fields.map(\.name) }) {
        #expect(throws: Never.self) { try MetricsCatalog.entry(named: name) }
      }
      let protocols = try run.folder.manifest().protocols
      for (name, text) in protocols where !["samples", "data", "held_out"].contains(name) {
        let entry = try MetricsCatalog.entry(named: name)
        #expect(text.hasPrefix(try #require(entry.protocolText)), "\(name)")
      }
    }

    @Test func namesAreThoseOfTheDesign() {
      #expect(
        MetricsCatalog.entries.map(\.name) == [
          "step", "epoch", "d_loss", "g_loss", "d_gradient_norm", "g_gradient_norm",
          "d_update_ratio", "g_update_ratio", "seconds", "d_real", "d_fake", "d_accuracy",
          "d_slope_real", "d_slope_fake", "modes", "high_quality", "in_frame", "reverse_kl",
          "reverse_kl_hq", "off_mode_kl", "median_distance", "mode_counts", "spread",
          "wasserstein_1", "wasserstein_2", "sliced_wasserstein", "mmd", "classifier_frechet",
          "classifier_kernel", "classifier_kernel_error", "classifier_score", "confident",
          "classes", "class_kl", "precision", "recall", "density", "coverage", "give_away",
          "diagnosis",
        ])
      #expect(Set(everyEntry.map(\.name)).count == everyEntry.count)
      #expect(MetricsCatalog.averagedEntries.count == 24)
    }

    @Test func textsAreThereAndTidy() {
      for entry in everyEntry {
        let texts = [
          entry.name, entry.title, entry.formula, entry.meaning, entry.healthyRange, entry.perfect,
          entry.unit, entry.source, entry.direction.description, entry.protocolText ?? "none",
        ]
        for text in texts {
          #expect(!text.isEmpty, "\(entry.name)")
          #expect(text == text.trimmingCharacters(in: .whitespacesAndNewlines), "\(text)")
          #expect(!text.contains("  ") && !text.contains("\n"), "\(text)")
        }
        let lines = entry.text.split(separator: "\n")
        #expect(entry.text.hasPrefix("\(entry.name): "))
        for line in lines { #expect(line.count <= 80 && !line.hasSuffix(" "), "\(line)") }
        for text in texts.dropLast(2) {
          for word in text.split(separator: " ") { #expect(entry.text.contains(word)) }
        }
      }
    }

    @Test func averagedMetricsAreOfGeneratedPointsOnly() throws {
      let entry = try MetricsCatalog.entry(named: "ema_reverse_kl")
      #expect(entry.title.contains("averaged generator"))
      #expect(entry.formula == (try MetricsCatalog.entry(named: "reverse_kl").formula))
      for name in ["ema_d_loss", "ema_step", "ema_ema_modes", "ema_", ""] {
        #expect(throws: UnknownMetricError.self) { try MetricsCatalog.entry(named: name) }
      }
    }

    @Test func unknownNamesHaveTheNearest() {
      let text = errorText { _ = try MetricsCatalog.entry(named: "reverse_lk") }
      #expect(text.contains("\"reverse_lk\" is not a metric. Did you mean \"reverse_kl\"?"))
      #expect(text.contains("off_mode_kl, median_distance"))
      #expect(
        errorText { _ = try MetricsCatalog.entry(named: "emma_modes") }.contains("\"ema_modes\"?"))
      #expect(!errorText { _ = try MetricsCatalog.entry(named: "\u{1B}[2J") }.contains("\u{1B}"))
    }

    @Test func objectsHoldEverything() throws {
      let lines = MetricsCatalog.json.split(separator: "\n")
      #expect(lines.count == everyEntry.count)
      for (line, entry) in zip(lines, everyEntry) {
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        #expect(object?["name"] as? String == entry.name)
        #expect(object?["perfect"] as? String == entry.perfect)
        #expect(object?.count == 10)
      }
    }

    @Test func metricsWithNothingToChooseHaveNoProtocol() {
      #expect(MetricsCatalog.protocols(of: ["step", "none"]) == [:])
    }

    @Test func hashesTellProtocolsApart() {
      // FNV-1a of "10:in_frame_x1:y5:modes3:all", computed apart.
      #expect(
        ProtocolHash.hash(protocols: ["modes": "all", "in_frame_x": "y"]) == "256ecc2e81c2ee09")
      #expect(ProtocolHash.hash(protocols: [:]) == "cbf29ce484222325")
      let unlike: [[String: String]] = [
        ["a": "bc"], ["ab": "c"], ["a": "b"], ["a": "bc", "d": ""], ["a": "", "bc": ""],
      ]
      #expect(Set(unlike.map(ProtocolHash.hash)).count == unlike.count)
    }
  }
}

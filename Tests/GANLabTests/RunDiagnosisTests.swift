// Diagnoses of whole runs: the page, the column of the metrics, and both after a kill.

import Foundation
import GANLab
import Runs
import TestSupport
import Testing
import Training

extension GANLabTests {
  @Suite struct RunDiagnosisTests {
    private let folder: TemporaryFolder

    init() throws {
      folder = try TemporaryFolder()
    }

    /// A generator so fast that its points leave the frame in the first epoch.
    private static func leaving() throws -> Recipe {
      try smallRecipe(
        "mixup=off", "objective=non-saturating", "lr-g=0.3", "lr-d=1e-4", "steps=50")
    }

    private func page(_ run: URL) throws -> String? {
      let url = run.appendingPathComponent(RunFolder.diagnosisName)
      guard FileManager.default.fileExists(atPath: url.path) else { return nil }
      return try String(contentsOf: url, encoding: .utf8)
    }

    private func column(_ run: URL) throws -> [String] {
      try RunFolder.open(at: run).metrics.records().map { record in
        guard case .text(let text)? = record["diagnosis"] else { return "none" }
        return text
      }
    }

    @Test func pointsThatLeaveAreTold() throws {
      let url = folder.place("run")
      let run = try GANRun.create(try Self.leaving(), .exactly(url))
      _ = try run.train()
      let states = try column(url)
      #expect(states.count == 6)
      #expect(states.prefix(3).allSatisfy { $0 == "healthy" }, "\(states)")
      #expect(states.dropFirst(3).allSatisfy { $0.contains("samples-leaving") }, "\(states)")
      let page = try #require(try page(url))
      #expect(page.hasPrefix("# Diagnosis\n\nMeasured at the ends of epochs"))
      #expect(
        page.contains(
          "## The samples have left the data\n\nBegan at step 10, still so at step 50. "), "\(page)"
      )
      #expect(page.contains("\nTry:\n\n* `--mixup paper`: "), "\(page)")
      #expect(run.diagnosis.current.map(\.trouble).contains(.samplesLeaving))
      let description = try RunDescription(url, tables: [GANRecipe.table])
      #expect(description.text.contains("Diagnosis:\n  # Diagnosis\n"))
      #expect(description.files.contains { $0.hasSuffix("/DIAGNOSIS.md") })
    }

    @Test func healthyRunsHaveNoPage() throws {
      let url = folder.place("run")
      _ = try GANRun.create(try smallRecipe("data=gaussian", "steps=50"), .exactly(url)).train()
      #expect(try column(url) == [String](repeating: "healthy", count: 6))
      #expect(try page(url) == nil)
      #expect(try RunDescription(url, tables: [GANRecipe.table]).diagnosis.isEmpty)
    }

    /// Whether there is a page when a run is taken up.
    private final class PageWatcher: RunObserver {
      private(set) var hadPage: Bool?
      func began(_ run: any TrainingRun) {
        let path = run.folder.url.appendingPathComponent(RunFolder.diagnosisName).path
        hadPage = FileManager.default.fileExists(atPath: path)
      }
      func stepped(_ run: any TrainingRun) {}
      func measured(_ run: any TrainingRun, _ record: MetricsRecord) {}
    }

    @Test func resumedRunsEndWithTheSamePage() throws {
      let whole = folder.place("whole")
      let copier = FolderCopier(into: folder.url, atSteps: [15, 35])
      _ = try GANRun.create(try Self.leaving(), .exactly(whole)).train(copier)
      // A copy taken at a measurement is a kill before its checkpoint, so the page of step 30 goes.
      for (name, before, after) in [
        ("begin", false, false), ("step-15", false, false), ("measured-30", true, false),
        ("step-35", true, true), ("measured-50", true, true),
      ] {
        let copy = folder.place(name)
        #expect(try (page(copy) != nil) == before, "\(name)")
        let watcher = PageWatcher()
        _ = try GANRun.resume(copy).train(watcher)
        #expect(watcher.hadPage == after, "\(name)")
        #expect(try RunContent(copy).differences(from: RunContent(whole)) == [], "\(name)")
        #expect(try page(copy) == page(whole) && page(copy) != nil)
      }
    }

    @Test func roundedPointsGiveFakesAway() throws {
      let rounded = points(200) { index in
        (Double(index % 9) / 10, Double(index * 7919 % 997) / 997)
      }
      let file = try folder.csv("rounded.csv", rounded)
      let url = folder.place("run")
      _ = try GANRun.create(try smallRecipe("data=\(file.path)"), .exactly(url)).train()
      #expect(try column(url).allSatisfy { $0.contains("data-give-away") })
      let records = try RunFolder.open(at: url).metrics.records()
      guard case .text(let found)? = records[0]["give_away"] else {
        Issue.record("nothing was found")
        return
      }
      #expect(found.hasPrefix("coordinate x of 100 real points takes 9 values only"), "\(found)")
      #expect(records.dropFirst().allSatisfy { $0["give_away"] == nil })
      let page = try #require(try page(url))
      #expect(page.contains("## The data give the fakes away\n\nBegan at step 0"), "\(page)")
      #expect(page.contains(found.dropFirst()) && page.contains("`--data FILE`"))
    }

    @Test func divergenceIsTold() throws {
      let url = folder.place("run")
      let recipe = try smallRecipe("lr-d=10", "lr-g=10", "depth=14", "steps=400")
      let run = try GANRun.create(recipe, .exactly(url))
      _ = try run.train()
      let divergence = try #require(run.divergence)
      let page = try #require(try page(url))
      #expect(
        page.contains(
          "## A number is no longer finite\n\nSeen at step \(divergence.step). "), "\(page)")
      #expect(try page.contains(#require(divergence.value).path))
      #expect(page.contains("* `--lr-d 1 --lr-g 1`: "))
    }
  }
}

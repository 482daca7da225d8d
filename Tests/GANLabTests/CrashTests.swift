// Runs that were killed: copies of a run's folder at many moments, resumed to the same end.

import Foundation
import GANLab
import Runs
import TestSupport
import Testing

extension GANLabTests {
  @Suite struct CrashTests {
    @Test func resumedRunsEndLikeTheUninterruptedOne() throws {
      let folder = try TemporaryFolder()
      let recipe = try smallRecipe("steps=35")
      let copier = FolderCopier(into: folder.url, atSteps: [1, 9, 10, 11, 15, 20, 29, 34, 35])
      let run = try GANRun.create(recipe, .exactly(folder.place("whole")))
      _ = try run.train(copier)
      let whole = try RunContent(folder.place("whole"))
      #expect(copier.copies.count == 15)
      for copy in copier.copies {
        let resumed = try GANRun.resume(copy)
        guard case .done = try resumed.train() else {
          Issue.record("\(copy.lastPathComponent) did not end")
          continue
        }
        let differences = try RunContent(copy).differences(from: whole)
        #expect(differences == [], "\(copy.lastPathComponent)")
        #expect(resumed.manifest.resumes.count == 1)
      }
    }

    /// A run of which copies were taken at one step.
    private func copied(at step: Int, _ folder: TemporaryFolder) throws -> (whole: URL, copy: URL) {
      let run = try GANRun.create(try smallRecipe("steps=35"), .exactly(folder.place("whole")))
      let copier = FolderCopier(into: folder.url, atSteps: [step])
      _ = try run.train(copier)
      let copy = try #require(copier.copies.first { $0.lastPathComponent == "step-\(step)" })
      return (folder.place("whole"), copy)
    }

    @Test func whatWritersLeftHalfDoneIsTidiedUp() throws {
      let folder = try TemporaryFolder()
      let (whole, copy) = try copied(at: 25, folder)
      let log = copy.appendingPathComponent("metrics.jsonl")
      try (Data(contentsOf: log) + Data("{\"step\":25,\"ep".utf8)).write(to: log)
      let temporary = copy.appendingPathComponent(
        "checkpoints/.step-00000030.safetensors.2147483000-abc.tmp")
      try Data("half".utf8).write(to: temporary)
      // The newest checkpoint is cut short, so that the one before it counts.
      let newest = copy.appendingPathComponent("checkpoints/step-00000020.safetensors")
      try Data(contentsOf: newest).prefix(1000).write(to: newest)
      let resumed = try GANRun.resume(copy)
      #expect(resumed.trainer.stepsDone == 10)
      _ = try resumed.train()
      #expect(try RunContent(copy).differences(from: RunContent(whole)) == [])
    }

    @Test func checkpointsThatNoSaveDeletedAreDeletedOnResume() throws {
      let folder = try TemporaryFolder()
      let (whole, copy) = try copied(at: 35, folder)
      // As after a kill between the last checkpoint's rename and the deletion of the oldest.
      let last = "checkpoints/step-00000035.safetensors"
      try FileManager.default.copyItem(
        at: whole.appendingPathComponent(last), to: copy.appendingPathComponent(last))
      let snapshot = "figures/snapshot-00000035.safetensors"
      for name in ["samples/epoch-0004.png", "metrics.jsonl", snapshot] {
        let target = copy.appendingPathComponent(name)
        try? FileManager.default.removeItem(at: target)
        try FileManager.default.copyItem(at: whole.appendingPathComponent(name), to: target)
      }
      _ = try GANRun.resume(copy).train()
      #expect(try RunContent(copy).differences(from: RunContent(whole)) == [])
    }

    @Test func aRunWithoutAnySoundCheckpointIsLeftAlone() throws {
      let folder = try TemporaryFolder()
      let (_, copy) = try copied(at: 25, folder)
      let checkpoints = copy.appendingPathComponent("checkpoints")
      for name in try FileManager.default.contentsOfDirectory(atPath: checkpoints.path) {
        let file = checkpoints.appendingPathComponent(name)
        try Data(contentsOf: file).prefix(500).write(to: file)
      }
      let before = try RunContent(copy)
      let text = errorText { _ = try GANRun.resume(copy) }
      #expect(text.contains("no checkpoint in") && text.contains("step 20"), "\(text)")
      #expect(try RunContent(copy) == before)
    }

    @Test func changesAreListedAndRefused() throws {
      let folder = try TemporaryFolder()
      let (_, copy) = try copied(at: 25, folder)
      let text = errorText { _ = try GANRun.resume(copy, changes: ["lr-g=0.01", "threads=2"]) }
      #expect(text.contains("lr-g: 0.01 instead of 0.001"), "\(text)")
      #expect(text.contains("threads: 2 instead of 1"), "\(text)")
      #expect(text.contains("--allow-changes"), "\(text)")
    }

    @Test func allowedChangesAreMade() throws {
      let folder = try TemporaryFolder()
      let (_, copy) = try copied(at: 25, folder)
      let resumed = try GANRun.resume(copy, changes: ["steps=41"], allowingDifferences: true)
      _ = try resumed.train()
      #expect(resumed.trainer.stepsDone == 41)
      #expect(try resumed.folder.recipe(GANRecipe.table).integer("steps") == 41)
      #expect(try resumed.folder.metrics.records().last?.step == 41)
    }

    /// Shapes that do not fit and an end before the checkpoint are noticed before anything is
    /// written, so that the run still goes on as it was.
    @Test(arguments: ["width=17", "steps=15"])
    func changesThatDoNotFitTheCheckpointChangeNothing(change: String) throws {
      let folder = try TemporaryFolder()
      let (whole, copy) = try copied(at: 25, folder)
      let before = try RunContent(copy)
      let text = errorText {
        _ = try GANRun.resume(copy, changes: [change], allowingDifferences: true)
      }
      #expect(text != "no error")
      #expect(try RunContent(copy) == before)
      _ = try GANRun.resume(copy).train()
      #expect(try RunContent(copy).differences(from: RunContent(whole)) == [])
    }
  }
}

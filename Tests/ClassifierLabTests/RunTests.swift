// Runs in folders: results, files, kills and resumes, predictions.

import ClassifierLab
import Datasets
import Foundation
import Runs
import TestSupport
import Testing
import Training

extension ClassifierLabTests {
  @Suite struct RunTests {
    @Test func irisIsLearnedAndEverythingIsWritten() throws {
      let folder = try TemporaryFolder()
      let recipe = try smallRecipe("epochs=30", "lr=0.01")
      let run = try ClassifierRun.create(recipe, .exactly(folder.place("iris")))
      #expect(try run.train() == .done)
      let records = try run.folder.metrics.records()
      #expect(records.count == 30)
      let last = try #require(records.last)
      let accuracy = try #require(last["test_accuracy"]?.number)
      #expect(accuracy > 0.89)
      #expect(last["test_top5_accuracy"] == nil)
      let errors = records.suffix(10).compactMap { $0["test_accuracy"]?.number }.map { 1 - $0 }
      let middle = (errors.sorted()[4] + errors.sorted()[5]) / 2
      #expect(last["test_error_median_10"]?.number == middle)
      for name in ["figures/curves.png", "figures/confusion.png"] {
        #expect(Files.isFile(run.folder.file(name).path), "\(name)")
      }
      #expect(try CheckpointStore(run.folder).steps() == [29 * 8, 30 * 8])
    }

    @Test func imagesAreLearnedAndShown() throws {
      let folder = try TemporaryFolder()
      let recipe = try smallRecipe("data=digits", "epochs=8", "width=16", "threads=2", "alpha=0.2")
      let run = try ClassifierRun.create(recipe, .exactly(folder.place("digits")))
      #expect(try run.train() == .done)
      let last = try #require(try run.folder.metrics.records().last)
      #expect(try #require(last["test_accuracy"]?.number) > 0.9)
      #expect(last["test_top5_accuracy"]?.number ?? 0 > 0.98)
      for name in ["samples/mixed.png", "figures/most-wrong.png"] {
        #expect(Files.isFile(run.folder.file(name).path), "\(name)")
      }
    }

    @Test func resumedRunsEndLikeTheUninterruptedOne() throws {
      let folder = try TemporaryFolder()
      let recipe = try smallRecipe(
        "data=digits", "width=4", "augment=flip-crop", "validation=0.1", "dropout=0.1",
        "partners=loader", "batch=400")
      let copier = FolderCopier(into: folder.url, atSteps: [1, 4, 5, 8, 12])
      let whole = try ClassifierRun.create(recipe, .exactly(folder.place("whole")))
      #expect(try whole.train(copier) == .done)
      let content = try RunContent(folder.place("whole"))
      #expect(copier.copies.count == 9)
      for copy in copier.copies {
        let resumed = try ClassifierRun.resume(copy)
        #expect(try resumed.train() == .done, "\(copy.lastPathComponent)")
        let differences = try RunContent(copy).differences(from: content)
        #expect(differences == [], "\(copy.lastPathComponent)")
      }
    }

    /// Trains until a question, counted from 0, that comes while an epoch is measured, and lets go of
    /// the run and its lock.
    private func leave(_ recipe: Recipe, after questions: Int, at place: URL) throws {
      let left = try ClassifierRun.create(recipe, .exactly(place))
      var asked = 0
      left.evaluator.judge.isInterrupted = {
        asked += 1
        return asked > questions
      }
      let epochs = questions / 2
      #expect(try left.train() == .interrupted(step: 8 * (epochs + 1)))
      #expect(try left.folder.metrics.records().count == epochs)
    }

    /// Who leaves while an epoch is measured loses none of its steps.
    @Test func measurementsThatWereLeftAreMadeAfterResuming() throws {
      let folder = try TemporaryFolder()
      let recipe = try smallRecipe("epochs=3", "train-metrics=every")
      let whole = try ClassifierRun.create(recipe, .exactly(folder.place("whole")))
      #expect(try whole.train() == .done)
      // The test samples are asked about first, then the training samples.
      for questions in [0, 1, 3] {
        let place = folder.place("left\(questions)")
        try leave(recipe, after: questions, at: place)
        // As after a resume that was killed between its measurement and its checkpoint.
        if questions > 0 {
          let record = try whole.folder.metrics.records()[questions / 2]
          try RunFolder.open(at: place).metrics.append(record)
        }
        let resumed = try ClassifierRun.resume(place)
        #expect(try resumed.train() == .done)
        let differences = try RunContent(place).differences(from: RunContent(folder.place("whole")))
        #expect(differences == [], "\(questions)")
      }
    }

    @Test func aChangedRecipeIsRefusedUnlessAllowed() throws {
      let folder = try TemporaryFolder()
      let place = folder.place("run")
      _ = try ClassifierRun.create(try smallRecipe(), .exactly(place)).train()
      let text = errorText { _ = try ClassifierRun.resume(place, changes: ["epochs=4"]) }
      #expect(text.contains("epochs"))
      let longer = try ClassifierRun.resume(
        place, changes: ["epochs=4"], allowingDifferences: true)
      #expect(try longer.train() == .done)
      #expect(try longer.folder.metrics.records().count == 4)
    }

    @Test func corruptedLabelsAreReportedApartAndSaved() throws {
      let folder = try TemporaryFolder()
      let recipe = try smallRecipe("data=digits", "width=4", "corruption=0.4", "epochs=2")
      let run = try ClassifierRun.create(recipe, .exactly(folder.place("run")))
      _ = try run.train()
      let records = try run.folder.metrics.records()
      #expect(records[0]["train_error_real_labels"] == nil)
      let last = try #require(records.last)
      let real = try #require(last["train_error_real_labels"]?.number)
      let corrupted = try #require(last["train_error_corrupted_labels"]?.number)
      #expect(real < corrupted)
      let lines = String(
        decoding: try run.folder.read("corrupted-labels.csv"), as: UTF8.self
      ).split(separator: "\n")
      #expect(lines.count == run.trainer.data.corrupted.count + 1)
    }

    @Test func predictionsOfARunAreThoseThatItMeasured() throws {
      let folder = try TemporaryFolder()
      let place = folder.place("run")
      let run = try ClassifierRun.create(
        try smallRecipe("validation=0.2", "epochs=6"), .exactly(place))
      _ = try run.train()
      let records = try run.folder.metrics.records()
      let predictions = try TrainedClassifier(place).predictTestSamples()
      #expect(predictions.scores["test_accuracy"] == records.last?["test_accuracy"])
      #expect(predictions.scores["test_nll"] == records.last?["test_nll"])
      #expect(predictions.answers.count == 30)
      let sums = (0..<30).map { row in
        predictions.probabilities[(3 * row)..<(3 * row + 3)].reduce(0, +)
      }
      #expect(sums.allSatisfy { abs($0 - 1) < 1e-5 })
      let best = try TrainedClassifier(place, .best)
      let epoch = try #require(records.last?["best_epoch"]?.number)
      let record = try #require(records.first { $0["epoch"]?.number == epoch })
      #expect(best.step == record.step)
      #expect(
        try best.predictTestSamples().scores["test_accuracy"] == record["test_accuracy"])
      let whole = try TrainedClassifier(place).predict(data: "iris", folder: nil)
      #expect(whole.map(\.part) == ["all"])
      #expect(whole[0].1.answers.count == 150)
    }

    @Test(arguments: [
      // Without labels, in another order, and with classes that training did not know or only one.
      ("b,a\n1,2\n3,4\n", [-2]), ("a,b,kind\n1,2,even\n3,4,never\n", [0, -1]),
      ("kind,b,a\n1,2,3\n", [-2]), ("a,b,kind\n1,2,odd\n3,4,odd\n", [-2]),
    ])
    func predictsTablesWithAndWithoutLabels(text: String, labels: [Int32]) throws {
      let folder = try TemporaryFolder()
      let rows = (0..<40).map { "\($0 % 7),\($0 % 5),\($0 % 2 == 0 ? "even" : "odd")" }
      let (file, new) = (folder.place("rows.csv"), folder.place("new.csv"))
      try Data(("a,b,kind\n" + rows.joined(separator: "\n")).utf8).write(to: file)
      try Data(text.utf8).write(to: new)
      let place = folder.place("run")
      _ = try ClassifierRun.create(
        try smallRecipe("data=csv:\(file.path)", "label=kind"), .exactly(place)
      ).train()
      let parts = try TrainedClassifier(place).predict(data: "csv:\(new.path)", folder: nil)
      #expect(parts.count == 1)
      #expect(parts[0].1.answers.count == text.split(separator: "\n").count - 1)
      #expect(parts[0].1.labels == (labels == [-2] ? nil : labels))
      #expect((parts[0].1.remark != nil) == (labels == [-2]))
    }

    @Test func predictionsAreRefusedForDataThatHaveChanged() throws {
      let folder = try TemporaryFolder()
      let file = folder.place("rows.csv")
      let rows = (0..<40).map { "\($0 % 7),\($0 % 5),\($0 % 2 == 0 ? "even" : "odd")" }
      try Data(("a,b,kind\n" + rows.joined(separator: "\n")).utf8).write(to: file)
      let place = folder.place("run")
      let run = try ClassifierRun.create(
        try smallRecipe("data=csv:\(file.path)", "label=kind"), .exactly(place))
      _ = try run.train()
      #expect(try TrainedClassifier(place).predictTestSamples().answers.count == 8)
      let others = ["9,9,odd"] + rows.dropFirst()
      try Data(("a,b,kind\n" + others.joined(separator: "\n")).utf8).write(to: file)
      let trained = try TrainedClassifier(place)
      let text = errorText { _ = try trained.predictTestSamples() }
      #expect(text.contains("no longer what the run was trained on"))
      #expect(try trained.predict(data: "csv:\(file.path)", folder: nil)[0].1.answers.count == 40)
    }
  }
}

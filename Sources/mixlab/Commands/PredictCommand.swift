// mixlab predict: ask a trained classifier about samples.

import ArgumentParser
import ClassifierLab
import Datasets
import Foundation
import Runs

struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Ask a trained classifier about samples.",
    discussion: """
      Writes logits, probabilities and answers, and labels where the data have some, as arrays for \
      numpy.load; answers and labels are places among the classes that are printed, and -1 is a class \
      that the network does not know. Without --data these are the run's own test samples. Of other \
      data all samples are taken; those of a set with a training and a test part become arrays that \
      begin with train_ and test_. The columns of a table are found by their names; it need not have \
      labels.

      Examples:
        mixlab predict runs/0001-classify-iris-mlp-mixup-0.2
        mixlab predict 3 --data csv:new.csv --out new.npz
        mixlab predict 4 --data mnist --checkpoint best --json
      """)

  @Argument(help: ArgumentHelp("The run's folder, or its number below runs/.", valueName: "run"))
  var folder: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Other data, named as for classify.", valueName: "name|file"))
  var data: String?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("The folder of the data.", valueName: "folder"))
  var dataDir: String?

  @Option(
    help: ArgumentHelp("last, or best, the best epoch by validation.", valueName: "last|best"))
  var checkpoint = "last"

  @Option(help: ArgumentHelp("The file to write, ending in .npz.", valueName: "file"))
  var out = "predictions.npz"

  @Flag(help: "One JSON object: run, outcome, metrics for each part of the data.")
  var json = false

  func validate() throws {
    let names = TrainedClassifier.Choice.allCases.map(\.rawValue)
    guard names.contains(checkpoint) else {
      throw ValidationError("--checkpoint: \"\(checkpoint)\" came. Needed: last or best.")
    }
    guard URL(fileURLWithPath: out).pathExtension == "npz" else {
      throw ValidationError("--out: \"\(out)\" came. Needed: a name that ends in .npz.")
    }
    guard data != nil || dataDir == nil else {
      throw ValidationError("--data-dir: came without --data. Name the data, too.")
    }
  }

  func run() throws {
    try perform {
      let trained = try TrainedClassifier(
        try RunKinds.classifier(folder), TrainedClassifier.Choice(rawValue: checkpoint) ?? .last)
      trained.notes.forEach(Terminal.remark)
      let parts: [(part: String, predictions: TrainedClassifier.Predictions)] =
        if let data {
          try trained.predict(data: data, folder: dataDir)
        } else {
          [("test", try trained.predictTestSamples())]
        }
      var arrays: [String: NPYArray] = [:]
      for (part, predictions) in parts {
        let prefix = parts.count > 1 ? "\(part)_" : ""
        arrays.merge(
          self.arrays(predictions, classes: trained.classNames.count, prefix)
        ) { first, _ in first }
      }
      try OutputFile.write(try NPZWriter.archive(arrays), to: URL(fileURLWithPath: out))
      for remark in parts.compactMap(\.predictions.remark) {
        Terminal.note("\(data ?? ""): \(remark)")
      }
      report(parts, step: trained.step, classes: trained.classNames)
    }
  }

  private func arrays(
    _ predictions: TrainedClassifier.Predictions, classes: Int, _ prefix: String
  ) -> [String: NPYArray] {
    let count = predictions.answers.count
    var arrays = [
      "\(prefix)logits": NPYArray(shape: [count, classes], values: .float32(predictions.logits)),
      "\(prefix)probabilities": NPYArray(
        shape: [count, classes], values: .float32(predictions.probabilities)),
      "\(prefix)answers": NPYArray(shape: [count], values: .int32(predictions.answers)),
    ]
    if let labels = predictions.labels {
      arrays["\(prefix)labels"] = NPYArray(shape: [count], values: .int32(labels))
    }
    return arrays
  }

  private func report(
    _ parts: [(part: String, predictions: TrainedClassifier.Predictions)], step: Int,
    classes: [String]
  ) {
    if json {
      var metrics = MetricsRecord()
      for (part, predictions) in parts {
        for field in predictions.scores.fields {
          let name =
            parts.count > 1 && part == "train"
            ? field.name.replacingOccurrences(of: "test_", with: "train_") : field.name
          metrics[name] = field.value
        }
      }
      let summary = jsonSummary(run: folder, outcome: "done", metrics: metrics)
      let names = classes.map(jsonString).joined(separator: ",")
      Terminal.output("\(summary.dropLast()),\"classes\":[\(names)]}")
      return
    }
    Terminal.output("classes: \(classes.joined(separator: ", "))")
    for (part, predictions) in parts {
      let rows = predictions.scores.fields.map { [$0.name, $0.value.readableText] }
      Terminal.output("\(part): \(predictions.answers.count) samples")
      if !rows.isEmpty {
        Terminal.output(TextTable(["metric", "value"], rows, leadingColumns: 1).text)
      }
    }
    Terminal.note("\(out): step \(step)")
  }
}

// mixlab classify: train one classifier.

import ArgumentParser
import ClassifierLab
import Foundation
import Runs
import Training

struct ClassifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify",
    abstract: "Train one classifier and write metrics, pictures and checkpoints.",
    discussion: """
      Without any setting it trains a small convolutional network on the embedded digits with mixup.

      Examples:
        mixlab classify --data iris --mix off
        mixlab classify --data digits --epochs 30
        mixlab classify --data mnist --model lenet-5 --alpha 0.4
        mixlab classify --data csv:wine.csv --label quality --validation 0.2
        mixlab classify --data folder:photos --image-size 32 --model preact-resnet18
        mixlab classify --data cifar10 --corruption 0.5 --alpha 8 --set train-metrics=every
        mixlab classify --recipe paper/cifar10-preact18-mixup --dry-run
        mixlab compare erm mixup --data iris --seeds 20
      """)

  @OptionGroup(title: "Recipe") var recipe: ClassifierOptions
  @OptionGroup(title: "Output") var place: PlaceOptions
  @OptionGroup(title: "Report") var report: ReportOptions

  @Flag(help: "Print recipe, layers, parameter counts, time, memory and disk of the run, and stop.")
  var dryRun = false

  @Flag(help: "Print the kernels and the memory plan of a training step, and stop.")
  var explainPlan = false

  func run() throws {
    try perform {
      let resolved = try recipe.resolved()
      try Terminal.notePrecision(of: [resolved], ClassifierRunKind())
      if explainPlan {
        Terminal.output(try ClassifierRun.planListing(resolved))
      } else if dryRun {
        try describe(resolved)
      } else {
        try runToEnd(
          try ClassifierRun.create(resolved, place.runPlace, tell: report.remark), report)
      }
    }
  }

  private func describe(_ resolved: Recipe) throws {
    let forecast = try ClassifierForecast(resolved)
    forecast.remarks.forEach(Terminal.remark)
    Terminal.output(resolved.yaml)
    Terminal.output("\n\(forecast.layers.text)\n")
    let cost = try forecast.cost()
    Terminal.output(
      "time    about \(ProgressLine.duration(cost.seconds)) "
        + "(\(String(format: "%.1f", cost.secondsPerStep * 1000)) ms a step, "
        + "\(ProgressLine.duration(cost.secondsPerEpoch)) an epoch)")
    Terminal.output("memory  \(Files.sizeText(cost.stepBytes)) beside the weights in a step")
    Terminal.output("disk    at most \(Files.sizeText(cost.diskBytes))")
  }
}

// mixlab gan: train one GAN, or without arguments compare the plain one with mixup.

import ArgumentParser
import Foundation
import GANLab
import Runs
import Training

struct GANCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gan",
    abstract: "Train one GAN and write pictures, metrics and checkpoints.",
    discussion: """
      Without any setting it compares the plain GAN with the paper's mixup on the ring, one seed, \
      1,500 steps each, in about two minutes.

      Examples:
        mixlab gan --data grid --mixup off --steps 5000
        mixlab gan --mixup demo --alpha 0.5 --seed 3 --out runs/demo-half
        mixlab gan --objective wgan-gp --data ring --steps 2000
        mixlab gan --recipe Samples/ring-paper.yaml --set width=256
        mixlab gan --data points.csv --objective non-saturating --draw arrows
        mixlab gan --data digits
        mixlab gan --data folder:photos --image-size 64 --broken-images skip
        mixlab gan --data mnist --data-dir folder --mixup off
        mixlab gan --data cifar10 --model sngan
        mixlab gan --data grid --dry-run
      """)

  @OptionGroup(title: "Recipe") var recipe: RecipeOptions
  @OptionGroup(title: "Output") var place: PlaceOptions
  @OptionGroup(title: "Report") var report: ReportOptions

  @Flag(help: "Print recipe, layers, parameter counts, time and disk of the run, and stop.")
  var dryRun = false

  @Flag(help: "Print the kernels and the memory plan of a training step, and stop.")
  var explainPlan = false

  func run() throws {
    try perform {
      if dryRun || explainPlan {
        try describe()
      } else if recipe.isEmpty {
        try CompareCommand.runDefault(out: place.out, report)
      } else {
        try train()
      }
    }
  }

  private func train() throws {
    let resolved = try recipe.resolved()
    try Terminal.notePrecision(of: [resolved], GANRunKind())
    try runToEnd(try GANRun.create(resolved, place.runPlace, tell: report.remark), report)
  }

  private func describe() throws {
    let resolved = try recipe.resolved()
    try Terminal.notePrecision(of: [resolved], GANRunKind())
    if explainPlan {
      Terminal.output(try GANRun.planListing(resolved))
      return
    }
    let forecast = try Forecast(resolved)
    Terminal.output(resolved.yaml)
    Terminal.output("\ngenerator\n\(forecast.generator.text)\n")
    Terminal.output("discriminator\n\(forecast.discriminator.text)\n")
    Terminal.output(
      "generator parameters      \(DigitGroups.text(forecast.generator.parameterCount))")
    Terminal.output(
      "discriminator parameters  \(DigitGroups.text(forecast.discriminator.parameterCount))")
    let cost = try forecast.cost()
    Terminal.output(
      "time                      about \(ProgressLine.duration(cost.seconds)) "
        + "(\(String(format: "%.1f", cost.secondsPerStep * 1000)) ms a step)")
    Terminal.output("disk                      at most \(max(1, cost.diskBytes / 1_000_000)) MB")
  }
}

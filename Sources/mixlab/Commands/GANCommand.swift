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
    let place: GANRun.Place =
      if let out = place.out {
        .exactly(URL(fileURLWithPath: out))
      } else {
        .numbered(in: URL(fileURLWithPath: "runs"))
      }
    let resolved = try recipe.resolved()
    try Terminal.notePrecision(of: [resolved])
    try runToEnd(try GANRun.create(resolved, place, tell: report.remark), report)
  }

  private func describe() throws {
    let resolved = try recipe.resolved()
    try Terminal.notePrecision(of: [resolved])
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
    Terminal.output(
      "time                      about \(ProgressLine.duration(forecast.seconds)) "
        + "(\(String(format: "%.1f", forecast.secondsPerStep * 1000)) ms a step)")
    Terminal.output(
      "disk                      at most \(max(1, forecast.diskBytes / 1_000_000)) MB")
  }
}

/// Trains a run, prints how it ended, and leaves with the code that says so.
func runToEnd(_ run: GANRun, _ report: ReportOptions) throws {
  Interrupt.catchSignals()
  let noteCount = run.notes.count
  let outcome = try run.train(ProgressReporter(isQuiet: report.isSilent))
  for note in run.notes.dropFirst(noteCount) { Terminal.note("mixlab: \(note)") }
  let place = Terminal.path(run.folder.url)
  let record = try run.folder.metrics.records().last ?? MetricsRecord()
  if report.json {
    Terminal.output(jsonSummary(run: place, outcome: outcome.name, metrics: record))
  }
  switch outcome {
  case .done:
    if !report.isSilent {
      let summary = summary(record, run)
      if !summary.isEmpty { Terminal.output(summary) }
      Terminal.output("Worth opening:")
      Terminal.output("  \(place)/\(RunFolder.pictureName(epoch: run.epoch))")
      let names = [
        "figures/snapshots.png", "figures/neighbours.png", "figures/curves.png",
        RunFolder.diagnosisName,
      ]
      for name in names {
        let isThere = FileManager.default.fileExists(atPath: run.folder.file(name).path)
        if isThere { Terminal.output("  \(place)/\(name)") }
      }
    }
  case .interrupted(let step):
    if !report.isSilent {
      Terminal.note("Saved after step \(step). Go on with: mixlab resume \(place)")
    }
    throw ExitCode.interrupted
  case .diverged(let divergence):
    Terminal.error("\(place) diverged at \(divergence)")
    throw ExitCode.diverged
  }
}

/// What a finished run came to, with a perfect sampler's scores beside it.
private func summary(_ record: MetricsRecord, _ run: GANRun) -> String {
  let perfect = run.manifest.perfect ?? [:]
  let rows = MetricsCatalog.entries.filter(\.isOfGenerator).compactMap { entry -> [String]? in
    guard let value = record[entry.name]?.number else { return nil }
    return [entry.name, short(value), perfect[entry.name].map(short) ?? ""]
  }
  let table = rows.isEmpty ? [] : [TextTable(["", "this run", "perfect sampler"], rows).text]
  return (table + run.diagnosis.current.map(\.line)).joined(separator: "\n")
}

private func short(_ value: Double) -> String { String(format: "%.4g", value) }

/// One object for machines.
func jsonSummary(run: String, outcome: String, metrics: MetricsRecord) -> String {
  let head: MetricsRecord = ["run": .text(run), "outcome": .text(outcome)]
  return "\(head.json.dropLast()),\"metrics\":\(metrics.json)}"
}

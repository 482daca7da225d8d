// mixlab sample: draw from the generator of a run.

import ArgumentParser
import Datasets
import Foundation
import GANLab
import Runs

struct SampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Draw from a trained generator: a picture, or points for NumPy.",
    discussion: """
      Examples:
        mixlab sample runs/0001-gan-ring-paper-0.2 --out now.png
        mixlab sample runs/0001-gan-ring-paper-0.2 --count 10000 --out points.npz
        mixlab sample runs/0002-gan-digits-paper-0.2-conditional --class 7 --out sevens.png
      """)

  @Argument(help: ArgumentHelp("The run's folder, or its number below runs/.", valueName: "run"))
  var folder: String

  @Option(help: ArgumentHelp("How many points an .npz file gets.", valueName: "number"))
  var count = 2500

  @Option(help: ArgumentHelp("Independent points for another draw.", valueName: "number"))
  var draw = 0

  @Option(
    name: .customLong("class"),
    help: ArgumentHelp(
      "Only images of one class, counted from 0, of a conditional run.", valueName: "number"))
  var classIndex: Int?

  @Option(help: ArgumentHelp("The file to write: .png or .npz.", valueName: "file"))
  var out = "samples.png"

  @Flag(help: "Draw from the raw generator instead of the averaged one (.npz).")
  var raw = false

  func validate() throws {
    guard (1...100_000_000).contains(count) else {
      throw ValidationError("--count: \(count) came. Needed: 1 to 100000000.")
    }
    guard (0...1_000_000).contains(draw) else {
      throw ValidationError("--draw: \(draw) came. Needed: 0 to 1000000.")
    }
    guard classIndex.map({ (0..<ImageSet.largestClassCount).contains($0) }) ?? true else {
      throw ValidationError(
        "--class: \(classIndex ?? 0) came. Needed: 0 to \(ImageSet.largestClassCount - 1).")
    }
    guard ["png", "npz"].contains(URL(fileURLWithPath: out).pathExtension) else {
      throw ValidationError("--out: \"\(out)\" came. Needed: a name that ends in .png or .npz.")
    }
  }

  func run() throws {
    try perform {
      let trained = try TrainedGAN(try RunReference.resolve(folder))
      let target = URL(fileURLWithPath: out)
      if target.pathExtension == "png" {
        let picture = try classIndex.map { try trained.picture(ofClass: $0, draw: draw) }
        try OutputFile.write(try picture ?? trained.picture(), to: target)
      } else {
        let points = try trained.sample(count, averaged: !raw, draw: draw, classIndex: classIndex)
        let array = NPYArray(
          shape: [count] + (trained.imageSizes ?? [2]), values: .float32(points))
        try OutputFile.write(try NPZWriter.archive(["samples": array]), to: target)
      }
      Terminal.note("\(out): step \(trained.step)")
    }
  }
}

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

  private static let defaultCount = 2500

  @Argument(help: ArgumentHelp("The run's folder, or its number below runs/.", valueName: "run"))
  var folder: String

  @Option(
    help: ArgumentHelp(
      "How many samples an .npz file gets (default: \(SampleCommand.defaultCount)).",
      valueName: "number"))
  var count: Int?

  @Option(
    help: ArgumentHelp(
      "Independent samples for another draw, in an .npz file or beside --class (default: 0).",
      valueName: "number"))
  var draw: Int?

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
    if let count, !(1...100_000_000).contains(count) {
      throw ValidationError("--count: \(count) came. Needed: 1 to 100000000.")
    }
    if let draw, !(0...1_000_000).contains(draw) {
      throw ValidationError("--draw: \(draw) came. Needed: 0 to 1000000.")
    }
    guard classIndex.map({ (0..<ImageSet.largestClassCount).contains($0) }) ?? true else {
      throw ValidationError(
        "--class: \(classIndex ?? 0) came. Needed: 0 to \(ImageSet.largestClassCount - 1).")
    }
    guard ["png", "npz"].contains(URL(fileURLWithPath: out).pathExtension) else {
      throw ValidationError("--out: \"\(out)\" came. Needed: a name that ends in .png or .npz.")
    }
    if isPicture { try checkPicture() }
  }

  private var isPicture: Bool { URL(fileURLWithPath: out).pathExtension == "png" }

  /// Refuses options that mean nothing to a picture.
  private func checkPicture() throws(ValidationError) {
    let needed = "a name for --out that ends in .npz"
    if count != nil {
      throw ValidationError("--count: a picture has a fixed number of samples. Needed: \(needed).")
    }
    if raw {
      throw ValidationError("--raw: pictures are of the raw generator always. Needed: \(needed).")
    }
    if draw != nil, classIndex == nil {
      throw ValidationError(
        "--draw: the picture of a run is of noise that stays the same. Needed: --class, too, or "
          + "\(needed).")
    }
  }

  func run() throws {
    try perform {
      let trained = try TrainedGAN(try RunKinds.gan(folder))
      trained.notes.forEach(Terminal.remark)
      let target = URL(fileURLWithPath: out)
      if isPicture {
        let picture = try classIndex.map { try trained.picture(ofClass: $0, draw: draw ?? 0) }
        try OutputFile.write(try picture ?? trained.picture(), to: target)
      } else {
        let count = count ?? Self.defaultCount
        let points = try trained.sample(
          count, averaged: !raw, draw: draw ?? 0, classIndex: classIndex)
        let array = NPYArray(
          shape: [count] + (trained.imageSizes ?? [2]), values: .float32(points))
        try OutputFile.write(try NPZWriter.archive(["samples": array]), to: target)
      }
      Terminal.note("\(out): step \(trained.step)")
    }
  }
}

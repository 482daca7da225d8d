// Runs in temporary folders, and a table of settings to test with.

import Foundation
import Runs
import TestSupport

extension TemporaryFolder {
  /// A new run with a recipe and a manifest.
  func run(_ name: String = "gan-ring") throws -> RunFolder {
    let run = try RunFolder.create(in: url, name: name)
    try run.write(try Recipe(defaultsOf: sampleTable))
    try run.write(sampleManifest)
    return run
  }
}

/// All entries of a folder, hidden ones included.
func names(in url: URL) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
}

let sampleTable = SettingTable(
  "gan",
  [
    .choice("data", ["ring", "grid", "spiral"], default: "ring", help: "data set"),
    .integer("steps", 1...1_000_000, default: 20_000, unit: "steps", help: "length of the run"),
    .integer(
      "steps-per-epoch", 1...1_000_000, or: ["auto"], default: "auto", unit: "steps",
      help: "steps between two pictures"),
    .real("alpha", .from(0), default: 0.2, help: "parameter of the beta distribution"),
    .real("momentum", .from(0, below: 1), default: 0.5, help: "momentum of the optimizer"),
    .real("learning-rate", .above(0, through: 1), or: ["auto"], default: 2e-5, help: "step size"),
    .flag("ema", default: false, help: "average the weights"),
    .choices("stabilizers", ["mixup", "spectral-norm", "r1"], default: [], help: "remedies"),
    .text("note", default: "", help: "a remark", isHashed: false),
    .integer("threads", 1...1024, default: 2, help: "threads", isHashed: false),
  ])

let sampleManifest = Manifest(
  programVersion: "0.1.0", kind: "gan", recipeHash: "0123456789abcdef", seed: UInt64.max,
  kernels: "portable", cpuLevel: "x86-64-v3", threads: 2,
  started: Timestamp(Date(timeIntervalSince1970: 1_524_832_200.7)))

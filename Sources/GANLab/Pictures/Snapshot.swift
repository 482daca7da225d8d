// The points of one step, kept for panels that compare runs.

import Foundation
import Runs

/// Generated points at one step of a run.
struct Snapshot {
  let step: Int
  let generated: [Float]

  static func name(step: Int) -> String {
    let digits = String(step)
    let padding = String(repeating: "0", count: max(0, 8 - digits.count))
    return "figures/snapshot-\(padding)\(digits).safetensors"
  }

  /// Writes the points into the run's folder.
  func save(in run: RunFolder) throws {
    let tensor = StoredTensor(
      name: "generated", shape: [generated.count / 2, 2], values: generated)
    let file = try SafetensorsFile(tensors: [tensor], metadata: ["step": String(step)])
    try run.write(file.data, to: Self.name(step: step))
  }

  /// Reads the points of a step, or nil where the run has no such snapshot.
  static func load(step: Int, from run: RunFolder) throws -> Snapshot? {
    let url = run.file(name(step: step))
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    let file = try SafetensorsFile(contentsOf: url, requiresChecksum: true)
    return file["generated"]?.floats.map { Snapshot(step: step, generated: $0) }
  }
}

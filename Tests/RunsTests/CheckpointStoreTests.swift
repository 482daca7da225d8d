// Tests of the checkpoint store: names, order, keeping, deleting, passing over damage.

import Foundation
import Runs
import TestSupport
import Testing

@Suite struct CheckpointStoreTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func content(_ step: Int) throws -> SafetensorsFile {
    try SafetensorsFile(
      tensors: [StoredTensor(name: "w", shape: [2], values: [Float(step), 1])],
      metadata: ["step": "\(step)"])
  }

  @Test func theLastFewAndTheListedAreKept() throws {
    let run = try folder.run()
    let store = CheckpointStore(run)
    #expect(try store.steps() == [])
    let nothing = try store.newest()
    #expect(nothing == nil)
    for step in stride(from: 0, through: 6000, by: 1000) {
      try store.save(try content(step), step: step, keeping: [1000])
    }
    #expect(try store.steps() == [1000, 4000, 5000, 6000])
    #expect(
      try names(in: run.file("checkpoints")).first == "step-00001000.safetensors")
    #expect(try store.load(step: 5000) == content(5000))
    let newest = try #require(try store.newest())
    #expect(newest.step == 6000)
    #expect(newest.content.metadata["step"] == "6000")
    #expect(newest.skipped.isEmpty)
  }

  @Test func atLeastTheNewOneIsKept() throws {
    let store = CheckpointStore(try folder.run(), keepingLast: 0)
    for step in [1, 2] { try store.save(try content(step), step: step) }
    #expect(try store.steps() == [2])
    // Going back must not delete what has just been written.
    try store.save(try content(1), step: 1)
    #expect(try store.steps() == [1])
    #expect(throws: RunError.self) { try store.save(try content(1), step: -1) }
  }

  @Test func damagedOnesArePassedOverAndReported() throws {
    let run = try folder.run()
    let store = CheckpointStore(run)
    for step in [1, 2, 3] { try store.save(try content(step), step: step) }
    var damaged = try run.read(CheckpointStore.name(step: 3))
    damaged[damaged.count - 1] ^= 0x40
    try run.write(damaged, to: CheckpointStore.name(step: 3))
    try run.write(Data(damaged.prefix(20)), to: CheckpointStore.name(step: 2))
    let newest = try #require(try store.newest())
    #expect(newest.step == 1)
    #expect(
      newest.skipped.map(\.file) == [3, 2].map { run.file(CheckpointStore.name(step: $0)).path })
    try run.write(Data(), to: CheckpointStore.name(step: 1))
    let nothing = try store.newest()
    #expect(nothing == nil)
  }

  @Test func otherFilesAreNotCheckpoints() throws {
    let run = try folder.run()
    let store = CheckpointStore(run)
    for name in [
      "step-1.safetensors", "step-000000001.safetensors", "step--0000001.safetensors",
      "step-00000001.safetensors.tmp", "step-.safetensors", "x.safetensors",
      "step-99999999999999999999.safetensors",
    ] {
      try run.write(Data("x".utf8), to: "checkpoints/\(name)")
    }
    #expect(try store.steps() == [])
    for step in [123_456_789, 2] { try store.save(try content(step), step: step) }
    #expect(try store.steps() == [2, 123_456_789])
    #expect(try names(in: run.file("checkpoints")).count == 9)
  }

  @Test func aFailedSaveDeletesNothing() throws {
    let run = try folder.run()
    let store = CheckpointStore(run, keepingLast: 1)
    try store.save(try content(1), step: 1)
    let taken = run.file(CheckpointStore.name(step: 2))
    try FileManager.default.createDirectory(at: taken, withIntermediateDirectories: false)
    #expect(throws: RunError.cannotWrite(path: taken.path, reason: .isAFolder)) {
      try store.save(try content(2), step: 2)
    }
    #expect(try store.load(step: 1) == content(1))
    let newest = try #require(try store.newest())
    #expect(newest.step == 1)
    #expect(newest.skipped.map(\.problem) == [.unreadable(.isAFolder)])
  }

  @Test func equalContentIsEqualBytes() throws {
    let run = try folder.run()
    let store = CheckpointStore(run)
    try store.save(try content(1), step: 1)
    let first = try run.read(CheckpointStore.name(step: 1))
    try store.save(try content(1), step: 1)
    #expect(try run.read(CheckpointStore.name(step: 1)) == first)
  }
}

// Tests of run folders: creation, opening, atomic writes, failures of the disk, resuming.

import Foundation
import Runs
import Synchronization
import TestSupport
import Testing

@Suite struct RunFolderTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func foldersAreNumbered() throws {
    let root = folder.url.appendingPathComponent("deep/er/runs")
    let first = try RunFolder.create(in: root, name: "gan-ring mixup/é")
    #expect(first.name == "0001-gan-ring-mixup--")
    try FileManager.default.createDirectory(
      at: root.appendingPathComponent("0041-other"), withIntermediateDirectories: false)
    for name in ["notes.txt", "12-short", "99999999999999999999-long", "0099x"] {
      try Data().write(to: root.appendingPathComponent(name))
    }
    #expect(try RunFolder.create(in: root, name: "").name == "0042-run")
    #expect(try names(in: first.url) == ["checkpoints", "figures", "samples"])
    try FileManager.default.createDirectory(
      at: root.appendingPathComponent("9999"), withIntermediateDirectories: false)
    #expect(try RunFolder.create(in: root, name: "a").name == "10000-a")
  }

  @Test func racingCreatorsGetDistinctNumbers() throws {
    let created = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 20) { index in
      for _ in 0..<15 {
        if let run = try? RunFolder.create(in: folder.url, name: "run-\(index)") {
          created.withLock { $0.append(run.name) }
        }
      }
    }
    let numbers = created.withLock { Set($0.map { $0.prefix(4) }) }
    #expect(numbers.count == 300)
    #expect(try names(in: folder.url).count == 300)
  }

  @Test func racingCreatorsOfOnePlaceHaveOneWinner() throws {
    let place = folder.url.appendingPathComponent("out")
    let winners = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      if (try? RunFolder.create(at: place)) != nil { winners.withLock { $0 += 1 } }
    }
    #expect(winners.withLock { $0 } == 1)
    #expect(try names(in: place) == ["checkpoints", "figures", "samples"])
  }

  @Test func chosenPlacesMustBeAbsentOrEmpty() throws {
    let place = folder.url.appendingPathComponent("a/b/out")
    let run = try RunFolder.create(at: place)
    #expect(run.url.path == place.path)
    #expect(throws: RunError.folderNotEmpty(path: place.path)) { try RunFolder.create(at: place) }
    let empty = folder.url.appendingPathComponent("empty")
    try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: false)
    #expect(try RunFolder.create(at: empty).name == "empty")
    let file = folder.url.appendingPathComponent("file")
    try Data("x".utf8).write(to: file)
    #expect(throws: RunError.cannotWrite(path: file.path, reason: .notAFolder)) {
      try RunFolder.create(at: file)
    }
    let below = file.appendingPathComponent("below")
    #expect(throws: RunError.cannotWrite(path: below.path, reason: .notAFolder)) {
      try RunFolder.create(at: below)
    }
    #expect(throws: RunError.self) { try RunFolder.create(in: below, name: "x") }
  }

  @Test func openingValidates() throws {
    let run = try folder.run()
    #expect(try RunFolder.open(at: run.url) == run)
    #expect(try run.recipe(sampleTable) == Recipe(defaultsOf: sampleTable))
    for name in ["manifest.json", "recipe.yaml"] {
      try FileManager.default.removeItem(at: run.file(name))
      #expect(throws: RunError.notARun(path: run.url.path, missing: name)) {
        try RunFolder.open(at: run.url)
      }
    }
    let absent = folder.url.appendingPathComponent("absent")
    #expect(throws: RunError.cannotRead(path: absent.path, reason: .missing)) {
      try RunFolder.open(at: absent)
    }
    let file = folder.url.appendingPathComponent("file")
    try Data().write(to: file)
    #expect(throws: RunError.cannotRead(path: file.path, reason: .notAFolder)) {
      try RunFolder.open(at: file)
    }
  }

  @Test func writesReplaceAndLeaveNothingBehind() throws {
    let run = try folder.run()
    let large = Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) })
    try run.write(Data("old".utf8), to: "samples/epoch-0001.png")
    try run.write(parts: [large, Data(), Data("end".utf8)], to: "samples/epoch-0001.png")
    #expect(try run.read("samples/epoch-0001.png") == large + Data("end".utf8))
    #expect(try names(in: run.file("samples")) == ["epoch-0001.png"])
  }

  @Test(arguments: ["../x", "/x", "samples//x", "", "a/../b", ".", "a\u{0}b"])
  func namesStayInside(_ name: String) throws {
    let run = try folder.run()
    #expect(throws: RunError.invalidName(name)) { try run.write(Data(), to: name) }
    #expect(throws: RunError.invalidName(name)) { try run.read(name) }
  }

  @Test func failedWritesLeaveTheOldFileAndNoTemporary() throws {
    let run = try folder.run()
    let taken = run.file("samples/taken")
    try FileManager.default.createDirectory(at: taken, withIntermediateDirectories: false)
    #expect(throws: RunError.cannotWrite(path: taken.path, reason: .isAFolder)) {
      try run.write(Data("new".utf8), to: "samples/taken")
    }
    #expect(try names(in: run.file("samples")) == ["taken"])
    let below = run.file("recipe.yaml/x")
    #expect(throws: RunError.cannotWrite(path: below.path, reason: .notAFolder)) {
      try run.write(Data("new".utf8), to: "recipe.yaml/x")
    }
    #expect(try run.recipe(sampleTable).hash == Recipe(defaultsOf: sampleTable).hash)
    let long = String(repeating: "n", count: 300)
    #expect(throws: RunError.cannotWrite(path: run.file(long).path, reason: .nameTooLong)) {
      try run.write(Data(), to: long)
    }
    let gone = run.file("gone/x")
    #expect(throws: RunError.cannotWrite(path: gone.path, reason: .missing)) {
      try run.write(Data(), to: "gone/x")
    }
  }

  @Test func fullDiskIsToldFromForbidden() throws {
    let file = try OpenFile("/dev/full", flags: O_WRONLY)
    let full = RunError.cannotWrite(path: "/dev/full", reason: .diskFull)
    #expect(throws: full) { try file.write(Data("x".utf8)) }
    #expect(full.description.contains("the disk is full. Free some space"))
    // Nobody can create files in /proc, not even the superuser.
    let proc = RunError.cannotWrite(path: "/proc/mixlab", reason: .missing)
    #expect(throws: proc) { try RunFolder.create(at: URL(fileURLWithPath: "/proc/mixlab")) }
    #expect(!proc.description.contains("full"))
  }

  @Test func specialFilesAreNotRead() throws {
    let run = try folder.run()
    try FileManager.default.createSymbolicLink(
      atPath: run.file("zero").path, withDestinationPath: "/dev/zero")
    #expect(throws: RunError.cannotRead(path: run.file("zero").path, reason: .notAFile)) {
      try run.read("zero")
    }
    #expect(throws: RunError.cannotRead(path: run.file("none").path, reason: .missing)) {
      try run.read("none")
    }
  }

  @Test func resumingDropsWhatCameLater() throws {
    let run = try folder.run()
    let store = CheckpointStore(run, keepingLast: 10)
    for step in [100, 200, 300] {
      try run.write(Data("\(step)".utf8), to: RunFolder.pictureName(epoch: step / 100))
      try run.metrics.append(["step": .integer(step), "loss": 0.5])
      try store.save(SafetensorsFile(tensors: []), step: step)
    }
    try run.write(Data(), to: "samples/epoch-final.png")
    try run.write(Data(), to: RunFolder.pictureName(epoch: 12_345))
    for _ in 0..<2 {
      try run.dropAfter(step: 200, epoch: 2)
      #expect(
        try names(in: run.file("samples")) == [
          "epoch-0001.png", "epoch-0002.png", "epoch-final.png",
        ])
      #expect(try run.metrics.records().map(\.step) == [100, 200])
      #expect(try store.steps() == [100, 200])
    }
  }
}

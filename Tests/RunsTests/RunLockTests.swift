// Tests of the run lock, within one process and between two, and of tidying up after a kill.

import Foundation
import Runs
import TestSupport
import Testing

@Suite struct RunLockTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func oneHolderInAProcess() throws {
    let run = try folder.run()
    do {
      let lock = try run.lock()
      #expect(
        throws: RunError.locked(
          path: run.url.path, processID: ProcessInfo.processInfo.processIdentifier)
      ) { try run.lock() }
      withExtendedLifetime(lock) {}
    }
    #expect(try run.read(".lock").isEmpty)
    withExtendedLifetime(try run.lock()) {}
  }

  @Test func ourLockKeepsOthersOut() throws {
    let run = try folder.run()
    let lock = try run.lock()
    #expect(try shell("flock -n \"$1\" true", run.file(".lock").path) == 1)
    withExtendedLifetime(lock) {}
  }

  @Test func othersKeepUsOutUntilTheyAreKilled() throws {
    let run = try folder.run()
    let script = """
      exec 9<>"$1"; flock -n 9 || exit 1; echo $$ >&9; echo ready; read line
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script, "sh", run.file(".lock").path]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    #expect(output.fileHandleForReading.availableData == Data("ready\n".utf8))
    let locked = RunError.locked(path: run.url.path, processID: process.processIdentifier)
    #expect(throws: locked) { try run.lock() }
    #expect(locked.description.contains("in use by process \(process.processIdentifier)."))
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    withExtendedLifetime(try run.lock()) {}
  }

  @Test func temporariesOfTheDeadAreRemoved() throws {
    let run = try folder.run()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "exit 0"]
    try process.run()
    process.waitUntilExit()
    let dead = process.processIdentifier
    let own = ProcessInfo.processInfo.processIdentifier
    let stale = [
      ".recipe.yaml.\(dead)-abc.tmp", "samples/.epoch-0001.png.\(dead)-x.tmp",
      "figures/.loss.png.\(own)-x.tmp", "checkpoints/.x.tmp",
    ]
    // Process 1 always lives, so its file may still be being written.
    let others = ["checkpoints/.step-00000001.safetensors.1-x.tmp", "samples/notes.tmp"]
    for name in stale + others { try Data("half".utf8).write(to: run.file(name)) }
    #expect(try RunFolder.open(at: run.url) == run)
    withExtendedLifetime(try run.lock()) {}
    for name in stale { #expect(!FileManager.default.fileExists(atPath: run.file(name).path)) }
    for name in others { #expect(FileManager.default.fileExists(atPath: run.file(name).path)) }
  }

  private func shell(_ script: String, _ argument: String) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script, "sh", argument]
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}

// A disk that fills up while a run goes on.

import Foundation
import Runs
import TestSupport
import Testing

extension CommandLineTests {
  @Suite struct FullDiskTests {
    private let place: Place

    init() throws {
      place = try Place()
    }

    @Test func aFullDiskLeavesTheLastCheckpoint() throws {
      try FileManager.default.createDirectory(
        at: place.file("disk"), withIntermediateDirectories: true)
      guard try place.shell("mount -t tmpfs -o size=300k tmpfs disk").code == 0 else {
        print("not run: a small file system needs the right to mount")
        return
      }
      defer { _ = try? place.shell("umount disk") }
      let full = try place.mixlab(smallRun("disk/run"))
      #expect(full.code == 1)
      #expect(full.error.contains("the disk is full"), "\(full.error)")
      #expect(full.error.contains("then resume the run"), "\(full.error)")
      let store = CheckpointStore(try RunFolder.open(at: place.file("disk/run")))
      #expect(try store.newest() != nil)
      #expect(try store.newest()?.skipped.isEmpty == true)

      // With room again the run goes on to the same end.
      _ = try place.succeed(smallRun("whole"))
      #expect(try place.shell("mount -o remount,size=10m disk").code == 0)
      _ = try place.succeed(["resume", "disk/run", "--quiet"])
      let content = try RunContent(place.file("disk/run"))
      #expect(content.differences(from: try RunContent(place.file("whole"))) == [])
    }

    /// Files of more than 20 KiB cannot be written: pictures are larger, so the run ends at once.
    @Test func aLimitOnTheFileSizeIsAClearError() throws {
      let command = smallRun("run").joined(separator: " ")
      let limited = try place.shell(
        "trap '' XFSZ; ulimit -f 20; \"$MIXLAB\" \(command)")
      #expect(limited.code == 1)
      #expect(limited.error.contains("larger than is allowed"), "\(limited.error)")
      _ = try place.succeed(["resume", "run", "--quiet"])
      _ = try place.succeed(smallRun("whole"))
      let content = try RunContent(place.file("run"))
      #expect(content.differences(from: try RunContent(place.file("whole"))) == [])
    }
  }
}

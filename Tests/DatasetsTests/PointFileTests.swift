// Files of points on the disk: read whole, bounded, and refused where they are no files.

import Datasets
import Foundation
import TestSupport
import Testing

@Suite struct PointFileTests {
  @Test func filesAreReadWhateverTheirName() throws {
    let folder = try TemporaryFolder()
    for (name, bytes) in [
      ("a.csv", [UInt8]("1,2\n3,-4\n0.5,8".utf8)), ("b", NumPyFiles.doubles),
      ("c.txt", NumPyFiles.archive),
    ] {
      let place = folder.place(name)
      try Data(bytes).write(to: place)
      #expect(try PointFile.bytes(of: place) == Data(bytes))
      let numbers: [Double] = [1, 2, 3, -4, 0.5, 8]
      for (value, wanted) in zip(original(try PointFile.read(place)), numbers) {
        #expect(abs(value - wanted) < 1e-6)
      }
    }
  }

  @Test func placesWithoutAFileAreRefused() throws {
    let folder = try TemporaryFolder()
    let pipe = folder.place("pipe")
    #expect(mkfifo(pipe.path, 0o600) == 0)
    for (place, reason) in [
      (folder.place("missing.csv"), "No such file"), (folder.url, "it is not an ordinary file"),
      (pipe, "it is not an ordinary file"),
      (URL(fileURLWithPath: "/dev/zero"), "it is not an ordinary file"),
    ] {
      let error = try #require(throws: PointFileError.self) { try PointFile.read(place) }
      guard case .cannotRead(place.path, let came) = error else {
        Issue.record("\(error)")
        continue
      }
      #expect(came.hasPrefix(reason))
    }
  }

  @Test func hugeFilesAreNotRead() throws {
    let folder = try TemporaryFolder()
    let place = folder.place("huge.csv")
    try Data().write(to: place)
    // A sparse file: a terabyte on paper, nothing on the disk.
    #expect(truncate(place.path, 1 << 40) == 0)
    #expect(
      throws: PointFileError.tooLarge(
        file: "huge.csv", what: "the file", largest: PointFile.largestFile)
    ) { try PointFile.read(place) }
  }
}

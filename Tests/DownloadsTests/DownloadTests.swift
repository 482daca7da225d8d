// Downloads from servers that behave: whole, cut off, resumed, without ranges, left alone.

import Downloads
import Foundation
import TestSupport
import Testing

@Suite struct DownloadTests {
  private let folder: TemporaryFolder
  private let set = TinySet()

  init() throws {
    folder = try TemporaryFolder()
  }

  private func expectWhole(_ sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(folder.names() == [TinySet.large, TinySet.small], sourceLocation: sourceLocation)
    for (name, bytes) in set.contents {
      // Without the bytes themselves, which would fill the report of a failure.
      let isSame = folder.bytes(name) == bytes
      #expect(isSame, "\(name)", sourceLocation: sourceLocation)
    }
  }

  @Test func wholeFilesArriveUnderTheirNames() throws {
    let server = try LoopbackServer { [set] in set.reply($0) }
    let report = try set.fetch(into: folder, mirrors: [server.address("/some/place")])
    expectWhole()
    #expect(server.requests.map(\.path) == ["/some/place/large.bin", "/some/place/small.bin"])
    #expect(server.requests.allSatisfy { $0.rangeStart == nil })
    #expect(report.receivedBytes == 200_011)
    #expect(report.folder?.lastPathComponent == "tiny")
    #expect(report.text.contains("large.bin  200 kB  fetched"))
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any])
    #expect(object["bytes_received"] as? Int == 200_011)
    let files = try #require(object["files"] as? [[String: Any]])
    #expect(files.map { $0["state"] as? String } == ["fetched", "fetched"])
    #expect(files[1]["address"] as? String == server.address("/some/place/small.bin"))
  }

  @Test func filesThatAreThereAndRightStay() throws {
    try folder.put(set.contents[TinySet.large, default: []], TinySet.large)
    try folder.put([1, 2, 3], TinySet.small)
    let server = try LoopbackServer { [set] in set.reply($0) }
    _ = try set.fetch(into: folder, mirrors: [server.address("/")])
    expectWhole()
    #expect(server.requests.map(\.path) == ["/small.bin"])
    let again = try set.fetch(into: folder, mirrors: [server.address("/")])
    #expect(server.requests.count == 1)
    #expect(again.receivedBytes == 0 && again.json.contains("\"was there\""))
  }

  @Test func aSetThatLiesElsewhereIsFound() throws {
    for (name, bytes) in set.contents { try Data(bytes).write(to: folder.place(name)) }
    let report = try set.fetch(into: folder, mirrors: ["http://127.0.0.1:1"])
    #expect(report.folder?.path == folder.url.standardizedFileURL.path)
    #expect(folder.names().isEmpty)
  }

  @Test func aConnectionThatBreaksIsTakenUpAgain() throws {
    let server = try LoopbackServer { [set] request in
      .file(set.content(request), request, sending: 70_000)
    }
    let notes = Notes()
    let report = try set.fetch(into: folder, mirrors: [server.address("/")], observer: notes)
    expectWhole()
    #expect(server.requests.map(\.rangeStart) == [nil, 70_000, 140_000, nil])
    #expect(notes.offsets == [0, 70_000, 140_000, 0])
    #expect(report.receivedBytes == 200_011)
  }

  @Test func thePartOfAnEarlierDownloadIsTakenUp() throws {
    try folder.put(set.contents[TinySet.large, default: []].prefix(150_000), "large.bin.part")
    let server = try LoopbackServer { [set] in set.reply($0) }
    let report = try set.fetch(into: folder, mirrors: [server.address("/")])
    expectWhole()
    #expect(server.requests.first?.rangeStart == 150_000)
    #expect(report.receivedBytes == 50_011)
  }

  @Test func aPartThatIsWholeNeedsNoServer() throws {
    for (name, bytes) in set.contents { try folder.put(bytes, name + ".part") }
    _ = try set.fetch(into: folder, mirrors: ["http://127.0.0.1:1"])
    expectWhole()
  }

  @Test(arguments: [150_000, 200_000, 300_000])
  func aPartThatIsSomethingElseIsFetchedAnew(count: Int) throws {
    try folder.put([UInt8](repeating: 9, count: count), "large.bin.part")
    let server = try LoopbackServer { [set] in set.reply($0) }
    _ = try set.fetch(into: folder, mirrors: [server.address("/")])
    expectWhole()
  }

  @Test func aServerWithoutRangesSendsEverything() throws {
    try folder.put(set.contents[TinySet.large, default: []].prefix(150_000), "large.bin.part")
    let server = try LoopbackServer { [set] in
      .file(set.content($0), $0, knowsRanges: false)
    }
    let report = try set.fetch(into: folder, mirrors: [server.address("/")])
    expectWhole()
    #expect(server.requests.count == 2)
    #expect(report.receivedBytes == 200_011)
  }

  @Test func redirectsAreFollowed() throws {
    let server = try LoopbackServer { [set] request in
      guard request.path.hasPrefix("/new/") else {
        return LoopbackReply(
          status: 302, fields: [("Location", "/new\(request.path)")],
          body: Array("<p>moved</p>".utf8))
      }
      return set.reply(request)
    }
    try folder.put(set.contents[TinySet.large, default: []].prefix(10), "large.bin.part")
    _ = try set.fetch(into: folder, mirrors: [server.address("/")])
    expectWhole()
    #expect(server.requests.map(\.rangeStart) == [10, 10, nil, nil])
  }

  @Test func theCatalogNamesTheMirrors() throws {
    let server = try LoopbackServer { [set] in
      $0.path.hasPrefix("/a/") ? LoopbackReply(status: 404) : set.reply($0)
    }
    let published = TinySet(mirrors: [server.address("/a/"), server.address("/b/")])
    let notes = Notes()
    _ = try published.fetch(into: folder, observer: notes)
    expectWhole()
    #expect(notes.failures == [.status(404), .status(404)])
    #expect(
      server.requests.map(\.path) == [
        "/a/large.bin", "/b/large.bin", "/a/small.bin", "/b/small.bin",
      ]
    )
  }

  @Test func whoStopsKeepsThePart() throws {
    let server = try LoopbackServer { [set] request in
      var reply = LoopbackReply.file(set.content(request), request, sending: 60_000)
      reply.ending = .stall
      return reply
    }
    let notes = Notes()
    let error = try #require(throws: DownloadError.self) {
      try set.fetch(into: folder, mirrors: [server.address("/")], observer: notes) {
        notes.largest == 60_000
      }
    }
    guard case .interrupted(let part, 60_000, 200_000) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(part.hasSuffix("/tiny/large.bin.part"))
    #expect(folder.names() == ["large.bin.part"])
    #expect(
      folder.bytes("large.bin.part") == Array(set.contents[TinySet.large]?.prefix(60_000) ?? []))
  }
}

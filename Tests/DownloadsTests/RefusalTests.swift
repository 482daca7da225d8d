// Servers that misbehave, places that cannot be written: what is refused, and what stays behind.

import Downloads
import Foundation
import Runs
import TestSupport
import Testing

@Suite struct RefusalTests {
  private let folder: TemporaryFolder
  private let set = TinySet()

  init() throws {
    folder = try TemporaryFolder()
  }

  /// The failures of the mirrors of a download that must fail.
  private func failures(
    stallSeconds: Int = 30, observer: (any DownloadObserver)? = nil,
    _ reply: @escaping LoopbackServer.Handler
  ) throws -> (failures: [TransferFailure], error: DownloadError, requests: [LoopbackRequest]) {
    let server = try LoopbackServer(reply)
    let error = try #require(throws: DownloadError.self) {
      try set.fetch(
        into: folder, mirrors: [server.address("/")], observer: observer,
        stallSeconds: stallSeconds)
    }
    guard case .notFetched("tiny", let attempts, _, _) = error else {
      Issue.record("\(error)")
      return ([], error, server.requests)
    }
    return (attempts.map(\.failure), error, server.requests)
  }

  @Test func otherBytesAreRefusedAndNotKept() throws {
    let (failures, error, _) = try failures { [set] request in
      var content = set.content(request)
      content[0] ^= 1
      return .file(content, request)
    }
    guard case .wrongChecksum(_, let needed) = failures.first else {
      Issue.record("\(failures)")
      return
    }
    #expect(needed == set.entry.files[0].sha256)
    #expect(error.isAboutContent)
    #expect(folder.names().isEmpty)
  }

  @Test func theOldFileStaysWhereTheNewOneIsWrong() throws {
    try folder.put([1, 2, 3], TinySet.large)
    _ = try failures { [set] request in .file(set.content(request).reversed(), request) }
    #expect(folder.bytes(TinySet.large) == [1, 2, 3])
    #expect(folder.names() == [TinySet.large])
  }

  @Test func aFileOfAnotherSizeIsRefusedBeforeItComes() throws {
    let notes = Notes()
    let (failures, error, _) = try failures(observer: notes) { [set] request in
      .file(set.content(request) + [0], request)
    }
    #expect(failures == [.wrongSize(promised: 200_001, needed: 200_000)])
    #expect(error.isAboutContent && notes.largest == 0)
  }

  @Test func moreBytesThanTheFileHasAreNeverWritten() throws {
    let notes = Notes()
    let (failures, error, _) = try failures(observer: notes) { [set] request in
      // Without a length, the body ends with the connection.
      LoopbackReply(
        status: 200, body: set.content(request) + [UInt8](repeating: 0, count: 1 << 20))
    }
    #expect(failures == [.tooLong(needed: 200_000)])
    #expect(error.isAboutContent && notes.largest <= 200_000)
    #expect(folder.names().isEmpty)
  }

  @Test func fewerBytesWithoutALengthAreAPart() throws {
    let (failures, error, requests) = try failures { [set] request in
      LoopbackReply(status: 200, body: Array(set.content(request).prefix(1000)))
    }
    #expect(failures == [.cutOff(received: 1000, needed: 200_000)])
    #expect(!error.isAboutContent)
    // The second answer begins anew and brings nothing more.
    #expect(requests.count == 2 && folder.names() == ["large.bin.part"])
  }

  @Test func aServerThatGivesCrumbsIsGivenUp() throws {
    let (failures, _, requests) = try failures { [set] request in
      .file(set.content(request), request, sending: 10)
    }
    #expect(failures.count == 1 && requests.map(\.rangeStart) == [nil, 10, 20, 30, 40])
    #expect(folder.bytes("large.bin.part")?.count == 50)
  }

  @Test func aServerThatStallsIsGivenUp() throws {
    let (failures, error, _) = try failures(stallSeconds: 1) { [set] request in
      var reply = LoopbackReply.file(set.content(request), request, sending: 0)
      reply.ending = .stall
      return reply
    }
    guard case .network(let reason) = failures.first else {
      Issue.record("\(failures)")
      return
    }
    #expect(reason.contains("too slow") && !error.isAboutContent)
  }

  @Test func anotherPartThanAskedForIsRefused() throws {
    try folder.put(set.contents[TinySet.large, default: []].prefix(1000), "large.bin.part")
    let (failures, _, _) = try failures { [set] request in
      LoopbackReply(
        status: 206, fields: [("Content-Range", "bytes 0-199999/200000")],
        body: set.content(request))
    }
    #expect(failures == [.wrongRange])
    #expect(folder.bytes("large.bin.part")?.count == 1000)
  }

  @Test func redirectsThatGoNowhereAreRefused() throws {
    let (loop, _, requests) = try failures { request in
      LoopbackReply(status: 301, fields: [("Location", request.path)])
    }
    #expect(requests.count == 11)
    guard case .refusedRedirect(_, "that is one too many") = loop.first else {
      Issue.record("\(loop)")
      return
    }
    for location in ["file:///etc/passwd", "ftp://127.0.0.1/large.bin"] {
      let (failures, _, _) = try failures { _ in
        LoopbackReply(status: 302, fields: [("Location", location)])
      }
      #expect(failures == [.refusedRedirect(to: location, "no http or https address")])
    }
    let (missing, _, _) = try failures { _ in LoopbackReply(status: 302) }
    #expect(missing == [.refusedRedirect(to: "", "no http or https address")])
  }

  @Test func encryptionIsNotGivenUp() throws {
    let secure = try #require(URL(string: "https://example.org/a/b"))
    let plain = try #require(URL(string: "http://example.org/a/b"))
    #expect(
      try HTTPTransfer.redirected(from: secure, to: "../c").absoluteString
        == "https://example.org/c")
    #expect(try HTTPTransfer.redirected(from: plain, to: "https://example.org/").scheme == "https")
    #expect(try HTTPTransfer.redirected(from: plain, to: "//other.org/x").host == "other.org")
    #expect(
      throws: TransferFailure.refusedRedirect(
        to: "http://example.org/", "that would give up encryption")
    ) {
      try HTTPTransfer.redirected(from: secure, to: "http://example.org/")
    }
  }

  @Test func headsWithoutEndAreRefused() throws {
    let (failures, _, _) = try failures { _ in
      LoopbackReply(
        status: 200,
        fields: (0..<2000).map { ("X-\($0)", String(repeating: "x", count: 100)) })
    }
    #expect(failures == [.network(reason: "the server's head has no end")])
  }

  @Test func withoutANetworkTheErrorSaysWhatIsNeededWhere() throws {
    try folder.put(set.contents[TinySet.small, default: []], TinySet.small)
    let error = try #require(throws: DownloadError.self) {
      try set.fetch(into: folder, mirrors: ["http://127.0.0.1:1"])
    }
    #expect(!error.isAboutContent)
    let text = "\(error)"
    #expect(text.contains("http://127.0.0.1:1/large.bin: "))
    #expect(text.contains("put these files into \(folder.url.standardizedFileURL.path)/tiny:"))
    #expect(text.contains("large.bin, 200000 bytes, SHA-256 \(set.entry.files[0].sha256)"))
    #expect(!text.contains("small.bin,"))
    #expect(folder.names() == [TinySet.small])
  }

  @Test(arguments: [
    "", "example.org", "file:///tmp", "ftp://example.org/", "http://", "https://a:b@example.org/",
    "https://example.org/?x=1", "https://example.org/#a",
  ])
  func mirrorsMustBeFoldersOnServers(text: String) throws {
    #expect(throws: DownloadError.self) { try set.fetch(into: folder, mirrors: [text]) }
    #expect(folder.names().isEmpty)
  }

  @Test func twoProcessesDoNotWriteOnePart() throws {
    try folder.put([1], "large.bin.part")
    let other = try OpenFile(folder.place("tiny/large.bin.part").path, flags: O_RDWR)
    #expect(try other.tryLock())
    let error = try #require(throws: DownloadError.self) {
      try set.fetch(into: folder, mirrors: ["http://127.0.0.1:1"])
    }
    guard case .inUse = error else {
      Issue.record("\(error)")
      return
    }
    #expect(folder.bytes("large.bin.part") == [1])
  }

  @Test func linksAndFoldersInThePlaceOfThePartAreRefused() throws {
    try folder.put([1, 2], "victim")
    try FileManager.default.createSymbolicLink(
      at: folder.place("tiny/large.bin.part"), withDestinationURL: folder.place("tiny/victim"))
    #expect(throws: DownloadError.self) {
      try set.fetch(into: folder, mirrors: ["http://127.0.0.1:1"])
    }
    #expect(folder.bytes("victim") == [1, 2])
    try Data().write(to: folder.place("file"))
    #expect(throws: DownloadError.self) {
      try SetDownload(set.entry, location: .init(folder: folder.place("file").path)).run()
    }
  }
}

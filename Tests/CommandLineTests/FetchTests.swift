// mixlab data fetch against servers on this machine.

import Datasets
import Foundation
import TestSupport
import Testing

extension CommandLineTests {
  @Suite struct FetchTests {
    private let place: Place
    private let large = "train-images-idx3-ubyte.gz"

    init() throws {
      place = try Place()
    }

    private func fetch(_ server: LoopbackServer, _ options: String...) -> [String] {
      ["data", "fetch", "mnist", "--data-dir", "sets", "--mirror", server.address("/")] + options
    }

    private func published(_ name: String) -> CatalogFile? {
      ImageCatalog.mnist.files.first { $0.name == name }
    }

    @Test(.enabled(if: SharedData.has(ImageCatalog.mnist), SharedData.missing))
    func aSetIsFetchedAndGoesOnWhereItEnded() throws {
      let located = try SharedData.location.locate(ImageCatalog.mnist)
      let source = try #require(located.folder)
      let server = try LoopbackServer { request in
        let name = URL(fileURLWithPath: request.path).lastPathComponent
        let content = try? Data(contentsOf: source.appendingPathComponent(name))
        return content.map { .file([UInt8]($0), request) } ?? LoopbackReply(status: 404)
      }
      let part = try Data(contentsOf: source.appendingPathComponent(large)).prefix(9_000_000)
      try FileManager.default.createDirectory(
        at: place.file("sets/mnist"), withIntermediateDirectories: true)
      try part.write(to: place.file("sets/mnist/\(large).part"))

      let first = try place.succeed(fetch(server))
      #expect(first.error.contains("\(large), 9.9 MB, from 127.0.0.1, going on at 9.0 MB\n"))
      #expect(first.error.contains("100 %") && first.error.contains("/s"))
      #expect(!first.error.contains("\u{1B}") && !first.error.contains("\r"))
      #expect(first.output.contains("fetched"))
      #expect(server.requests.map(\.rangeStart) == [9_000_000, nil, nil, nil])
      #expect(
        try place.names("sets/mnist") == ImageCatalog.mnist.files.map(\.name).sorted())
      #expect(try place.succeed(["data", "verify", "mnist", "--data-dir", "sets"]).code == 0)

      let second = try place.succeed(fetch(server, "--json"))
      #expect(second.error.isEmpty)
      #expect(try second.object()["bytes_received"] as? Int == 0)
      let quiet = try place.succeed(fetch(server, "--quiet"))
      #expect(quiet.error.isEmpty && quiet.output.isEmpty)
      #expect(server.requests.count == 4)
    }

    @Test func mirrorsWithOtherFilesAreBadData() throws {
      let server = try LoopbackServer { .file([1, 2, 3], $0) }
      let result = try place.mixlab(fetch(server))
      #expect(result.code == 4)
      #expect(result.error.contains("a file of 3 bytes is there. Needed: 9912422"))
      #expect(result.output.isEmpty)
      #expect(try place.names("sets/mnist") == [])
    }

    @Test func withoutFilesTheErrorNamesThemAll() throws {
      let server = try LoopbackServer { _ in LoopbackReply(status: 404) }
      let second = server.address("/second")
      let result = try place.mixlab(fetch(server, "--mirror", second, "--quiet"))
      #expect(result.code == 1)
      #expect(result.error.hasPrefix("mixlab: mnist could not be fetched:"))
      #expect(result.error.contains("\(second)/\(large): the server answers with status 404"))
      for file in ImageCatalog.mnist.files {
        #expect(
          result.error.contains("\(file.name), \(file.byteCount) bytes, SHA-256 \(file.sha256)"))
      }
      #expect(result.error.contains("sets/mnist:\n"))
    }

    @Test func interruptedDownloadsKeepThePart() throws {
      let size = try #require(published(large)).byteCount
      let server = try LoopbackServer { _ in
        var reply = LoopbackReply(
          status: 200, fields: [("Content-Length", "\(size)")],
          body: [UInt8](repeating: 7, count: 5000))
        reply.ending = .stall
        return reply
      }
      let program = try place.start(fetch(server))
      let part = "sets/mnist/\(large).part"
      try waitUntil { (try? place.data(part).count) == 5000 }
      program.send(SIGINT)
      let result = try program.result()
      #expect(result.code == 130, "\(result.error)")
      #expect(result.error.contains("keeps 5000 of 9912422 bytes; the same command goes on"))
      #expect(try place.data(part).count == 5000)
    }

    @Test func whatCannotBeFetchedIsSaid() throws {
      let digits = try place.succeed(["data", "fetch", "digits"])
      #expect(digits.output == "digits is part of the program: nothing to fetch\n")
      let object = try place.succeed(["data", "fetch", "digits", "--json"]).object()
      #expect(object["folder"] is NSNull)
      let iris = try place.succeed(["data", "fetch", "iris"])
      #expect(iris.output == "iris is part of the program: nothing to fetch\n")
      #expect(try place.succeed(["data", "fetch", "iris", "--json"]).object()["files"] is [Any])
      let table = try place.mixlab(["data", "fetch", "abalone"])
      #expect(table.code == 64 && table.error.contains("Download abalone.data from https://"))
      let near = try place.mixlab(["data", "fetch", "abalon"])
      #expect(near.code == 64 && near.error.contains("Did you mean \"abalone\"?"))
      let unknown = try place.mixlab(["data", "fetch", "mnits"])
      #expect(unknown.code == 64 && unknown.error.contains("Did you mean \"mnist\"?"))
      let mirror = try place.mixlab(["data", "fetch", "mnist", "--mirror", "ftp://example.org"])
      #expect(mirror.code == 64 && mirror.error.contains("Needed: the http or https address"))
      try Data().write(to: place.file("file"))
      let blocked = try place.mixlab(["data", "fetch", "mnist", "--data-dir", "file"])
      #expect(blocked.code == 1 && blocked.error.contains("file/mnist cannot be written"))
      #expect(try place.names() == ["file"])
    }

    @Test func onATerminalTheLineIsRedrawn() throws {
      guard FileManager.default.isExecutableFile(atPath: "/usr/bin/script") else {
        print("not run: needs script(1) for a terminal")
        return
      }
      let size = try #require(published(large)).byteCount
      let server = try LoopbackServer { .file([UInt8](repeating: 7, count: size), $0) }
      let command = fetch(server).joined(separator: " ")
      let drawn = try place.shell(
        #"script -qec "$MIXLAB \#(command)" /dev/null </dev/null"#,
        ["TERM": "xterm", "NO_COLOR": ""])
      #expect(drawn.output.contains("\r\u{1B}[2K\(large) [####################] 100 %"))
      #expect(drawn.output.contains("other bytes came, SHA-256 "))
      #expect(try place.names("sets/mnist") == [])
    }
  }
}

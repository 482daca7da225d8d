// An HTTP server on this machine for tests, which answers as a test tells it to.

import Foundation
import Synchronization

/// What a client asked for.
package struct LoopbackRequest: Sendable {
  /// The path, such as "/folder/file".
  package let path: String
  /// The fields of the head, their names in lower case.
  package let fields: [String: String]

  /// The first byte of `Range: bytes=N-`; nil without a range.
  package var rangeStart: Int? {
    fields["range"].flatMap { Int($0.dropFirst("bytes=".count).dropLast()) }
  }
}

/// What a server answers.
package struct LoopbackReply: Sendable {
  /// What happens after the last byte of the body.
  package enum Ending: Sendable {
    /// The connection is closed.
    case close
    /// Nothing, until the client goes away.
    case stall
  }

  package var status: Int
  package var fields: [(name: String, value: String)]
  package var body: [UInt8]
  package var ending = Ending.close

  package init(status: Int, fields: [(name: String, value: String)] = [], body: [UInt8] = []) {
    self.status = status
    self.fields = fields
    self.body = body
  }

  /// A file as ordinary servers give it: whole, or from the byte that the client asks for.
  ///
  /// - Parameters:
  ///   - sending: how many bytes really come; all by default.
  ///   - knowsRanges: whether a range is honoured.
  package static func file(
    _ content: [UInt8], _ request: LoopbackRequest, sending count: Int? = nil,
    knowsRanges: Bool = true
  ) -> LoopbackReply {
    let start = knowsRanges ? request.rangeStart ?? 0 : 0
    let rest = content.dropFirst(start)
    var reply = LoopbackReply(
      status: start > 0 ? 206 : 200, fields: [("Content-Length", "\(rest.count)")],
      body: Array(rest.prefix(count ?? rest.count)))
    if start > 0 {
      reply.fields.append(
        ("Content-Range", "bytes \(start)-\(content.count - 1)/\(content.count)"))
    }
    return reply
  }
}

/// A server on a free port of 127.0.0.1 that lives as long as the object.
package final class LoopbackServer: Sendable {
  package typealias Handler = @Sendable (LoopbackRequest) -> LoopbackReply

  private struct Failure: Error {
    let call: String
    let code = errno
  }

  private let listener: Int32
  private let seen: Log
  /// The port.
  package let port: UInt16

  /// The requests so far, in order.
  package var requests: [LoopbackRequest] { seen.requests }
  /// The address of a path that begins with "/".
  package func address(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

  /// Starts a server; the handler is called by several threads.
  package init(_ handler: @escaping Handler) throws {
    // No proxy of the environment may stand between.
    setenv("no_proxy", "127.0.0.1", 1)
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard listener >= 0 else { throw Failure(call: "socket") }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let (listener, length) = (listener, size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, length) == 0 && listen(listener, 16) == 0
          && getsockname(listener, address, &size) == 0
      }
    }
    guard isBound else { throw Failure(call: "bind") }
    port = UInt16(bigEndian: address.sin_port)
    let log = Log()
    seen = log
    Thread.detachNewThread { Self.serve(listener, log, handler) }
  }

  deinit {
    // It wakes the thread that waits for clients, which closes the socket.
    shutdown(listener, Int32(SHUT_RDWR))
  }

  private static func serve(_ listener: Int32, _ log: Log, _ handler: @escaping Handler) {
    while true {
      let client = accept(listener, nil, nil)
      if client < 0, errno == EINTR || errno == ECONNABORTED { continue }
      guard client >= 0 else { break }
      // A program that a test starts must not keep the connection open.
      _ = fcntl(client, F_SETFD, FD_CLOEXEC)
      Thread.detachNewThread {
        if let request = receive(client) {
          log.add(request)
          answer(client, handler(request))
        }
        close(client)
      }
    }
    close(listener)
  }

  private static func receive(_ client: Int32) -> LoopbackRequest? {
    var head: [UInt8] = []
    var byte: UInt8 = 0
    while !head.suffix(4).elementsEqual([13, 10, 13, 10]) {
      guard recv(client, &byte, 1, 0) == 1, head.count < 1 << 16 else { return nil }
      head.append(byte)
    }
    let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count == 3, words[0] == "GET" else { return nil }
    var fields: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      fields[line[..<colon].lowercased()] = line[line.index(after: colon)...]
        .trimmingCharacters(in: .whitespaces)
    }
    return LoopbackRequest(path: String(words[1]), fields: fields)
  }

  private static func answer(_ client: Int32, _ reply: LoopbackReply) {
    var head = "HTTP/1.1 \(reply.status) Scripted\r\nConnection: close\r\n"
    for field in reply.fields { head += "\(field.name): \(field.value)\r\n" }
    var rest = (Array((head + "\r\n").utf8) + reply.body)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
    guard reply.ending == .stall else { return }
    var byte: UInt8 = 0
    while recv(client, &byte, 1, 0) > 0 {}
  }
}

/// Requests that several threads add to.
private final class Log: Sendable {
  private let list = Mutex<[LoopbackRequest]>([])

  var requests: [LoopbackRequest] { list.withLock { $0 } }
  func add(_ request: LoopbackRequest) { list.withLock { $0.append(request) } }
}

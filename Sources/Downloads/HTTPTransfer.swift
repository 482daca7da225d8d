// One HTTP request, its redirects followed as far as they are safe. Alone sees CCurl.

import CCurl
import Foundation

/// How long a transfer waits.
public struct TransferPatience: Sendable {
  /// The longest wait for a connection, in milliseconds.
  var connectMilliseconds = 30_000
  /// A transfer fails when too little has come for this many seconds.
  var stallSeconds = 30
  /// What is too little, in bytes a second.
  var stallRate = 1000

  /// Half a minute each, which is right for all but tests.
  public init() {}

  package init(stallSeconds: Int) {
    self.stallSeconds = stallSeconds
  }
}

/// Requests with the method GET.
package struct HTTPTransfer {
  /// More redirects than this are a loop.
  private static let mostRedirects = 10

  let patience: TransferPatience
  /// Asked at least once a second.
  let shouldStop: () -> Bool

  /// Gets a file from an offset on.
  ///
  /// - Parameter receive: gets the body in pieces, with the head before it; not called for a
  ///   redirect. What it throws ends the transfer and is thrown on.
  /// - Returns: the last head, or nil where `shouldStop` ended the transfer.
  /// - Throws: `TransferFailure`, or what `receive` throws.
  func get(
    _ address: URL, from offset: Int,
    receive: @escaping (HTTPHead, UnsafeRawBufferPointer) throws -> Void
  ) throws -> HTTPHead? {
    var address = address
    for _ in 0...Self.mostRedirects {
      let exchange = Exchange(shouldStop: shouldStop, receive: receive)
      guard let head = try perform(exchange, address, offset) else { return nil }
      guard head.isRedirect else { return head }
      address = try Self.redirected(from: address, to: head.location)
    }
    throw TransferFailure.refusedRedirect(to: address.absoluteString, "that is one too many")
  }

  /// The next address.
  ///
  /// - Throws: `TransferFailure.refusedRedirect` where it is none, or would give up encryption.
  package static func redirected(from address: URL, to location: String?) throws(TransferFailure)
    -> URL
  {
    guard let location, let next = URL(string: location, relativeTo: address)?.absoluteURL,
      let scheme = next.scheme?.lowercased(), ["http", "https"].contains(scheme)
    else {
      throw .refusedRedirect(to: location ?? "", "no http or https address")
    }
    guard scheme == "https" || address.scheme?.lowercased() == "http" else {
      throw .refusedRedirect(to: location, "that would give up encryption")
    }
    return next
  }

  private func perform(_ exchange: Exchange, _ address: URL, _ offset: Int) throws -> HTTPHead? {
    var message = [CChar](repeating: 0, count: 256)
    let status = address.absoluteString.withCString { url in
      "mixlab".withCString { agent in
        var request = mcurl_request()
        request.url = url
        request.user_agent = agent
        request.offset = Int64(offset)
        request.connect_milliseconds = Int64(patience.connectMilliseconds)
        request.stall_seconds = Int64(patience.stallSeconds)
        request.stall_rate = Int64(patience.stallRate)
        request.context = Unmanaged.passUnretained(exchange).toOpaque()
        request.head = { Exchange.of($0)?.add(line: $1, $2) ?? false }
        request.body = { Exchange.of($0)?.add(body: $1, $2) ?? false }
        request.proceed = { Exchange.of($0)?.goesOn() ?? false }
        return withExtendedLifetime(exchange) {
          mcurl_get(&request, &message, message.count)
        }
      }
    }
    if let failure = exchange.failure { throw failure }
    let reason = message.withUnsafeBufferPointer { characters in
      String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
    switch status {
    case MCURL_DONE: return exchange.head
    // Nobody waits for the page that comes with a redirect.
    case MCURL_STOPPED: return exchange.head.isRedirect ? exchange.head : nil
    case MCURL_UNAVAILABLE: throw TransferFailure.noLibrary(reason: reason)
    default: throw TransferFailure.network(reason: reason)
    }
  }
}

/// A request that is being answered, as the callbacks of the C library see it.
private final class Exchange {
  private(set) var head = HTTPHead()
  private(set) var failure: (any Error)?
  private let shouldStop: () -> Bool
  private let receive: (HTTPHead, UnsafeRawBufferPointer) throws -> Void

  init(
    shouldStop: @escaping () -> Bool,
    receive: @escaping (HTTPHead, UnsafeRawBufferPointer) throws -> Void
  ) {
    self.shouldStop = shouldStop
    self.receive = receive
  }

  static func of(_ context: UnsafeMutableRawPointer?) -> Exchange? {
    context.map { Unmanaged<Exchange>.fromOpaque($0).takeUnretainedValue() }
  }

  func add(line: UnsafePointer<CChar>?, _ count: Int) -> Bool {
    let bytes = UnsafeRawBufferPointer(start: line, count: count)
    guard head.add(String(decoding: bytes, as: UTF8.self)) else {
      failure = TransferFailure.network(reason: "the server's head has no end")
      return false
    }
    return true
  }

  func add(body: UnsafePointer<UInt8>?, _ count: Int) -> Bool {
    guard !head.isRedirect, !shouldStop() else { return false }
    do {
      try receive(head, UnsafeRawBufferPointer(start: body, count: count))
      return true
    } catch {
      failure = error
      return false
    }
  }

  func goesOn() -> Bool { !shouldStop() }
}

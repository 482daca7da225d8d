// Why one mirror did not give a file.

/// What went wrong with one mirror.
public enum TransferFailure: Error, Sendable, Equatable {
  /// libcurl cannot be loaded.
  case noLibrary(reason: String)
  /// No connection, or one that broke or stalled.
  case network(reason: String)
  /// The server has no such file, or does not give it.
  case status(Int)
  /// A redirect that is not followed.
  case refusedRedirect(to: String, String)
  /// The body ended before the file did.
  case cutOff(received: Int, needed: Int)
  /// The server has a file of another size.
  case wrongSize(promised: Int, needed: Int)
  /// More came than the file has.
  case tooLong(needed: Int)
  /// Another part of the file came than was asked for.
  case wrongRange
  /// All came, and it is something else.
  case wrongChecksum(found: String, needed: String)

  /// Whether the server gave, or offers, another file than the published one.
  public var isAboutContent: Bool {
    switch self {
    case .wrongSize, .tooLong, .wrongChecksum: true
    case .noLibrary, .network, .status, .refusedRedirect, .cutOff, .wrongRange: false
    }
  }
}

extension TransferFailure: CustomStringConvertible {
  /// What came and what was needed.
  public var description: String {
    switch self {
    case .noLibrary(let reason):
      "libcurl cannot be loaded (\(printable(reason))); Debian and Ubuntu have it as libcurl4"
    case .network(let reason): printable(reason)
    case .status(let status): "the server answers with status \(status)"
    case .refusedRedirect(let address, let reason):
      "the redirect to \(printable(address)) is not followed: \(reason)"
    case .cutOff(let received, let needed): "the file ends after \(received) of \(needed) bytes"
    case .wrongSize(let promised, let needed):
      "a file of \(promised) bytes is there. Needed: \(needed)"
    case .tooLong(let needed): "more than \(needed) bytes came"
    case .wrongRange: "another part of the file came than was asked for"
    case .wrongChecksum(let found, let needed):
      "other bytes came, SHA-256 \(found). Needed: \(needed)"
    }
  }

  /// Words of a server or a library without control characters, cut if long.
  private func printable(_ text: String) -> String {
    let longest = 300
    let kept = text.unicodeScalars.prefix(longest).map { scalar in
      scalar.properties.generalCategory == .control ? "?" : String(scalar)
    }
    return kept.joined() + (text.unicodeScalars.count > longest ? "…" : "")
  }
}

// The head of an HTTP response: its status, and the fields that a download looks at.

import Foundation

/// What a server says before the body.
///
/// Several heads may come for one request (after `100 Continue`, for instance); the last one counts.
struct HTTPHead: Sendable, Equatable {
  /// The bytes that a server sends, as `Content-Range` tells it.
  struct Range: Sendable, Equatable {
    let first: Int
    let last: Int
    /// The size of the whole file; nil where the server does not know.
    let total: Int?
  }

  /// More than any sensible server sends.
  private static let largest = 1 << 16

  /// The status code; 0 before there is one.
  private(set) var status = 0
  private var fields: [String: String] = [:]
  private var byteCount = 0

  /// Whether the answer is the address of another place.
  var isRedirect: Bool { [301, 302, 303, 307, 308].contains(status) }
  /// The address of the other place.
  var location: String? { fields["location"] }
  /// The size of the body; nil where it is not told, or told in no sensible way.
  var contentLength: Int? {
    fields["content-length"].flatMap(Self.number)
  }

  /// The part of the file that the body is; nil without one.
  var contentRange: Range? {
    guard let text = fields["content-range"] else { return nil }
    let words = text.split(whereSeparator: { " -/".contains($0) })
    guard words.count == 4, words[0].lowercased() == "bytes", let first = Self.number(words[1]),
      let last = Self.number(words[2]), first <= last
    else { return nil }
    return Range(first: first, last: last, total: Self.number(words[3]))
  }

  /// Takes a line in; false where the head has become too long.
  mutating func add(_ line: String) -> Bool {
    byteCount += line.utf8.count
    guard byteCount <= Self.largest else { return false }
    if line.hasPrefix("HTTP/") {
      let words = line.split(whereSeparator: \.isWhitespace)
      status = words.count > 1 ? Int(words[1]) ?? 0 : 0
      fields = [:]
    } else if let colon = line.firstIndex(of: ":") {
      let name = line[..<colon].lowercased()
      let value = line[line.index(after: colon)...]
      fields[name] = value.trimmingCharacters(in: .whitespacesAndNewlines)
    }
    return true
  }

  /// A number in decimal digits alone.
  private static func number(_ text: some StringProtocol) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }
}

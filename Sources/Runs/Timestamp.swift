// A moment to the second, written in ISO 8601.

import Foundation

/// A moment to the second, in Coordinated Universal Time.
public struct Timestamp: Sendable, Hashable, Comparable {
  /// Seconds since the beginning of 1970.
  public let secondsSince1970: Int

  /// Creates a moment; parts of a second are dropped.
  public init(_ date: Date) {
    // Dates far outside the calendar would overflow an integer.
    let seconds = min(max(date.timeIntervalSince1970, -62_135_596_800), 253_402_300_799)
    secondsSince1970 = seconds.isNaN ? 0 : Int(seconds.rounded(.down))
  }

  /// Reads a moment such as "2018-04-27T12:30:00Z".
  public init?(_ text: String) {
    guard let date = try? Date(text, strategy: .iso8601) else { return nil }
    self.init(date)
  }

  /// The present moment.
  public static var now: Timestamp { Timestamp(Date()) }

  /// The moment as a date.
  public var date: Date { Date(timeIntervalSince1970: Double(secondsSince1970)) }

  /// Whether a moment is before another.
  public static func < (first: Timestamp, second: Timestamp) -> Bool {
    first.secondsSince1970 < second.secondsSince1970
  }
}

extension Timestamp: CustomStringConvertible {
  /// The moment in ISO 8601.
  public var description: String { date.formatted(.iso8601) }
}

extension Timestamp: Codable {
  /// Reads the ISO 8601 text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let moment = Timestamp(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\(quoted(text)) is not a time in ISO 8601")
    }
    self = moment
  }

  /// Writes the ISO 8601 text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

// The line that shows how far a run is, at what rate, and how long it will take.

import Foundation

/// The text of a progress line.
public struct ProgressLine: Sendable {
  private let title: String
  private let total: Int
  private let first: Int
  private let started: ContinuousClock.Instant
  private let rateText: @Sendable (Double) -> String

  /// Progress from `first` steps already made towards `total`, measured from now.
  ///
  /// - Parameter rateText: the words for steps a second.
  public init(
    _ title: String, total: Int, first: Int = 0, now: ContinuousClock.Instant = .now,
    rateText: @escaping @Sendable (Double) -> String = { "\(ProgressLine.number($0)) steps/s" }
  ) {
    self.title = title
    self.total = total
    self.first = first
    self.rateText = rateText
    started = now
  }

  /// Bar, share, rate and time left after `step` steps, at most `width` columns.
  public func text(
    _ step: Int, note: String = "", width: Int = 80, now: ContinuousClock.Instant = .now
  ) -> String {
    let share = total == 0 ? 1 : Double(step) / Double(total)
    let cells = 20
    let filled = Int((share * Double(cells)).rounded(.down))
    let bar =
      String(repeating: "#", count: min(cells, filled))
      + String(repeating: "-", count: max(0, cells - filled))
    let seconds = Self.seconds(now - started)
    let made = step - first
    var parts = ["\(title) [\(bar)] \(Int(share * 100)) %"]
    if made > 0, seconds > 0 {
      let rate = Double(made) / seconds
      parts.append(rateText(rate))
      parts.append(Self.duration(Double(total - step) / rate) + " left")
    }
    if !note.isEmpty { parts.append(note) }
    return String(parts.joined(separator: "  ").prefix(max(1, width - 1)))
  }

  /// Seconds as `45 s`, `3 min 20 s` or `2 h 05 min`.
  public static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "unknown" }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    let minutes = whole / 60 % 60
    return "\(whole / 3600) h \(minutes < 10 ? "0" : "")\(minutes) min"
  }

  /// A rate with few digits.
  public static func number(_ value: Double) -> String {
    value >= 100 ? String(Int(value)) : String(format: "%.1f", value)
  }

  private static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }
}

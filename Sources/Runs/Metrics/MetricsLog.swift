// The metrics of a run: one line of JSON per report, appended and synchronized.

import Foundation

/// The metrics log of a run; `metrics.jsonl`.
///
/// A process that dies while it appends leaves a torn last line, one without its line break. Reading
/// passes over it, and the next append or truncation removes it.
public struct MetricsLog: Sendable, Equatable {
  /// The place of the file.
  public let path: String

  package init(path: String) {
    self.path = path
  }

  /// Appends a record and waits until it is on the device.
  ///
  /// The line goes to the system in one call. If that fails half-way, the half is removed.
  ///
  /// - Throws: `RunError.cannotWrite`.
  public func append(_ record: MetricsRecord) throws(RunError) {
    let isNew = !Files.isFile(path)
    let file = try OpenFile(path, flags: O_RDWR | O_APPEND | O_CREAT)
    let length = try dropTornLine(of: file)
    do throws(RunError) {
      try file.write(Data((record.json + "\n").utf8))
      try file.synchronize()
    } catch {
      try? file.truncate(to: length)
      throw error
    }
    try file.close()
    if isNew { try Files.synchronizeFolder((path as NSString).deletingLastPathComponent) }
  }

  /// Reads all records; a torn last line is passed over, and a missing file has none.
  ///
  /// - Throws: `RunError.malformed` with the line, or `.cannotRead`.
  public func records() throws(RunError) -> [MetricsRecord] {
    guard Files.isFile(path) else { return [] }
    return try lines(of: try Files.read(path)).map(\.record)
  }

  /// Drops all records after a step, and a torn last line.
  ///
  /// A record without a step belongs to the one before it. The lines that stay keep their bytes; the
  /// file is replaced in one piece.
  public func truncate(after step: Int) throws(RunError) {
    guard Files.isFile(path) else { return }
    let data = try Files.read(path)
    var kept = Data()
    var last = Int.min
    for (range, record) in try lines(of: data) {
      last = record.step ?? last
      if last <= step { kept += data[range] + Data([0x0A]) }
    }
    guard kept != data else { return }
    try Files.replace(path, with: [kept])
  }

  private func lines(
    of data: Data
  ) throws(RunError) -> [(range: Range<Int>, record: MetricsRecord)] {
    var lines: [(Range<Int>, MetricsRecord)] = []
    var start = data.startIndex
    while let end = data[start...].firstIndex(of: 0x0A) {
      do {
        lines.append((start..<end, try MetricsRecord(json: Array(data[start..<end]))))
      } catch {
        throw .malformed(
          path: path, line: lines.count + 1,
          reason: "not a record: \(error.reason) at column \(error.position + 1)")
      }
      start = end + 1
    }
    return lines
  }

  /// Cuts off what follows the last line break and returns the length that is left.
  private func dropTornLine(of file: OpenFile) throws(RunError) -> Int {
    let length = try file.length()
    var end = length
    while end > 0 {
      let start = max(0, end - 4096)
      if let index = try file.read(end - start, at: start).lastIndex(of: 0x0A) {
        end = start + index + 1
        break
      }
      end = start
    }
    if end < length { try file.truncate(to: end) }
    return end
  }
}

// How long a piece of work takes, found out by doing it.

/// The wall-clock time of a body.
package func secondsTaken(by body: () throws -> Void) rethrows -> Double {
  let start = ContinuousClock.now
  try body()
  return (ContinuousClock.now - start) / .seconds(1)
}

/// Does something up to a number of times and returns the median of the times it took, in seconds.
///
/// Work that takes long is done less often, but once at least: no trial begins that would end past
/// the limit if it took as long as the last one. Of an even number the lesser middle counts.
/// - Parameters:
///   - count: How often at most, at least 1.
///   - limit: Seconds for all trials.
package func medianSeconds(
  of count: Int, within limit: Double = 10, _ body: () throws -> Void
) rethrows -> Double {
  var times: [Double] = []
  repeat {
    times.append(try secondsTaken(by: body))
  } while times.count < count && times.reduce(times[times.count - 1], +) <= limit
  return times.sorted()[(times.count - 1) / 2]
}

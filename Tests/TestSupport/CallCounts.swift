// Counts how often a piece of code asks for memory and for locks.

import CCallCounter
import GraphCompiler

/// What a piece of code asked for, on its own thread and on those of the kernels.
package struct CallCounts: Hashable, Sendable {
  /// Calls of `malloc` and its relatives.
  package let allocations: Int
  /// Calls that lock, or try to lock, a mutex or a lock for readers and writers.
  package let locks: Int

  package init(allocations: Int, locks: Int) {
    self.allocations = allocations
    self.locks = locks
  }

  /// Neither memory nor locks.
  package static let none = CallCounts(allocations: 0, locks: 0)

  /// Whether calls can be counted: not under a sanitizer.
  package static let areAvailable = mcalls_available()

  /// Counts what a body asks for, and nothing of what other tests do meanwhile.
  ///
  /// The body must not change the number of threads.
  package static func of<Result>(
    _ body: () throws -> Result
  ) rethrows -> (counts: CallCounts, result: Result) {
    let threads = Int32(KernelLibrary.threadCount)
    mcalls_begin(threads)
    let result: Result
    do {
      result = try body()
    } catch {
      _ = mcalls_end(threads)
      throw error
    }
    let counts = mcalls_end(threads)
    return (
      CallCounts(allocations: Int(counts.allocations), locks: Int(counts.locks)), result
    )
  }

  /// The threads that oneDNN would use if this thread called it.
  package static var teamSize: Int { Int(mcalls_team_size()) }

  /// Where the first calls of the last count came from, a line for each frame.
  package static var origins: String {
    [("allocation", false), ("lock", true)].map { name, ofLocks in
      var text = [CChar](repeating: 0, count: 8192)
      mcalls_write_first(ofLocks, &text, Int64(text.count))
      let frames = String(
        decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      return "the first \(name) came from\n\(frames)"
    }.joined()
  }
}

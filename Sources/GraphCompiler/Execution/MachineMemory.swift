// How much memory this machine can still give, asked before much of it is taken.

import Foundation
import TensorGraph

/// The memory of this machine.
package enum MachineMemory {
  /// Fewer bytes are taken without asking.
  private static let asked = 1 << 26
  /// What a large page holds on x86-64 and most of ARM.
  private static let largePage = 1 << 21

  /// Whether so many bytes can be had in one piece.
  package static func has(_ byteCount: Int) -> Bool {
    guard byteCount >= asked else { return true }
    let trial = allocate(byteCount)
    free(trial)
    return trial != nil
  }

  /// Memory that begins at a cache line and ends with `free`; nil where there is not so much.
  static func allocate(_ byteCount: Int) -> UnsafeMutableRawPointer? {
    // Linux promises more than it has, and ends the process that takes it at its word.
    if byteCount >= asked, let available, byteCount > available { return nil }
    // Matrices whose rows lie pages apart want more small pages than a processor keeps track of.
    let isLarge = byteCount >= 2 * largePage
    var memory: UnsafeMutableRawPointer?
    let alignment = isLarge ? largePage : MemoryPlan.alignment
    guard posix_memalign(&memory, alignment, byteCount) == 0, let memory else { return nil }
    // Advice: a system that has none, or refuses it, keeps small pages.
    if isLarge { madvise(memory, byteCount, MADV_HUGEPAGE) }
    return memory
  }

  /// The bytes that can be taken before the system ends a process; nil where it does not say.
  private static var available: Int? {
    guard let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8) else {
      return nil
    }
    var kilobytes: [Substring: Int] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split { $0 == ":" || $0 == " " }
      if words.count == 3, words[2] == "kB" { kilobytes[words[0]] = Int(words[1]) }
    }
    guard let memory = kilobytes["MemAvailable"] else { return nil }
    return (memory + (kilobytes["SwapFree"] ?? 0)) * 1024
  }
}

extension ShapeError {
  /// The refusal of something whose size follows from what somebody chose.
  ///
  /// - Parameter what: what takes the memory, in words.
  package static func outOfMemory(
    _ what: String, byteCount: Int, in operation: String
  ) -> ShapeError {
    ShapeError(
      operation: operation,
      problem: "\(what) takes \(byteCount) bytes, and this machine has not got so much memory left",
      remedy: "use a smaller width, batch or count")
  }
}

// How far the reading process is, in memory that outlives it.

import Foundation

/// Counts in a file that two processes map.
final class SharedProgress {
  private enum Slot: Int, CaseIterable {
    case index, accepted, refused, faults, isDone
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let counts: UnsafeMutablePointer<Int>
  private static let size = Slot.allCases.count * MemoryLayout<Int>.size

  /// Maps a file, which is created where it is not there.
  init(_ path: String) throws {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    defer { close(descriptor) }
    guard descriptor >= 0, ftruncate(descriptor, off_t(Self.size)) == 0,
      let memory = mmap(nil, Self.size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0),
      memory != MAP_FAILED
    else {
      throw Failure(description: "\(path) cannot be mapped: \(String(cString: strerror(errno)))")
    }
    counts = memory.bindMemory(to: Int.self, capacity: Slot.allCases.count)
  }

  deinit {
    munmap(counts, Self.size)
  }

  /// The input that is being read.
  var index: Int { counts[Slot.index.rawValue] }
  var accepted: Int { counts[Slot.accepted.rawValue] }
  var refused: Int { counts[Slot.refused.rawValue] }
  var faults: Int { counts[Slot.faults.rawValue] }
  /// Whether all inputs were read.
  var isDone: Bool { counts[Slot.isDone.rawValue] == 1 }

  func begin(_ index: Int) { counts[Slot.index.rawValue] = index }
  func end() { counts[Slot.isDone.rawValue] = 1 }
  func count(accepted: Bool) {
    counts[accepted ? Slot.accepted.rawValue : Slot.refused.rawValue] += 1
  }

  /// Prints what is wrong with an input and counts it.
  func report(_ reader: String, _ index: Int, _ fault: String) {
    counts[Slot.faults.rawValue] += 1
    say("\(reader), input \(index): \(fault)")
  }
}

/// Prints a line at once, because the process may not live to print it later.
func say(_ line: String) {
  print(line)
  fflush(nil)
}

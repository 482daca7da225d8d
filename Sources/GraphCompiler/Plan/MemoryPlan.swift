// Gives every slot its place in one arena, sharing memory between values that never meet.

import TensorGraph

/// Offsets into an arena, in bytes, one for each slot.
package struct MemoryPlan: Sendable {
  /// The alignment of every slot: one cache line, one widest vector.
  static let alignment = 64

  /// The first byte of each slot.
  package private(set) var offsets: [Int]
  /// The size of the arena.
  package private(set) var byteCount = 0
  /// What the slots would take without sharing.
  package let unsharedByteCount: Int

  /// - Parameters:
  ///   - slots: the number of elements in each slot.
  ///   - pinnedAtStart: slots that hold a value before the first step.
  ///   - pinnedAtEnd: slots that are read after the last step.
  init(slots: [Int], steps: [Step], pinnedAtStart: [Int], pinnedAtEnd: [Int]) {
    let sizes = slots.map { count in
      (max(count, 1) * 4 + Self.alignment - 1) / Self.alignment * Self.alignment
    }
    unsharedByteCount = sizes.reduce(0, +)
    offsets = [Int](repeating: -1, count: slots.count)
    var lastUse = [Int](repeating: -1, count: slots.count)
    for (index, step) in steps.enumerated() {
      for case .slot(let slot) in step.reads + step.writes.map(\.place) { lastUse[slot] = index }
    }
    for slot in pinnedAtEnd { lastUse[slot] = steps.count }
    var free = FreeList()
    for slot in pinnedAtStart where offsets[slot] < 0 { offsets[slot] = free.take(sizes[slot]) }
    for slot in pinnedAtStart where lastUse[slot] < 0 { free.give(offsets[slot], sizes[slot]) }
    for (index, step) in steps.enumerated() {
      var dying = Set<Int>()
      for case .slot(let slot) in step.reads where lastUse[slot] == index { dying.insert(slot) }
      var finished: [Int] = []
      for (position, write) in step.writes.enumerated() {
        guard case .slot(let slot) = write.place, offsets[slot] < 0 else { continue }
        if let donor = Self.donor(for: slot, position, step, dying, sizes) {
          offsets[slot] = offsets[donor]
          dying.remove(donor)
        } else {
          offsets[slot] = free.take(sizes[slot])
        }
        if lastUse[slot] == index { finished.append(slot) }
      }
      dying.formUnion(finished)
      for slot in dying.sorted() { free.give(offsets[slot], sizes[slot]) }
    }
    byteCount = free.end
  }

  /// A dying operand whose memory an element-wise result can take over element by element.
  private static func donor(
    for slot: Int, _ position: Int, _ step: Step, _ dying: Set<Int>, _ sizes: [Int]
  ) -> Int? {
    guard step.isProgramArray(position) else { return nil }
    return step.overwritableReads.lazy.compactMap(\.slot).first { operand in
      dying.contains(operand) && sizes[operand] == sizes[slot]
    }
  }
}

/// The unused stretches of an arena that grows at its end.
package struct FreeList {
  private var stretches: [(offset: Int, size: Int)] = []
  /// The size of the arena so far.
  package private(set) var end = 0

  package init() {}

  /// The smallest stretch that fits, or new memory at the end.
  package mutating func take(_ size: Int) -> Int {
    let fitting = stretches.indices.filter { stretches[$0].size >= size }
    guard let best = fitting.min(by: { stretches[$0].size < stretches[$1].size }) else {
      if let last = stretches.last, last.offset + last.size == end {
        stretches.removeLast()
        end = last.offset + size
        return last.offset
      }
      end += size
      return end - size
    }
    let (offset, available) = stretches[best]
    if available == size {
      stretches.remove(at: best)
    } else {
      stretches[best] = (offset + size, available - size)
    }
    return offset
  }

  /// Returns a stretch, joined with its free neighbours.
  package mutating func give(_ offset: Int, _ size: Int) {
    let position = stretches.firstIndex { $0.offset > offset } ?? stretches.endIndex
    stretches.insert((offset, size), at: position)
    for index in [position, position - 1] where index >= 0 && index + 1 < stretches.count {
      let (first, second) = (stretches[index], stretches[index + 1])
      if first.offset + first.size == second.offset {
        stretches[index].size += second.size
        stretches.remove(at: index + 1)
      }
    }
  }
}

// Gives every slot and every step's working memory its place in one arena, sharing memory between
// what never meets.

import TensorGraph

/// Offsets into an arena, in bytes, one for each slot.
package struct MemoryPlan: Sendable {
  /// The alignment of every slot: one cache line, one widest vector.
  static let alignment = 64

  /// The first byte of each slot; -1 for a slot that holds nothing.
  package let offsets: [Int]
  /// The first byte of each step's working memory.
  package let workspaceOffsets: [Int]
  /// The size of the arena.
  package let byteCount: Int
  /// What slots and working memories would take without sharing.
  package let unsharedByteCount: Int

  /// - Parameters:
  ///   - slots: the number of elements in each slot.
  ///   - workspaces: the bytes of working memory of each step.
  ///   - pinnedAtStart: slots that hold a value before the first step.
  ///   - pinnedAtEnd: slots that are read after the last step.
  init(
    slots: [Int], steps: [Step], workspaces: [Int], pinnedAtStart: [Int], pinnedAtEnd: [Int]
  ) {
    let sizes = slots.map { Self.aligned(max($0, 1) * 4) }
    let lives = SlotLives(
      sizes: sizes, steps: steps, pinnedAtStart: pinnedAtStart, pinnedAtEnd: pinnedAtEnd)
    var stretches: [Stretch] = []
    var stretchOfOwner: [Int: Int] = [:]
    for (owner, life) in lives.lives.sorted(by: { $0.key < $1.key }) {
      stretchOfOwner[owner] = stretches.count
      stretches.append(Stretch(size: sizes[owner], life: life))
    }
    let stepStretches = workspaces.enumerated().map { step, byteCount in
      stretches.append(Stretch(size: Self.aligned(byteCount), life: step...step))
      return stretches.count - 1
    }
    let arena = Arena(stretches)
    offsets = slots.indices.map { slot in
      lives.owners[slot].flatMap { stretchOfOwner[$0] }.map { arena.offsets[$0] } ?? -1
    }
    workspaceOffsets = stepStretches.map { arena.offsets[$0] }
    byteCount = arena.byteCount
    unsharedByteCount = sizes.reduce(0, +) + workspaces.map(Self.aligned).reduce(0, +)
  }

  private static func aligned(_ byteCount: Int) -> Int {
    (byteCount + alignment - 1) / alignment * alignment
  }
}

/// From which step to which slots hold something, those together that lie in the same memory.
private struct SlotLives {
  /// The slot whose memory each slot takes over, or itself; nil for one that holds nothing.
  private(set) var owners: [Int?]
  /// The steps for which the memory of each owner is taken; -1 stands before the first.
  private(set) var lives: [Int: ClosedRange<Int>] = [:]

  init(sizes: [Int], steps: [Step], pinnedAtStart: [Int], pinnedAtEnd: [Int]) {
    owners = [Int?](repeating: nil, count: sizes.count)
    var lastUse = [Int](repeating: -1, count: sizes.count)
    for (index, step) in steps.enumerated() {
      for case .slot(let slot) in step.reads + step.writes.map(\.place) { lastUse[slot] = index }
    }
    for slot in pinnedAtEnd { lastUse[slot] = steps.count }
    for slot in pinnedAtStart where owners[slot] == nil {
      owners[slot] = slot
      lives[slot] = -1...lastUse[slot]
    }
    for (index, step) in steps.enumerated() {
      var dying = Set<Int>()
      for case .slot(let slot) in step.reads where lastUse[slot] == index { dying.insert(slot) }
      for (position, write) in step.writes.enumerated() {
        guard case .slot(let slot) = write.place, owners[slot] == nil else { continue }
        let end = lastUse[slot]
        if let donor = Self.donor(for: slot, position, step, dying, sizes),
          let owner = owners[donor], let life = lives[owner]
        {
          owners[slot] = owner
          lives[owner] = life.lowerBound...max(life.upperBound, end)
          dying.remove(donor)
        } else {
          owners[slot] = slot
          lives[slot] = index...end
        }
      }
    }
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

// Lays stretches of memory out so that those in use at the same time lie side by side.

/// Memory that is taken for some steps.
package struct Stretch: Hashable, Sendable {
  /// The bytes.
  package let size: Int
  /// The steps for which it is taken, both ends among them.
  package let life: ClosedRange<Int>

  package init(size: Int, life: ClosedRange<Int>) {
    (self.size, self.life) = (size, life)
  }
}

/// Places for stretches in one block of memory.
///
/// The largest is placed first, each at the lowest offset where it fits between those that are taken
/// at the same time: near the least that is possible where a few large ones decide, as activations
/// do, while placing them in the order of their lives leaves holes that nothing large fits into.
package struct Arena: Sendable {
  /// The first byte of each stretch.
  package private(set) var offsets: [Int]
  /// The bytes of all together.
  package private(set) var byteCount = 0

  package init(_ stretches: [Stretch]) {
    offsets = [Int](repeating: 0, count: stretches.count)
    let order = stretches.indices.filter { stretches[$0].size > 0 }.sorted {
      (-stretches[$0].size, stretches[$0].life.lowerBound, $0)
        < (-stretches[$1].size, stretches[$1].life.lowerBound, $1)
    }
    // By offset, so that gaps are found in one walk.
    var placed: [Int] = []
    for index in order {
      let stretch = stretches[index]
      var offset = 0
      for other in placed where stretches[other].life.overlaps(stretch.life) {
        if offsets[other] - offset >= stretch.size { break }
        offset = max(offset, offsets[other] + stretches[other].size)
      }
      offsets[index] = offset
      byteCount = max(byteCount, offset + stretch.size)
      let place = placed.firstIndex { offsets[$0] > offset } ?? placed.endIndex
      placed.insert(index, at: place)
    }
  }
}

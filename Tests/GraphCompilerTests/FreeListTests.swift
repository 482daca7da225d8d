// The list of unused stretches of an arena.

import GraphCompiler
import TestSupport
import Testing

extension GraphCompilerTests {
  @Suite struct FreeListTests {
    @Test func growsAtTheEnd() {
      var list = FreeList()
      #expect(list.take(64) == 0)
      #expect(list.take(128) == 64)
      #expect(list.end == 192)
    }

    @Test func takesTheSmallestStretchThatFits() {
      var list = FreeList()
      let offsets = [256, 64, 128, 64, 64].map { list.take($0) }
      list.give(offsets[0], 256)
      list.give(offsets[2], 128)
      #expect(list.take(128) == offsets[2])
      #expect(list.take(64) == offsets[0])
      #expect(list.take(192) == offsets[0] + 64)
      #expect(list.end == 576)
    }

    @Test(arguments: [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
    func neighboursJoin(_ order: [Int]) {
      var list = FreeList()
      let offsets = (0..<4).map { _ in list.take(64) }
      for index in order { list.give(offsets[index], 64) }
      #expect(list.take(192) == 0)
      #expect(list.end == 256)
    }

    @Test func aFreeEndGrowsInPlace() {
      var list = FreeList()
      _ = list.take(64)
      let last = list.take(64)
      list.give(last, 64)
      #expect(list.take(256) == 64)
      #expect(list.end == 320)
    }

    @Test func nothingIsGivenOutTwice() {
      var generator = TestGenerator(seed: 5)
      var list = FreeList()
      var taken: [(offset: Int, size: Int)] = []
      for _ in 0..<3000 {
        if taken.isEmpty || Int.random(in: 0..<5, using: &generator) < 3 {
          let size = 64 * Int.random(in: 1...20, using: &generator)
          let offset = list.take(size)
          #expect(offset >= 0 && offset + size <= list.end)
          #expect(taken.allSatisfy { $0.offset + $0.size <= offset || offset + size <= $0.offset })
          taken.append((offset, size))
        } else {
          let index = Int.random(in: taken.indices, using: &generator)
          let (offset, size) = taken.remove(at: index)
          list.give(offset, size)
        }
      }
      for (offset, size) in taken { list.give(offset, size) }
      let end = list.end
      #expect(list.take(end) == 0)
      #expect(list.end == end)
    }
  }
}

// Stretches of memory that are taken at the same time never share a byte, and holes are filled.

import GraphCompiler
import TestSupport
import Testing

extension GraphCompilerTests {
  @Suite struct ArenaTests {
    @Test(arguments: 0..<100) func stretchesOfOneTimeLieApart(_ seed: Int) {
      var generator = TestGenerator(seed: UInt64(seed))
      let stretches = (0..<40).map { _ in
        let ends = generator.floats(2, in: 0...30).map { Int($0) }.sorted()
        return Stretch(size: 64 * Int(generator.floats(1, in: 0...9)[0]), life: ends[0]...ends[1])
      }
      let arena = Arena(stretches)
      for (index, stretch) in stretches.enumerated() where stretch.size > 0 {
        let bytes = arena.offsets[index]..<(arena.offsets[index] + stretch.size)
        #expect(bytes.lowerBound >= 0 && bytes.upperBound <= arena.byteCount)
        for (other, second) in stretches.enumerated() where other < index && second.size > 0 {
          let taken = arena.offsets[other]..<(arena.offsets[other] + second.size)
          #expect(!stretch.life.overlaps(second.life) || !bytes.overlaps(taken))
        }
      }
      #expect(arena.byteCount >= mostAtOnce(stretches))
    }

    /// In the order of their lives the third would find two holes, each too small for it.
    @Test func aLargeStretchTakesThePlaceOfSmallOnes() {
      let stretches = [
        Stretch(size: 64, life: 0...1), Stretch(size: 64, life: 0...3),
        Stretch(size: 64, life: 0...1), Stretch(size: 128, life: 2...3),
      ]
      #expect(Arena(stretches).byteCount == 192)
      #expect(mostAtOnce(stretches) == 192)
    }

    @Test func nothingTakesNothing() {
      #expect(Arena([]).byteCount == 0)
      #expect(Arena([Stretch(size: 0, life: 0...5)]).byteCount == 0)
    }

    /// No layout can do with less.
    private func mostAtOnce(_ stretches: [Stretch]) -> Int {
      (0...30).map { step in
        stretches.filter { $0.life.contains(step) }.reduce(0) { $0 + $1.size }
      }.max() ?? 0
    }
  }
}

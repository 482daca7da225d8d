// Every epoch takes every sample once, and what it takes depends on seed and epoch alone.

import ClassifierLab
import Testing

extension ClassifierLabTests {
  @Suite struct SampleOrderTests {
    @Test(arguments: [(10, 3), (9, 3), (1, 4), (7, 7)])
    func everyEpochTakesEverySampleOnce(count: Int, batch: Int) {
      var order = SampleOrder(count: count, batch: batch, seed: 5)
      let steps = (count + batch - 1) / batch
      #expect(order.stepsPerEpoch == steps)
      for epoch in 0..<3 {
        var seen: [Int] = []
        for step in 0..<steps {
          let (number, places) = order.places(ofStep: epoch * steps + step)
          #expect(number == epoch)
          #expect(places.count == (step == steps - 1 ? count - batch * (steps - 1) : batch))
          seen += places
        }
        #expect(seen.sorted() == Array(0..<count))
      }
    }

    @Test func anOrderDoesNotDependOnWhatWasAskedBefore() {
      var (one, other) = (
        SampleOrder(count: 50, batch: 8, seed: 1), SampleOrder(count: 50, batch: 8, seed: 1)
      )
      let early = (0..<14).map { Array(one.places(ofStep: $0).places) }
      #expect(Array(other.places(ofStep: 12).places) == early[12])
      #expect(Array(other.places(ofStep: 3).places) == early[3])
      #expect(early[0] != early[7])
      var second = SampleOrder(count: 50, batch: 8, seed: 1, loader: .second)
      #expect(Array(second.places(ofStep: 0).places) != early[0])
    }
  }
}

// What mixtures are called: smoothed, mixed or nearer labels, and noise that changes none.

import Mixing
import Tensors
import Testing

extension MixingTests {
  @Suite struct BatchTargetTests {
    /// The paper's label smoothing: eps / 10 for nine classes, 1 - 9 eps / 10 for the right one.
    @Test(arguments: [Float(0.05), 0.1, 0.2, 0.4])
    func smoothingIsThePapers(eps: Float) throws {
      let seen = try BatchMixing(.off, smoothing: eps).seen([3, 9], classCount: 10)
      for (row, label) in [3, 9].enumerated() {
        for place in 0..<10 {
          let expected = place == label ? 1 - 9 * eps / 10 : eps / 10
          #expect(abs(seen.targets[row][place] - expected) < 1e-7)
        }
      }
      #expect(seen.shares == [[1, 0], [0, 1]])
    }

    @Test func smoothedLabelsAreMixed() throws {
      let mixing = BatchMixing(.mixup(alpha: 2), partners: .reversed, smoothing: 0.2)
      let seen = try mixing.seen([0, 1], classCount: 4)
      let lambda = seen.weights[0][0]
      let expected: [[Float]] = [
        [0.05 + 0.8 * lambda, 0.05 + 0.8 * (1 - lambda), 0.05, 0.05],
        [0.05 + 0.8 * (1 - lambda), 0.05 + 0.8 * lambda, 0.05, 0.05],
      ]
      for (came, needed) in zip(seen.targets, expected) {
        for (a, b) in zip(came, needed) { #expect(abs(a - b) < 1e-6) }
      }
    }

    @Test(arguments: [2, 3])
    func nearerLabelsAreThoseOfTheLargestWeight(ways: Int) throws {
      let mixing = BatchMixing(
        .simplex(ways: ways, alpha: 1), granularity: .sample, partners: .shifted, targets: .nearer)
      let count = 40
      let seen = try mixing.seen(ownClasses(count))
      var nearest: Set<Int> = []
      for row in 0..<count {
        let weights = seen.weights[row]
        let largest = weights.indices.max { weights[$0] < weights[$1] } ?? 0
        nearest.insert(largest)
        let label = (row + count - largest) % count
        #expect(seen.targets[row] == (0..<count).map { $0 == label ? 1 : 0 })
        // Inputs are mixed as ever.
        #expect(seen.shares[row][row] == weights[0])
      }
      #expect(nearest.count == ways)
    }

    @Test func integersAndDistributionsAreTheSameLabels() throws {
      let mixing = BatchMixing(.mixup(alpha: 1), granularity: .sample, smoothing: 0.1)
      let targets = try [
        HostTensor([2, 0, 1] as [Int32]), matrix([0, 0, 1, 1, 0, 0, 0, 1, 0], [3, 3]),
      ].map { labels in
        try compile { (labels: Tensor, key: Tensor) in
          mixing.draw(labels: labels, classCount: 3, key: RandomKey(key)).targets
        }(labels, RandomKey.host(seed: 1, step: 1))[0]
      }
      #expect(targets[0] == targets[1])
    }

    @Test func noiseIsOnInputsOnly() throws {
      let function = compile { (key: Tensor) in
        let x = Tensor(repeating: 3, shape: [2, 40_000])
        let labels = Tensor(HostTensor([0, 1] as [Int32]))
        let draw = BatchMixing(.off, noise: 0.2)
          .draw(labels: labels, classCount: 2, key: RandomKey(key))
        return [draw.inputs(x), draw.mixed(x), draw.targets]
      }
      let results = try function(RandomKey.host(seed: 8, step: 1))
      let noise = results[0].doubles.map { $0 - 3 }
      let count = Double(noise.count)
      let variance = noise.reduce(0) { $0 + $1 * $1 } / count
      #expect(abs(noise.reduce(0, +) / count) < 4 * 0.2 / count.squareRoot())
      #expect(abs(variance - 0.04) < 4 * 0.04 * (2 / count).squareRoot())
      #expect(results[1].floats.allSatisfy { $0 == 3 })
      #expect(results[2].floats == [1, 0, 0, 1])
    }

    /// Targets of a regression, mixed with the weights of the labels or taken from the nearer one.
    @Test(arguments: BatchMixing.Targets.allCases)
    func numbersAreMixedAsLabelsAre(targets: BatchMixing.Targets) throws {
      let mixing = BatchMixing(
        .mixup(alpha: 1), granularity: .sample, partners: .shifted, targets: targets)
      let function = compile { (y: Tensor, labels: Tensor, key: Tensor) in
        let byLabels = mixing.draw(labels: labels, classCount: 4, key: RandomKey(key))
        let draw = mixing.draw(targets: y, key: RandomKey(key))
        return [byLabels.mixedTargets(y), byLabels.weights[0], draw.targets, draw.weights[0]]
      }
      let y: [Float] = [-4, 100, 0.5, 7]
      let results = try function(
        matrix(y, [4, 1]), HostTensor(ownClasses(4)), RandomKey.host(seed: 1, step: 2))
      for pair in [0, 2] {
        for (row, lambda) in results[pair + 1].floats.enumerated() {
          let partner = y[(row + 3) % 4]
          let expected =
            targets == .mixed
            ? lambda * y[row] + (1 - lambda) * partner : (lambda >= 0.5 ? y[row] : partner)
          #expect(abs(results[pair].floats[row] - expected) < 1e-4)
        }
      }
    }

    @Test func schedulesCountEpochsFromOne() {
      let on = { (schedule: MixingSchedule) in
        (1...8).filter { schedule.isOn(epoch: $0, of: 8) }
      }
      #expect(on(MixingSchedule()) == Array(1...8))
      #expect(on(MixingSchedule(warmUpEpochs: 5)) == [6, 7, 8])
      #expect(on(MixingSchedule(lastEpochsOff: 2)) == Array(1...6))
      #expect(on(MixingSchedule(warmUpEpochs: 3, lastEpochsOff: 3)) == [4, 5])
      #expect(on(MixingSchedule(warmUpEpochs: 6, lastEpochsOff: 6)).isEmpty)
    }
  }
}

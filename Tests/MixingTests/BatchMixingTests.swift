// Mixing labelled batches: Figure 1a, one index for samples and labels, batches of any size.

import Mixing
import Tensors
import Testing

extension MixingTests {
  @Suite struct BatchMixingTests {
    private static let methods: [BatchMixing.Method] = [
      .off, .mixup(alpha: 1), .simplex(ways: 3, alpha: 1),
    ]

    /// Weights that are as good as 1/2 make midpoints: (1, 2) and (3, 8) meet at (2, 5).
    @Test func hugeAlphaMakesMidpoints() throws {
      let function = compile { (x: Tensor, labels: Tensor, key: Tensor) in
        let mixing = BatchMixing(.mixup(alpha: 1e8), partners: .reversed)
        let draw = mixing.draw(labels: labels, classCount: 3, key: RandomKey(key))
        return [draw.inputs(x), draw.targets]
      }
      let results = try function(
        matrix([1, 2, 0, 5, 3, 8], [3, 2]), HostTensor([0, 1, 2] as [Int32]),
        RandomKey.host(seed: 1, step: 1))
      let points: [Float] = [2, 5, 0, 5, 2, 5]
      let targets: [Float] = [0.5, 0, 0.5, 0, 1, 0, 0.5, 0, 0.5]
      for (came, expected) in zip(results[0].floats + results[1].floats, points + targets) {
        #expect(abs(came - expected) < 1e-3)
      }
    }

    /// `lambda x_i + (1 - lambda) x_j` with one lambda for the batch, labels alike.
    @Test func figure1a() throws {
      let function = compile { (x: Tensor, labels: Tensor, key: Tensor) in
        let plain = mixup(x, labels, alpha: 1, key: RandomKey(key))
        return [plain.inputs, plain.targets]
      }
      let count = 6
      let mixing = BatchMixing(.mixup(alpha: 1))
      let seen = try mixing.seen(ownClasses(count), step: 4)
      let lambda = seen.weights[0][0]
      #expect(lambda > 0 && lambda < 1)
      let x = wave(2 * count)
      let results = try function(
        matrix(x, [count, 2]), unitVectors(count), RandomKey.host(seed: 5, step: 4))
      for row in 0..<count {
        let partner = seen.partners[row]
        for column in 0..<2 {
          let expected = lambda * x[row * 2 + column] + (1 - lambda) * x[partner * 2 + column]
          #expect(abs(results[0].floats[row * 2 + column] - expected) < 1e-6)
        }
      }
      #expect(results[1].rowList == seen.targets)
      #expect(Set(seen.partners).count == count)
    }

    /// Samples and labels are both unit vectors: mixed with one index they are the same numbers.
    @Test(arguments: BatchMixing.Partners.allCases, LambdaGranularity.allCases)
    func oneIndexForSamplesAndLabels(
      partners: BatchMixing.Partners, granularity: LambdaGranularity
    ) throws {
      guard partners != .given else { return }
      for count in [1, 2, 7, 8] {
        let mixing = BatchMixing(
          .mixup(alpha: 2), granularity: granularity, partners: partners)
        let seen = try mixing.seen(ownClasses(count))
        #expect(seen.shares == seen.targets)
        #expect(seen.shares.count == count)
        for (row, shares) in seen.shares.enumerated() {
          #expect(abs(shares.reduce(0, +) - 1) < 1e-6)
          #expect(seen.partners[row] == row || shares[row] == seen.weights[row][0])
        }
      }
    }

    @Test(arguments: methods, [0, 1])
    func smallestBatches(method: BatchMixing.Method, count: Int) throws {
      let function = compile { (x: Tensor, labels: Tensor, key: Tensor) in
        let draw = BatchMixing(method).draw(labels: labels, classCount: 2, key: RandomKey(key))
        return [draw.inputs(x), draw.targets]
      }
      let results = try function(
        HostTensor(repeating: 3, shape: [count, 4]),
        HostTensor([Int32](repeating: 1, count: count)), RandomKey.host(seed: 1, step: 1))
      #expect(results[0].shape == [count, 4] && results[1].shape == [count, 2])
      #expect(results[0].floats.allSatisfy { abs($0 - 3) < 1e-6 })
      for row in results[1].rowList { #expect(row[0] == 0 && abs(row[1] - 1) < 1e-6) }
    }

    /// Not one bit may differ, whatever the numbers are.
    @Test(arguments: [
      BatchMixing(.mixup(alpha: 0)), BatchMixing(.cutMix(alpha: 0)),
      BatchMixing(.mixupOrCutMix(mixupAlpha: 0, cutMixAlpha: 0, cutMixShare: 0.5)),
      BatchMixing(.mixupOrCutMix(mixupAlpha: 0, cutMixAlpha: 1, cutMixShare: 0)),
      BatchMixing(.simplex(ways: 3, alpha: 0)), BatchMixing(.simplex(ways: 1, alpha: 1)),
      BatchMixing(.mixup(alpha: 1), probability: 0),
    ])
    func alphaZeroIsOff(mixing: BatchMixing) throws {
      let images = try matrix(
        [-0.0, .infinity, .nan, .leastNonzeroMagnitude, 3, -2, 1, 0], [2, 1, 2, 2])
      let results = try [mixing, .off].map { mixing in
        try compile { (x: Tensor, labels: Tensor, key: Tensor) in
          let key = RandomKey(key)
          let draw = mixing.draw(labels: labels, classCount: 2, key: key)
          return [draw.inputs(x), draw.targets, draw.weights[0], key.uniform([2], from: .lambda)]
        }(images, HostTensor([1, 0] as [Int32]), RandomKey.host(seed: 1, step: 1))
      }
      #expect(results[0] == results[1])
      #expect(results[0][0] == images)
      #expect(results[0][1].floats == [0, 1, 1, 0])
      #expect(results[0][2].floats == [1, 1])
    }

    @Test func hiddenRepresentationsMeetAsTheInputsDo() throws {
      let function = compile { (x: Tensor, key: Tensor) in
        let draw = BatchMixing(.mixup(alpha: 1), granularity: .sample)
          .draw(targets: x, key: RandomKey(key))
        let images = x.reshaped(to: [4, 2, 1, 2])
        return [draw.mixed(x), draw.mixed(images), draw.mixed(x), draw.mixedTargets(x)]
      }
      let results = try function(matrix(wave(16), [4, 4]), RandomKey.host(seed: 2, step: 1))
      for result in results { #expect(result.floats == results[0].floats) }
      #expect(results[0].floats != wave(16))
    }

    @Test func aSecondBatchIsThePartner() throws {
      let function = CompiledFunction(inputCount: 5) { inputs in
        let draw = BatchMixing(.mixup(alpha: 1), granularity: .sample, partners: .given)
          .draw(
            labels: inputs[1], classCount: 2, key: RandomKey(inputs[4]), partnerLabels: inputs[3])
        return [draw.mixed(inputs[0], partner: inputs[2]), draw.targets, draw.weights[0]]
      }
      let results = try function.run([
        column(3, of: 10), HostTensor([0, 0, 0] as [Int32]), column(3, of: 20),
        matrix([0, 1, 0, 1, 0.5, 0.5], [3, 2]), RandomKey.host(seed: 3, step: 1),
      ])
      let second: [Float] = [1, 1, 0.5]
      for (row, lambda) in results[2].floats.enumerated() {
        #expect(abs(results[0].floats[row] - (20 - 10 * lambda)) < 1e-5)
        #expect(abs(results[1].floats[2 * row + 1] - (1 - lambda) * second[row]) < 1e-6)
      }
    }

    @Test func aPartialBatchIsASecondTrace() throws {
      let function = compile { (labels: Tensor, key: Tensor) in
        BatchMixing(.mixup(alpha: 1)).draw(labels: labels, classCount: 3, key: RandomKey(key))
          .targets
      }
      for count in [8, 8, 3, 8, 3] {
        let labels = HostTensor((0..<count).map { Int32($0 % 3) })
        #expect(try function(labels, RandomKey.host(seed: 1, step: count))[0].shape == [count, 3])
      }
      #expect(function.traceCount == 2)
    }
  }
}

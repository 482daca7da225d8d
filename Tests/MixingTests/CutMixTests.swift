// Boxes of partners: where they lie, what they weigh, and how often they take mixup's place.

import Mixing
import Tensors
import Testing

extension MixingTests {
  @Suite struct CutMixTests {
    private static let (rows, height, width) = (7, 9, 6)

    /// Images of row `r` hold `r + 1` everywhere, so that a pixel tells of whom it is.
    private func draw(
      _ mixing: BatchMixing, step: Int = 1
    ) throws -> (images: [[Float]], targets: [[Float]], lambda: [Float]) {
      let (rows, height, width) = (Self.rows, Self.height, Self.width)
      let function = compile { (x: Tensor, labels: Tensor, key: Tensor) in
        let draw = mixing.draw(
          labels: labels, classCount: rows, key: RandomKey(key), imageSize: (height, width))
        let images = x.reshaped(to: [rows, 1, 1, 1]).broadcast(to: [rows, 2, height, width])
        let mixed = draw.inputs(images).reshaped(to: [rows, 2 * height * width])
        return [mixed, draw.targets, draw.weights[0]]
      }
      let values = (1...rows).map { Float($0) }
      let results = try function(
        matrix(values, [rows, 1]), HostTensor(ownClasses(rows)), RandomKey.host(seed: 6, step: step)
      )
      return (results[0].rowList, results[1].rowList, results[2].floats)
    }

    @Test(arguments: LambdaGranularity.allCases, [Float(0.3), 1])
    func lambdaIsTheAreaThatIsLeft(granularity: LambdaGranularity, alpha: Float) throws {
      let area = Self.height * Self.width
      let mixing = BatchMixing(
        .cutMix(alpha: alpha), granularity: granularity, partners: .reversed)
      var areas: Set<Int> = []
      for step in 1...20 {
        let drawn = try draw(mixing, step: step)
        for row in 0..<Self.rows {
          let (own, other) = (Float(row + 1), Float(Self.rows - row))
          let image = drawn.images[row]
          let taken = (0..<area).filter { image[$0] != own }
          #expect(taken.allSatisfy { image[$0] == other })
          // The second channel is cut in the same places.
          #expect(Array(image.prefix(area)) == Array(image.suffix(area)))
          guard own != other else { continue }
          areas.insert(taken.count)
          #expect(drawn.lambda[row] == 1 - Float(taken.count) / Float(area))
          #expect(drawn.targets[row][row] == drawn.lambda[row])
          #expect(drawn.targets[row][Self.rows - 1 - row] == 1 - drawn.lambda[row])
          // The places fill a box.
          let lines = Set(taken.map { $0 / Self.width })
          let columns = Set(taken.map { $0 % Self.width })
          #expect(lines.count * columns.count == taken.count)
          #expect((lines.max() ?? 0) - (lines.min() ?? 1) + 1 == lines.count)
          #expect((columns.max() ?? 0) - (columns.min() ?? 1) + 1 == columns.count)
        }
      }
      #expect(areas.count > 5)
    }

    @Test func boxesAreSharedAsTheGranularitySays() throws {
      let boxes = { (granularity: LambdaGranularity) in
        let mixing = BatchMixing(
          .cutMix(alpha: 1), granularity: granularity, partners: .shifted)
        return try draw(mixing, step: 2).images.enumerated().map { row, image in
          image.map { $0 != Float(row + 1) }
        }
      }
      #expect(try Set(boxes(.batch)).count == 1)
      let pairs = try boxes(.pair)
      for row in 0..<Self.rows { #expect(pairs[row] == pairs[Self.rows - 1 - row]) }
      #expect(Set(pairs).count == 4)
      #expect(try Set(boxes(.sample)).count > 4)
    }

    /// At weights of 1/2 a box reaches 11 of 32 pixels each way, `floor(32 sqrt(1/2) / 2)`, and what
    /// it holds after clipping is known for every centre.
    @Test func centresAreUniformAndBoxesClipped() throws {
      let (rows, size, reach) = (20_000, 32, 11)
      let function = compile { (key: Tensor) in
        BatchMixing(.cutMix(alpha: 1e6), granularity: .sample)
          .draw(
            targets: Tensor(repeating: 1, shape: [rows, 1]), key: RandomKey(key),
            imageSize: (size, size)
          ).weights[0]
      }
      let taken = try function(RandomKey.host(seed: 7, step: 1))[0].doubles.map { 1 - $0 }
      let lengths = (0..<size).map { Double(min($0 + reach, size) - max($0 - reach, 0)) }
      let moment = { (power: Int) in
        let sum = lengths.reduce(0) { $0 + (power == 1 ? $1 : $1 * $1) }
        return sum / Double(size)
      }
      let scale = 1 / Double(size * size)
      let expected = moment(1) * moment(1) * scale
      let variance = moment(2) * moment(2) * scale * scale - expected * expected
      let mean = taken.reduce(0, +) / Double(rows)
      #expect(abs(mean - expected) < 4 * (variance / Double(rows)).squareRoot())
      #expect(abs((taken.max() ?? 0) - Double(4 * reach * reach) * scale) < 1e-6)
      #expect(abs((taken.min() ?? 0) - Double(reach * reach) * scale) < 1e-6)
    }

    @Test func boxesTakeMixupsPlaceInAShareOfTheBatches() throws {
      let mixing = BatchMixing(
        .mixupOrCutMix(mixupAlpha: 8, cutMixAlpha: 2, cutMixShare: 0.3), granularity: .sample,
        partners: .shifted)
      var cuts = 0
      for step in 1...200 {
        let drawn = try draw(mixing, step: step)
        let isCut = drawn.images.map { image in
          image.allSatisfy { $0 == $0.rounded() && $0 >= 1 }
        }
        #expect(Set(isCut).count == 1)
        if isCut[0] { cuts += 1 }
        for (row, lambda) in drawn.lambda.enumerated() {
          #expect(drawn.targets[row][row] == lambda)
          let (own, other) = (Float(row + 1), Float((row + Self.rows - 1) % Self.rows + 1))
          let mean = drawn.images[row].reduce(0, +) / Float(drawn.images[row].count)
          #expect(abs(mean - (lambda * own + (1 - lambda) * other)) < 1e-5)
        }
      }
      #expect(abs(Double(cuts) - 60) < 4 * (200 * 0.21).squareRoot())
    }

    @Test func aShareOfNothingOrAllIsTheKindAlone() throws {
      for (share, method) in [
        (Float(0), BatchMixing.Method.mixup(alpha: 2)), (1, .cutMix(alpha: 3)),
      ] {
        let both = BatchMixing(
          .mixupOrCutMix(mixupAlpha: 2, cutMixAlpha: 3, cutMixShare: share))
        let (came, expected) = (try draw(both), try draw(BatchMixing(method)))
        #expect(came.images == expected.images && came.targets == expected.targets)
      }
    }

    @Test func rowsThatAreNotMixedLoseNothing() throws {
      let mixing = BatchMixing(
        .cutMix(alpha: 1), granularity: .sample, partners: .reversed, probability: 0.5)
      let drawn = try draw(mixing)
      let whole = drawn.lambda.indices.filter { drawn.lambda[$0] == 1 }
      #expect(!whole.isEmpty && whole.count < Self.rows)
      for row in whole { #expect(drawn.images[row].allSatisfy { $0 == Float(row + 1) }) }
    }
  }
}

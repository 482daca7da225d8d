// The mixup of the authors' code: two shuffled batches of reals and fakes, mixed row by row.

import Mixing
import Tensors
import Testing

extension MixingTests {
  @Suite struct DemoMixupTests {
    private static let half = 12

    /// A batch of points that are unit vectors, one for each, so that every mixture tells of what
    /// it was made: coordinates below 24 are reals, the others fakes; of each kind the first
    /// twelve belong to the first shuffled batch.
    private func unitVectorBatch(
      _ mixup: DiscriminatorMixup, step: Int
    ) throws -> (rows: [[Float]], targets: [Float]) {
      let kind = 2 * Self.half
      let unit = { (offset: Int) in
        var values = [Float](repeating: 0, count: kind * 2 * kind)
        for row in 0..<kind { values[row * 2 * kind + offset + row] = 1 }
        return try HostTensor(values, shape: [kind, 2 * kind])
      }
      let batch = try mixup.drawn(real: unit(0), fake: unit(kind), step: step)
      #expect(batch.pointShape == [kind, 2 * kind])
      let rows = (0..<kind).map { Array(batch.points[$0 * 2 * kind..<($0 + 1) * 2 * kind]) }
      return (rows, batch.targets)
    }

    @Test(arguments: LambdaGranularity.allCases)
    func everyRowMixesOnePointOfEachBatch(granularity: LambdaGranularity) throws {
      let mixup = DiscriminatorMixup.demo(maximum: 0.75, granularity)
      let kind = 2 * Self.half
      var uses = [Int](repeating: 0, count: 2 * kind)
      let (rows, targets) = try unitVectorBatch(mixup, step: 1)
      for (row, target) in zip(rows, targets) {
        let parts = row.indices.filter { row[$0] != 0 }
        let first = parts.filter { $0 % kind < Self.half }
        let second = parts.filter { $0 % kind >= Self.half }
        guard first.count == 1, second.count == 1 else {
          Issue.record("a row of the parts \(parts)")
          continue
        }
        for part in parts { uses[part] += 1 }
        let (weight, rest) = (row[first[0]], row[second[0]])
        #expect((0...0.75).contains(weight))
        #expect(abs(weight + rest - 1) < 1e-6)
        let label = { (part: Int) -> Float in part < kind ? 1 : 0 }
        #expect(abs(target - (weight * label(first[0]) + rest * label(second[0]))) < 1e-6)
      }
      #expect(uses.allSatisfy { $0 == 1 })
    }

    @Test func pointsAreDoubled() {
      #expect(DiscriminatorMixup.demo(maximum: 1, .sample).pointsOfEachKind(128) == 256)
    }

    @Test(arguments: [Float(0.2), 0.5, 1])
    func targetsTakeFourValues(maximum: Float) throws {
      let targets = try DiscriminatorMixup.demo(maximum: maximum, .batch).targets(128)
      let between = Set(targets.filter { $0 != 0 && $0 != 1 }.map { min($0, 1 - $0) })
      #expect(targets.count == 128)
      #expect(targets.allSatisfy { (0...1).contains($0) })
      #expect((between.max() ?? 1) - (between.min() ?? 0) < 1e-6)
      #expect((between.max() ?? 1) <= maximum)
    }

    /// Two reals in 1/4 of the rows, two fakes in 1/4, one of each in 1/2.
    ///
    /// Of n rows with n/2 reals in each batch the number of real pairs is hypergeometric, of
    /// variance n/16.
    @Test func pairTypesAreShared() throws {
      let rows = 8000.0
      let targets = try DiscriminatorMixup.demo(maximum: 0.5, .sample).targets(Int(rows))
      // A mixture of two equal labels is 1 or 0 up to rounding.
      let reals = Double(targets.count { $0 > 1 - 1e-6 })
      let fakes = Double(targets.count { $0 < 1e-6 })
      let bound = 4 * (rows / 16).squareRoot()
      #expect(abs(reals - rows / 4) < bound)
      #expect(abs(fakes - rows / 4) < bound)
    }

    /// Rows of a real from the first batch and a fake from the second have the weight as target.
    @Test func weightsAreUniformUpToTheMaximum() throws {
      let targets = try DiscriminatorMixup.demo(maximum: 0.4, .sample).targets(20_000)
      let weights = targets.filter { $0 > 1e-6 && $0 < 0.5 }.map { Double($0) }.sorted()
      let count = Double(weights.count)
      #expect(count > 4000)
      #expect((weights.last ?? 1) <= 0.4)
      // Kolmogorov's distance exceeds 1.95 / sqrt(n) once in a thousand.
      let distance = weights.enumerated().map { index, weight in
        let share = weight / 0.4
        return max(abs(share - Double(index) / count), abs(share - Double(index + 1) / count))
      }.max()
      #expect((distance ?? 1) < 1.95 / count.squareRoot())
    }
  }
}

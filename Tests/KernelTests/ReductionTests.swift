// Sums, maxima, minima and argmax against plain loops in double precision.
import CVectorKernels
import Testing

struct ReductionShape: CustomTestStringConvertible, Sendable {
  let outer: Int
  let reduced: Int
  let inner: Int

  init(_ outer: Int, _ reduced: Int, _ inner: Int) {
    self.outer = outer
    self.reduced = reduced
    self.inner = inner
  }

  var testDescription: String { "\(outer) x \(reduced) x \(inner)" }

  func column(_ i: Int, _ j: Int, of values: [Float]) -> [Float] {
    (0..<reduced).map { values[(i * reduced + $0) * inner + j] }
  }

  /// Applies `body` to every reduced run.
  func columns<Result>(of values: [Float], _ body: ([Float]) -> Result) -> [Result] {
    (0..<outer).flatMap { i in (0..<inner).map { j in body(column(i, j, of: values)) } }
  }

  static let all: [ReductionShape] = [
    ReductionShape(1, 0, 1), ReductionShape(3, 0, 20), ReductionShape(0, 4, 4),
    ReductionShape(1, 1, 1), ReductionShape(7, 1, 5), ReductionShape(128, 2, 1),
    ReductionShape(10, 15, 1), ReductionShape(10, 16, 1), ReductionShape(9, 17, 1),
    ReductionShape(5, 100, 1), ReductionShape(3, 4097, 1), ReductionShape(1, 4111, 1),
    ReductionShape(2, 100_000, 1), ReductionShape(1, 262_144, 1), ReductionShape(1, 300_001, 1),
    ReductionShape(1, 128, 2), ReductionShape(1, 128, 10), ReductionShape(3, 77, 3),
    ReductionShape(1, 50_000, 2), ReductionShape(2, 999, 15), ReductionShape(1, 20_000, 7),
    ReductionShape(1, 128, 16), ReductionShape(1, 129, 17), ReductionShape(2, 300, 31),
    ReductionShape(1, 64, 63), ReductionShape(1, 64, 64), ReductionShape(1, 65, 65),
    ReductionShape(1, 128, 512), ReductionShape(2, 40, 100), ReductionShape(1, 5000, 70),
    ReductionShape(4, 9, 784), ReductionShape(6, 2, 500), ReductionShape(1, 3000, 130),
  ]
}

private func reduce(
  _ reduction: mk_reduction, _ values: [Float], _ shape: ReductionShape
) -> [Float] {
  let input = GuardedBuffer(values)
  let output = GuardedBuffer(count: shape.outer * shape.inner)
  mk_reduce(
    reduction, input.floats, output.floats, Int64(shape.outer), Int64(shape.reduced),
    Int64(shape.inner))
  return output.floatValues
}

extension KernelTests {
  @Suite struct Reductions {
    static func values(
      _ shape: ReductionShape, seed: UInt64 = 31, in range: ClosedRange<Float> = -1...3
    ) -> [Float] {
      randomFloats(shape.outer * shape.reduced * shape.inner, seed: seed, in: range)
    }

    @Test(arguments: ReductionShape.all) func sumsAreAccurate(shape: ReductionShape) {
      let values = Self.values(shape)
      let truths = shape.columns(of: values) { $0.reduce(0.0) { $0 + Double($1) } }
      let sizes = shape.columns(of: values) { $0.reduce(0.0) { $0 + abs(Double($1)) } }
      let sums = reduce(MK_REDUCE_SUM, values, shape)
      for (sum, (truth, size)) in zip(sums, zip(truths, sizes)) {
        #expect(abs(Double(sum) - truth) <= 4 * size * Double(Float.ulpOfOne) / 2)
      }
    }

    @Test(arguments: ReductionShape.all) func extremaAreExact(shape: ReductionShape) {
      // Of one sign each, so that a zero that slips in would win.
      let negative = Self.values(shape, in: -3...(-1))
      let maxima = shape.columns(of: negative) { $0.max() ?? -.infinity }
      #expect(firstDifference(reduce(MK_REDUCE_MAXIMUM, negative, shape), maxima) == nil)
      let positive = Self.values(shape, in: 1...3)
      let minima = shape.columns(of: positive) { $0.min() ?? .infinity }
      #expect(firstDifference(reduce(MK_REDUCE_MINIMUM, positive, shape), minima) == nil)
    }

    @Test func aLargeSumKeepsItsDigits() {
      let values = [Float](repeating: 0.1, count: 4_000_000)
      let sum = reduce(MK_REDUCE_SUM, values, ReductionShape(1, values.count, 1))
      #expect(abs(Double(sum[0]) - 4_000_000 * Double(Float(0.1))) < 0.2)
    }

    @Test(arguments: [
      ReductionShape(1, 40, 1), ReductionShape(1, 200, 3),
      ReductionShape(1, 50, 20), ReductionShape(2, 7, 1),
    ])
    func nanComesThrough(shape: ReductionShape) {
      for place in [0, shape.reduced / 2, shape.reduced - 1] {
        var values = Self.values(shape)
        values[place * shape.inner] = .nan
        for reduction in [MK_REDUCE_SUM, MK_REDUCE_MAXIMUM, MK_REDUCE_MINIMUM] {
          let results = reduce(reduction, values, shape)
          #expect(results[0].isNaN)
          #expect(results.dropFirst().allSatisfy { !$0.isNaN })
        }
      }
    }

    @Test(arguments: ReductionShape.all.filter { $0.reduced > 0 })
    func argmaxIsTheFirstGreatest(shape: ReductionShape) {
      // Few distinct values make ties; some runs get a NaN or two.
      var values = Self.values(shape, seed: 32).map { ($0 * 4).rounded() }
      for index in stride(from: 5, to: values.count, by: 97) { values[index] = .nan }
      let expected = shape.columns(of: values) { column -> Int32 in
        if let firstNaN = column.firstIndex(where: \.isNaN) { return Int32(firstNaN) }
        let greatest = column.max() ?? 0
        return Int32(column.firstIndex(of: greatest) ?? -1)
      }
      let input = GuardedBuffer(values)
      let output = GuardedBuffer(count: shape.outer * shape.inner)
      mk_argmax(
        input.floats, output.ints, Int64(shape.outer), Int64(shape.reduced), Int64(shape.inner))
      #expect(firstDifference(output.intValues, expected) == nil)
    }

    @Test(arguments: [
      ReductionShape(1, 300_001, 1), ReductionShape(1, 50_000, 2), ReductionShape(1, 5000, 70),
      ReductionShape(1000, 300, 1), ReductionShape(20, 60, 200),
    ])
    func threadsDoNotChangeSums(shape: ReductionShape) {
      let values = Self.values(shape)
      #expect(isSameForAllThreadCounts { reduce(MK_REDUCE_SUM, values, shape) })
    }
  }
}

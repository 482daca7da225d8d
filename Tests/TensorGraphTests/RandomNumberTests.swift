// The generator's known answers, and the laws of every distribution.

import Foundation
import GraphCompiler
import TensorGraph
import TestSupport
import Testing

@Suite struct RandomNumberTests {
  private let numbers = RandomNumbers(PhiloxKey(seed: 20_180_430, step: 5, stream: 3, draw: 1))

  @Test func philoxKnownAnswers() {
    #expect(
      Philox.block(counter: SIMD4(), key: SIMD2())
        == SIMD4(0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8))
    #expect(
      Philox.block(counter: SIMD4(repeating: .max), key: SIMD2(repeating: .max))
        == SIMD4(0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD))
    #expect(
      Philox.block(
        counter: SIMD4(0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344),
        key: SIMD2(0xA409_3822, 0x299F_31D0))
        == SIMD4(0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1))
  }

  @Test func keyFillsTheCounter() {
    let key = PhiloxKey(
      seed: 0x1111_1111_2222_2222, step: 0xFF44_4444_3333_3333, stream: 0x55, draw: 0x6666)
    #expect(
      key.block(7, attempt: 9)
        == Philox.block(
          counter: SIMD4(7, 0x6666_0009, 0x3333_3333, 0x5544_4444),
          key: SIMD2(0x2222_2222, 0x1111_1111)))
  }

  @Test func graphDrawsByItsKey() throws {
    var graph = Graph()
    let key = graph.addParameter(TensorType([4], .int32))
    let draw = RandomDraw(distribution: .uniform, stream: 3, draw: 1, shape: [2, 5])
    graph.outputs = [try graph.add(.random(draw), [key])]
    let drawn = try runInterpreter(graph, [HostTensor([20_180_430, 0, 5, 0] as [Int32])])
    #expect(drawn[0].doubles == numbers.uniform(10))
  }

  @Test func longerDrawsBeginLikeShorterOnes() {
    #expect(Array(numbers.uniform(100).prefix(7)) == numbers.uniform(7))
    #expect(Array(numbers.normal(100).prefix(7)) == numbers.normal(7))
    #expect(
      Array(numbers.betaLogit(a: 0.2, b: 0.2, 100).prefix(7))
        == numbers.betaLogit(a: 0.2, b: 0.2, 7))
  }

  @Test func drawsDoNotRepeatEachOther() {
    func first(_ step: UInt64, _ stream: UInt32, _ draw: UInt32) -> [Double] {
      RandomNumbers(PhiloxKey(seed: 1, step: step, stream: stream, draw: draw)).uniform(4)
    }
    let draws = [
      first(0, 0, 0), first(1, 0, 0), first(1 << 32, 0, 0), first(0, 1, 0), first(0, 0, 1),
    ]
    #expect(Set(draws).count == 5)
  }

  @Test func uniformIsUniform() {
    let draws = numbers.uniform(40_000)
    #expect(draws.allSatisfy { $0 >= 0 && $0 < 1 && $0 * 0x1p24 == ($0 * 0x1p24).rounded() })
    #expect(distance(draws) { $0 } < critical(40_000))
  }

  @Test func normalIsNormal() {
    let draws = numbers.normal(40_000)
    #expect(distance(draws) { 0.5 * erfc(-$0 / 2.0.squareRoot()) } < critical(40_000))
    #expect(abs(mean(draws)) < 4 / 200)
    #expect(abs(mean(draws.map { $0 * $0 }) - 1) < 4 * 2.0.squareRoot() / 200)
    let products = zip(draws, draws.dropFirst()).map { $0 * $1 }
    #expect(abs(mean(products)) < 4 / 200)
  }

  @Test(arguments: [0.05, 0.2, 1, 8])
  func betaHasItsMoments(_ alpha: Double) {
    let logits = numbers.betaLogit(a: alpha, b: alpha, 40_000)
    #expect(logits.allSatisfy { $0.isFinite })
    let values = logits.map { 1 / (1 + exp(-$0)) }
    let variance = 1 / (4 * (2 * alpha + 1))
    #expect(abs(mean(values) - 0.5) < 4 * variance.squareRoot() / 200)
    let spread = mean(values.map { ($0 - 0.5) * ($0 - 0.5) })
    #expect(abs(spread - variance) < 4 * 0.25 / 200)
    // Var(ln X - ln Y) of two gamma variates is twice the trigamma function of their shape.
    let logitVariance = 2 * trigamma(alpha)
    let ratio = mean(logits.map { $0 * $0 }) / logitVariance
    #expect(abs(ratio - 1) < 0.06)
  }

  @Test func betaOfOneIsUniform() {
    let logits = numbers.betaLogit(a: 1, b: 1, 40_000)
    #expect(distance(logits) { 1 / (1 + exp(-$0)) } < critical(40_000))
  }

  @Test func betaOfUnequalShapesHasItsMean() {
    let values = numbers.betaLogit(a: 0.3, b: 2.5, 40_000).map { 1 / (1 + exp(-$0)) }
    #expect(abs(mean(values) - 0.3 / 2.8) < 0.004)
  }

  @Test func smallBetaKeepsItsTails() {
    // P(X < e^-30) of Beta(0.05, 0.05) is nearly e^(-1.5) / (a B(a, a)), about 0.112.
    let logits = numbers.betaLogit(a: 0.05, b: 0.05, 40_000)
    let share = mean(logits.map { $0 < -30 ? 1 : 0 })
    let beta = tgamma(0.05) * tgamma(0.05) / tgamma(0.1)
    #expect(abs(share - exp(-1.5) / (0.05 * beta)) < 0.007)
  }

  @Test(arguments: [1, 2, 10, 1_610_612_737] as [Int32])
  func integersAreUniform(_ bound: Int32) {
    let draws = numbers.integers(below: bound, 20_000)
    #expect(draws.allSatisfy { $0 >= 0 && $0 < bound })
    let cells = min(Int(bound), 12)
    var counts = [Double](repeating: 0, count: cells)
    for draw in draws { counts[Int(draw) * cells / Int(bound)] += 1 }
    let expected = 20_000 / Double(cells)
    let chiSquared = counts.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
    #expect(chiSquared < 40)
  }

  @Test func permutationsArePermutations() {
    for count in [0, 1, 2, 13, 1000] {
      #expect(numbers.permutation(count).sorted() == (0..<count).map { Int32($0) })
    }
    #expect(numbers.permutation(1000) != (0..<1000).map { Int32($0) })
  }

  @Test func permutationsAreUniform() {
    var counts: [[Int32]: Double] = [:]
    for step in 0..<6000 {
      let key = PhiloxKey(seed: 9, step: UInt64(step), stream: 0, draw: 0)
      counts[RandomNumbers(key).permutation(3), default: 0] += 1
    }
    #expect(counts.count == 6)
    let chiSquared = counts.values.reduce(0) { $0 + ($1 - 1000) * ($1 - 1000) / 1000 }
    #expect(chiSquared < 25)
  }

  // MARK: - Statistics

  private func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  /// The Kolmogorov-Smirnov distance between draws and a distribution function.
  private func distance(_ draws: [Double], _ distribution: (Double) -> Double) -> Double {
    let count = Double(draws.count)
    return draws.sorted().enumerated().reduce(0) { greatest, draw in
      let expected = distribution(draw.element)
      let below = expected - Double(draw.offset) / count
      return max(greatest, below, Double(draw.offset + 1) / count - expected)
    }
  }

  /// The distance that one sample in ten thousand exceeds.
  private func critical(_ count: Double) -> Double { 2.23 / count.squareRoot() }

  /// The second derivative of `ln Gamma`, by its recurrence and asymptotic series.
  private func trigamma(_ x: Double) -> Double {
    if x < 10 { return trigamma(x + 1) + 1 / (x * x) }
    return 1 / x + 1 / (2 * x * x) + 1 / (6 * x * x * x)
  }
}

@Suite struct RandomStreamTests {
  @Test func goesOnFromAPosition() {
    var stream = RandomStream(seed: 7, stream: 3)
    let words = (0..<23).map { _ in stream.nextWord() }
    for start in 0..<23 {
      var later = RandomStream(seed: 7, stream: 3, position: UInt64(start))
      #expect((start..<23).map { _ in later.nextWord() } == Array(words[start...]))
    }
    #expect(stream.position == 23)
  }

  @Test func wordsComeFromTheirBlocks() {
    var stream = RandomStream(seed: 0x1_0000_0002, stream: 3, draw: 9, position: 1 << 34 | 5)
    let block = Philox.block(counter: SIMD4(1, 9, 1, 0x03FF_FFFF), key: SIMD2(2, 1))
    #expect((0..<3).map { _ in stream.nextWord() } == [block[1], block[2], block[3]])
  }

  @Test func streamsAndDrawsDiffer() {
    var streams = [
      RandomStream(seed: 1, stream: 0), RandomStream(seed: 2, stream: 0),
      RandomStream(seed: 1, stream: 1), RandomStream(seed: 1, stream: 0, draw: 1),
    ]
    #expect(Set(streams.indices.map { streams[$0].next() }).count == 4)
  }

  @Test func lawsHaveTheirMoments() {
    var stream = RandomStream(seed: 11, stream: 0)
    let uniforms = (0..<20_000).map { _ in Double(stream.uniform()) }
    #expect(uniforms.allSatisfy { $0 >= 0 && $0 < 1 })
    #expect(abs(uniforms.reduce(0, +) / 20_000 - 0.5) < 0.009)
    let normals = (0..<20_000).map { _ in Double(stream.normal()) }
    #expect(abs(normals.reduce(0, +) / 20_000) < 0.03)
    #expect(abs(normals.reduce(0) { $0 + $1 * $1 } / 20_000 - 1) < 0.04)
    var counts = [Double](repeating: 0, count: 7)
    for _ in 0..<7000 { counts[stream.integer(below: 7)] += 1 }
    #expect(counts.reduce(0) { $0 + ($1 - 1000) * ($1 - 1000) / 1000 } < 28)
    #expect(stream.integer(below: 1) == 0)
    #expect(stream.integer(below: -3) == 0)
  }
}

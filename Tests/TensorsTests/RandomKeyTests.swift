// Random numbers depend on seed, step, stream, draw and place, and on nothing else.

import GraphCompiler
import Tensors
import Testing

extension TensorsTests {
  @Suite struct RandomKeyTests {
    private func numbers(
      seed: UInt64 = 1, step: Int = 0, _ draw: @escaping (RandomKey) -> [Tensor]
    ) throws -> [[Float]] {
      try compile(options: verifying) { (key: Tensor) in draw(RandomKey(key)) }(
        RandomKey.host(seed: seed, step: step)
      ).map(\.floats)
    }

    private func latent(_ key: RandomKey) -> [Tensor] { [key.normal([50], from: .latent)] }

    @Test func sameSeedAndStepSameNumbers() throws {
      #expect(try numbers(latent) == numbers(latent))
    }

    @Test func everythingInTheKeyCounts() throws {
      let base = try numbers(latent)
      for (seed, step) in [(2, 0), (1 << 32 | 1, 0), (1, 1), (1, 1 << 32)] as [(UInt64, Int)] {
        let other = try numbers(seed: seed, step: step, latent)
        #expect(zip(base[0], other[0]).allSatisfy { $0 != $1 }, "seed \(seed), step \(step)")
      }
      for stream in RandomStreamName.allCases where stream != .latent {
        let other = try numbers { [$0.normal([50], from: stream)] }
        #expect(zip(base[0], other[0]).allSatisfy { $0 != $1 }, "\(stream)")
      }
    }

    @Test func everyDrawOfAStreamIsAnother() throws {
      let draws = try numbers { key in (0..<3).map { _ in key.normal([50], from: .latent) } }
      #expect(draws[0] != draws[1] && draws[1] != draws[2] && draws[0] != draws[2])
      #expect(try draws[0] == numbers(latent)[0])
    }

    @Test func drawsOfOtherStreamsChangeNothing() throws {
      let alone = try numbers { key in (0..<2).map { _ in key.normal([50], from: .latent) } }
      let among = try numbers { key in
        _ = key.uniform([3], from: .data)
        let first = key.normal([50], from: .latent)
        _ = key.integers(below: 7, [9], from: .evaluation)
        return [first, key.normal([50], from: .latent)]
      }
      #expect(alone == among)
    }

    @Test func theInnermostScopesKeyIsTheCurrentOne() throws {
      var wasMissing = false
      let draws = try numbers(seed: 1) { key in
        let other = RandomKey(Tensor(RandomKey.host(seed: 2, step: 0)))
        let drawn = withRandomKey(key) {
          let inner = withRandomKey(other) { RandomKey.current?.uniform([9], from: .dropout) }
          return [inner, RandomKey.current?.uniform([9], from: .dropout)].compactMap { $0 }
        }
        wasMissing = RandomKey.current == nil
        return drawn
      }
      #expect(wasMissing && draws.count == 2)
      let expected = try numbers(seed: 1) { key in
        (0..<2).map { _ in key.uniform([9], from: .dropout) }
      }
      #expect(draws[1] == expected[1] && draws[0] != expected[0])
    }

    @Test func threadsChangeNothing() throws {
      let before = KernelLibrary.threadCount
      defer { KernelLibrary.threadCount = before }
      let draws = try [1, 2].map { threads in
        KernelLibrary.threadCount = threads
        return try numbers { [$0.normal([50_000], from: .latent)] }
      }
      #expect(draws[0] == draws[1])
    }

    @Test func rangesOfTheLaws() throws {
      let draws = try numbers { key in
        [
          key.uniform([4000], from: .data), key.normal([4000], from: .data),
          key.beta(0.2, 0.2, [4000], from: .lambda),
          key.integers(below: 5, [4000], from: .data).converted(to: .float32),
          key.permutation(100, from: .data).converted(to: .float32),
        ]
      }
      func mean(_ x: [Float]) -> Float { x.reduce(0, +) / Float(x.count) }
      // Four standard errors of each mean.
      #expect(draws[0].allSatisfy { $0 >= 0 && $0 < 1 } && abs(mean(draws[0]) - 0.5) < 0.019)
      #expect(abs(mean(draws[1])) < 0.064 && abs(mean(draws[1].map { $0 * $0 }) - 1) < 0.09)
      #expect(draws[2].allSatisfy { $0 >= 0 && $0 <= 1 } && abs(mean(draws[2]) - 0.5) < 0.027)
      #expect(Set(draws[3]) == [0, 1, 2, 3, 4])
      #expect(draws[4].sorted() == (0..<100).map(Float.init) && draws[4] != draws[4].sorted())
    }

    @Test func keysOfTheHostHaveTheirType() {
      #expect(RandomKey.host(seed: .max, step: 7).type == RandomKey.type)
      #expect(RandomKey.host(seed: 1 << 32 | 5, step: 3 << 32 | 4).storage == .int32([5, 1, 4, 3]))
    }

    @Test func wrongKeysAndLaws() {
      let key = RandomKey.host(seed: 1, step: 1)
      let texts: [String] = [
        compileError { [RandomKey(vector(1, 2, 3, 4)).uniform([2], from: .data)] },
        compileError { [RandomKey(Tensor(key)).beta(0, 1, [2], from: .data)] },
        compileError { [RandomKey(Tensor(key)).beta(.nan, 1, [2], from: .data)] },
        compileError { [RandomKey(Tensor(key)).integers(below: 0, [2], from: .data)] },
        compileError { [RandomKey(Tensor(key)).permutation(-4, from: .data)] },
        compileError { [RandomKey(Tensor(key)).normal([-1], from: .data)] },
      ]
      #expect(texts.allSatisfy { $0.hasPrefix("random: ") })
    }
  }
}

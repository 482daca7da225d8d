// Dropout: the share that is kept, the mean, channels as a whole, and masks that are drawn once.

import GraphCompiler
import NeuralNetworks
import Tensors
import Testing

extension NeuralNetworksTests {
  @Suite struct DropoutTests {
    private static let training = LayerMode.training(updatesStatistics: false)

    private func outputs(
      _ x: HostTensor, seed: UInt64 = 1, _ body: @escaping (Tensor) -> [Tensor]
    ) throws -> [HostTensor] {
      let function = compile(options: testOptions()) { (key: Tensor, x: Tensor) in
        withRandomKey(RandomKey(key)) { body(x) }
      }
      return try function(RandomKey.host(seed: seed, step: 3), x)
    }

    @Test(arguments: [Float(0.1), 0.5, 0.9]) func shareKeptAndMean(rate: Float) throws {
      let layer = try Dropout(rate: rate)
      let count = 40_000
      let x = HostTensor(repeating: 3, shape: [200, 200])
      let y = try outputs(x) { [layer($0, mode: Self.training)] }[0].floats
      let kept = y.filter { $0 != 0 }
      for value in kept { #expect(abs(value - 3 / (1 - rate)) < 1e-4) }
      // Four standard deviations of a share, and what they make of the mean.
      let spread = 4 * (Double(rate * (1 - rate)) / Double(count)).squareRoot()
      #expect(abs(Double(kept.count) / Double(count) - Double(1 - rate)) < spread)
      let mean = y.reduce(0.0) { $0 + Double($1) } / Double(count)
      #expect(abs(mean - 3) < 3 * spread / Double(1 - rate))
    }

    @Test func channelsGoAsAWhole() throws {
      let layer = try Dropout(rate: 0.5, unit: .channel)
      let x = HostTensor(repeating: 1, shape: [8, 16, 3, 2])
      let y = try outputs(x) { [layer($0, mode: Self.training)] }[0].floats
      let channels = (0..<128).map { Array(y[($0 * 6)..<($0 * 6 + 6)]) }
      #expect(channels.allSatisfy { Set($0).count == 1 })
      let kept = channels.count { $0[0] == 2 }
      #expect((40...88).contains(kept) && channels.count { $0[0] == 0 } == 128 - kept)
    }

    @Test func inferenceAndRateZeroChangeNothing() throws {
      let (layer, none) = (try Dropout(rate: 0.9), try Dropout(rate: 0))
      let x = try sequence([5, 7])
      let y = try outputs(x) { [layer($0, mode: .inference), none($0, mode: Self.training)] }
      #expect(y[0] == x && y[1] == x)
      let function = compile { layer($0, mode: .inference) }
      #expect(try function(x)[0] == x)
    }

    @Test func everyCallSeedAndStepDrawsItsOwnAndTheSameAgain() throws {
      let layer = try Dropout(rate: 0.5)
      let x = HostTensor(repeating: 1, shape: [50])
      let body = { (x: Tensor) in (0..<2).map { _ in layer(x, mode: Self.training) } }
      let first = try outputs(x, body)
      #expect(first[0] != first[1])
      #expect(try outputs(x, body) == first)
      #expect(try outputs(x, seed: 2, body)[0] != first[0])
    }

    /// Where a number was left out, it has no slope; where it was kept, the slope is the factor.
    @Test func gradientsSeeTheMaskOfTheCall() throws {
      let layer = try Dropout(rate: 0.25)
      let x = HostTensor(repeating: 1, shape: [30, 10])
      let results = try outputs(x) { x in
        let y = layer(x, mode: Self.training)
        return [y] + gradients(of: y.sum(), withRespectTo: [x])
      }
      #expect(results[0] == results[1])
      #expect(Set(results[0].floats).count == 2)
    }

    @Test func derivativesAgreeWithCentralDifferences() throws {
      let key = RandomKey.host(seed: 4, step: 1)
      for unit in [Dropout.Unit.element, .channel] {
        let layer = try Dropout(rate: 0.5, unit: unit)
        try expectDerivatives(by: [], at: sequence([2, 3, 2, 1])) { x in
          withRandomKey(RandomKey(Tensor(key))) { layer(x * x, mode: Self.training) }
        }
      }
    }

    @Test func mistakesAreErrors() throws {
      for rate in [-0.1, 1, Float.nan] {
        #expect(throws: ShapeError.self) { try Dropout(rate: rate) }
      }
      let x = try matrix([[1, 2]])
      let network = Sequential("net", [try Dropout(rate: 0.5)])
      let withoutMode = #expect(throws: ShapeError.self) { _ = try compile { network($0) }(x) }
      #expect(withoutMode?.path == "net/0 Dropout")
      let withoutKey = #expect(throws: ShapeError.self) {
        _ = try compile { network($0, mode: Self.training) }(x)
      }
      #expect(
        withoutKey?.problem == "the network was called in training without a random key")
      let channels = try Dropout(rate: 0.5, unit: .channel)
      let rows = #expect(throws: ShapeError.self) {
        _ = try compile { channels($0, mode: .inference) }(x)
      }
      #expect(rows?.problem == "float32[1, 2] came, to leave out channels")
    }
  }
}

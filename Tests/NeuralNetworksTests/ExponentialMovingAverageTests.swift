// The moving average of weights against a loop by hand.

import NeuralNetworks
import Tensors
import Testing

extension NeuralNetworksTests {
  @Suite struct ExponentialMovingAverageTests {
    /// Adds a vector to a parameter and moves its average, step by step.
    private func run(decay: Float, steps: Int) throws -> (
      parameter: Variable, average: ExponentialMovingAverage
    ) {
      let parameter = Variable("w", vector(1, -2))
      let average = ExponentialMovingAverage(of: [parameter], decay: decay, name: "ema")
      let step = compile(options: testOptions()) { x in
        parameter.assign(parameter.value + x)
        average.update()
        return parameter.value
      }
      for index in 0..<steps { _ = try step(HostTensor([Float(index), 0.5])) }
      return (parameter, average)
    }

    @Test func agreesWithALoop() throws {
      let (parameter, average) = try run(decay: 0.75, steps: 9)
      var (raw, mean): ([Double], [Double]) = ([1, -2], [1, -2])
      for step in 0..<9 {
        raw = [raw[0] + Double(step), raw[1] + 0.5]
        mean = zip(mean, raw).map { 0.75 * $0 + 0.25 * $1 }
      }
      expectClose(parameter.hostValue.floats, raw)
      expectClose(average.variables[0].hostValue.floats, mean)
    }

    @Test func earlyStepsForgetFaster() throws {
      let parameter = Variable("w", vector(8, -8))
      let average = ExponentialMovingAverage(of: [parameter], decay: 0.5, name: "ema")
      let update = compile(options: testOptions()) { step in
        parameter.assign(parameter.value - 2)
        average.update(step: step)
        return step
      }
      var (raw, mean): ([Double], [Double]) = ([8, -8], [8, -8])
      for step in 1...20 {
        _ = try update(HostTensor(shape: .scalar, storage: .int32([Int32(step)])))
        // 2/11, 3/12, ... and 1/2 from step 8 on.
        let kept = min(0.5, Double(1 + step) / Double(10 + step))
        raw = raw.map { $0 - 2 }
        mean = zip(mean, raw).map { kept * $0 + (1 - kept) * $1 }
        expectClose(average.variables[0].hostValue.floats, mean)
      }
    }

    @Test func startsAsACopyUnderItsOwnName() throws {
      let (_, average) = try run(decay: 0.5, steps: 0)
      #expect(average.variables.map(\.name) == ["ema.w"])
      #expect(average.variables[0].hostValue.floats == [1, -2])
    }

    @Test func withoutDecayItIsTheParameter() throws {
      let (parameter, average) = try run(decay: 0, steps: 5)
      #expect(average.variables[0].hostValue == parameter.hostValue)
    }

    @Test func withFullDecayItStays() throws {
      let (_, average) = try run(decay: 1, steps: 5)
      #expect(average.variables[0].hostValue.floats == [1, -2])
    }

    @Test func valuesStandInForTheParameters() throws {
      let (parameter, average) = try run(decay: 0.5, steps: 1)
      let results = try evaluate {
        [withValues(average.values) { parameter.value * 2 }, parameter.value]
      }
      // After one step the parameter is [1, -1.5] and the average [1, -1.75].
      #expect(results[0].floats == [2, -3.5])
      #expect(results[1].floats == [1, -1.5])
    }

    @Test(arguments: [Float(-0.1), 1.1, .nan])
    func decayIsAShare(decay: Float) {
      #expect(throws: ShapeError.self) { try run(decay: decay, steps: 1) }
    }
  }
}

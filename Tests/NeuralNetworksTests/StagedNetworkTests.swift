// Networks in stages: changes on the way, networks of one's own, and mistakes.

import NeuralNetworks
import Tensors
import Testing

extension NeuralNetworksTests {
  @Suite struct StagedNetworkTests {
    /// `x -> 3 x -> 3 x + 1 -> tanh(3 x + 1)`.
    private struct Chain: StagedNetwork {
      struct Affine: Layer {
        var factor: Float = 1
        var summand: Float = 0
        func callAsFunction(_ x: Tensor) -> Tensor { x * factor + summand }
      }
      let name = "lab.chain"
      let stages: [any Layer] = [Affine(factor: 3), Affine(summand: 1), Activation.tanh]
    }

    @Test func aNetworkOfOnesOwnRunsItsStages() throws {
      let network = Chain()
      let x = vector(-1, 0.25)
      let expected = [-0.9640275801, 0.9413755385]
      expectClose(try compile(options: testOptions()) { network($0) }(x)[0].floats, expected)
      expectClose(
        try compile(options: testOptions()) { network($0, mode: .inference) }(x)[0].floats,
        expected)
      let paths = try compile { network($0) }.trace([x.type]).graph.nodes.map(\.path)
      #expect(paths.contains("chain/0 Affine") && paths.contains("chain/2 tanh"))
    }

    /// At x = 1 the stages take 1, 3 and 4.
    @Test(arguments: [(0, 1), (1, 3), (2, 4)] as [(Int, Float)])
    func theChangeSeesTheStagesInput(_ stage: Int, _ seen: Float) throws {
      let network = Chain()
      let results = try compile(options: testOptions()) { (x: Tensor) in
        var inputs: [Tensor] = []
        let y = network(x, mode: .inference, changingInputOf: stage) { input in
          inputs.append(input)
          return input * 0 - Float(stage)
        }
        return inputs + [y]
      }(vector(1))
      try #require(results.map(\.floats.count) == [1, 1])
      #expect(results[0].floats == [seen])
      // Zero, -1 and -2 in front of stages 0, 1 and 2: tanh(1), tanh(0) and tanh(-2).
      expectClose(results[1].floats, [[0.7615941560], [0], [-0.9640275801]][stage])
    }

    @Test(arguments: [-1, 3]) func aStageThatIsNotThereIsAnError(_ stage: Int) throws {
      let network = Chain()
      let error = #expect(throws: ShapeError.self) {
        _ = try compile { network($0, mode: .inference, changingInputOf: stage) { $0 } }(vector(1))
      }
      #expect(
        error?.description
          == "chain: change between stages: stage \(stage) came; use one from 0, which takes the "
          + "input, to 2")
    }

    @Test func layersOfAChainAreItsStages() throws {
      var random = RandomSource(seed: 1)
      let network = Sequential(
        "net", [try Linear("net.0", inputs: 1, outputs: 1, from: &random), Activation.tanh])
      #expect(network.stages.count == 2)
      let y = try compile { network($0, mode: .inference, changingInputOf: 1) { $0 * 0 } }(
        matrix([[3]]))[0]
      #expect(y.floats == [0])
    }
  }
}

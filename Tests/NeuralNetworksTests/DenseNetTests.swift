// DenseNet-BC: published parameter counts, names, first weights, and agreement with the interpreter.

import GraphCompiler
import NeuralNetworks
import Tensors
import TestSupport
import Testing

extension NeuralNetworksTests {
  @Suite struct DenseNetTests {
    private static let training = LayerMode.training(updatesStatistics: false)

    /// Depth 190 is mixup's, depth 100 the 0.8 million of the paper of 2017.
    @Test(arguments: [
      (190, 40, 10, 25_624_430), (190, 40, 100, 25_821_620), (100, 12, 10, 769_162),
    ])
    func countsAreThePublishedOnes(_ depth: Int, _ growth: Int, _ classes: Int, _ count: Int) throws
    {
      var random = RandomSource(seed: 0)
      let network = try denseNet("c", depth: depth, growth: growth, classes: classes, from: &random)
      #expect(network.parameterCount == count)
    }

    @Test func namesAreThoseOfVeitsCode() throws {
      var random = RandomSource(seed: 0)
      let network = try denseNet("c", depth: 10, growth: 2, classes: 3, from: &random)
      let layer = { (block: Int) in
        ["bn1.weight", "bn1.bias", "conv1.weight", "bn2.weight", "bn2.bias", "conv2.weight"]
          .map { "c.block\(block).layer.0.\($0)" }
      }
      let transition = { (block: Int) in
        ["bn1.weight", "bn1.bias", "conv1.weight"].map { "c.trans\(block).\($0)" }
      }
      #expect(
        network.parameters.map(\.name)
          == ["c.conv1.weight"] + layer(1) + transition(1) + layer(2) + transition(2) + layer(3)
          + ["c.bn1.weight", "c.bn1.bias", "c.fc.weight", "c.fc.bias"])
    }

    /// Variances of `2 / (k k outputs)` within four standard deviations of a variance's estimate.
    @Test func kernelsSpreadAsMuchAsTheirOutputsAllow() throws {
      var random = RandomSource(seed: 0)
      let network = try denseNet("c", depth: 10, growth: 32, classes: 3, from: &random)
      let fields = [
        "c.conv1.weight": 9 * 64, "c.block1.layer.0.conv1.weight": 128,
        "c.block1.layer.0.conv2.weight": 9 * 32, "c.trans1.conv1.weight": 48,
      ]
      for parameter in network.parameters {
        guard let field = fields[parameter.name] else { continue }
        let elements = parameter.hostValue.floats.map(Double.init)
        let variance = elements.reduce(0) { $0 + $1 * $1 } / Double(elements.count)
        let ratio = variance * Double(field) / 2
        #expect(abs(ratio - 1) < 4 * (2 / Double(elements.count)).squareRoot(), "\(parameter.name)")
      }
      #expect(network.parameters.last?.hostValue.floats == [0, 0, 0])
    }

    /// Channels that fill no block of the fast layout, one block, and several, are joined: loss,
    /// logits and slopes are those of the interpreter.
    @Test(arguments: [(3, 16), (16, 10), (20, 10)], [false, true])
    func joinedChannelsAgreeWithTheInterpreter(_ form: (growth: Int, depth: Int), _ oneDNN: Bool)
      throws
    {
      var random = RandomSource(seed: 0)
      let network = try denseNet(
        "c", depth: form.depth, growth: form.growth, channels: 1, classes: 3, from: &random)
      let function = compile(options: testOptions(oneDNN: oneDNN)) { (x: Tensor) in
        let logits = network(x, mode: Self.training)
        let loss = (logits * logits).mean()
        return [logits, loss] + gradients(of: loss, withRespectTo: [x])
          + gradients(of: loss, withRespectTo: network.parameters)
      }
      let x = try sequence([2, 1, 9, 8], modulus: 37)
      let (graph, variables) = try function.trace([x.type])
      let expected = try Interpreter<Double>(graph).run(
        parameters: [ReferenceArray(x)], variables: variables.map { ReferenceArray($0.hostValue) })
      let came = try function(x)
      #expect(came.count == 3 + network.parameters.count)
      for (index, (a, b)) in zip(came, expected.outputs).enumerated() {
        let place = index < 3 ? "result \(index)" : network.parameters[index - 3].name
        try a.expectClose(
          to: HostTensor(b.doubles.map { Float($0) }, shape: a.shape),
          Tolerance(absolute: 1e-6, relative: 5e-4), normwise: true, place)
      }
    }

    @Test(arguments: [(188, 40), (4, 12), (1006, 12), (40, 0), (40, 257)])
    func depthsAndGrowthsThatDoNotFitAreRefused(_ depth: Int, _ growth: Int) {
      var random = RandomSource(seed: 0)
      let error = #expect(throws: ShapeError.self) {
        _ = try denseNet("c", depth: depth, growth: growth, classes: 10, from: &random)
      }
      #expect(error?.path == "c")
    }

    @Test func imagesThatThePoolsUseUpAreAnError() throws {
      var random = RandomSource(seed: 0)
      let network = try denseNet("c", depth: 10, growth: 2, channels: 1, classes: 3, from: &random)
      let error = #expect(throws: ShapeError.self) {
        _ = try compile { network($0, mode: .inference) }(sequence([1, 1, 3, 3]))
      }
      #expect(error?.path.hasPrefix("c/block2/trans2") == true, "\(error?.description ?? "none")")
    }
  }
}

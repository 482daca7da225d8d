// Residual networks: published parameter counts, names, and what their shortcuts take.

import NeuralNetworks
import Tensors
import Testing

extension NeuralNetworksTests {
  @Suite struct PreActResNetTests {
    @Test(arguments: [
      (10, PreActForm.plain, 11_171_146), (100, .plain, 11_217_316),
      (10, .doublyNormalized, 11_171_274), (100, .doublyNormalized, 11_217_444),
    ])
    func countsAreThePublishedOnes(_ classes: Int, _ form: PreActForm, _ count: Int) throws {
      var random = RandomSource(seed: 0)
      let network = try preActResNet("c", classes: classes, form: form, from: &random)
      #expect(network.parameterCount == count)
    }

    @Test(arguments: [(10, 36_479_194), (100, 36_536_884)])
    func countsOfWideNetworksAreThePublishedOnes(_ classes: Int, _ count: Int) throws {
      var random = RandomSource(seed: 0)
      #expect(try wideResNet("c", classes: classes, from: &random).parameterCount == count)
    }

    /// Checkpoints of the authors' code fit by name, with `module.` or nothing for `c.`.
    @Test func namesAreThoseOfTheAuthorsCode() throws {
      var random = RandomSource(seed: 0)
      let network = try preActResNet(
        "c", depth: 34, width: 1, classes: 2, form: .doublyNormalized, from: &random)
      let names = network.parameters.map(\.name)
      #expect(
        names.prefix(6) == [
          "c.conv1.weight", "c.bn1.weight", "c.bn1.bias", "c.layer1.0.bn1.weight",
          "c.layer1.0.bn1.bias", "c.layer1.0.conv1.weight",
        ])
      #expect(names.suffix(2) == ["c.linear.weight", "c.linear.bias"])
      #expect(
        names.filter { $0.contains("shortcut") }
          == (2...4).map { "c.layer\($0).0.shortcut.0.weight" })
      for (layer, count) in [3, 4, 6, 3].enumerated() {
        #expect(
          names.count { $0.hasPrefix("c.layer\(layer + 1).") && $0.contains("conv2") } == count)
      }
    }

    /// With kernels of zeros in its blocks the first stage of a plain network gives what it takes;
    /// with double normalization each of its two blocks normalises and cuts off once more.
    @Test(arguments: PreActForm.allCases) func shortcutsTakeWhatTheFormSays(
      _ form: PreActForm
    ) throws {
      var random = RandomSource(seed: 0)
      let network = try preActResNet("c", width: 2, classes: 2, form: form, from: &random)
      for parameter in network.parameters where parameter.name.contains("layer1") {
        let isKernel = parameter.name.contains("conv")
        let isBias = parameter.name.hasSuffix("bn1.bias")
        guard isKernel || isBias else { continue }
        try parameter.setHostValue(
          HostTensor(repeating: isBias ? -0.25 : 0, shape: parameter.shape))
      }
      let results = try compile(options: testOptions()) { (x: Tensor) in
        var seen: [Tensor] = []
        for stage in 1...2 {
          _ = network(x * 10, mode: .inference, changingInputOf: stage) { input in
            seen.append(input)
            return input
          }
        }
        return seen
      }(sequence([2, 3, 8, 8]))
      let (before, after) = (results[0].floats, results[1].floats)
      #expect(before.contains { $0 > 1 })
      switch form {
      case .plain:
        #expect(before.contains { $0 < 0 } && after == before)
      case .doublyNormalized:
        #expect(before.allSatisfy { $0 >= 0 })
        // New running statistics change nothing but by epsilon.
        let scale = 1 / (1 + 1e-5).squareRoot()
        let expected = before.map { first in
          (0..<2).reduce(Double(first)) { value, _ in max(value * scale - 0.25, 0) }
        }
        expectClose(after, expected, 1e-5)
      }
    }

    @Test(arguments: [(27, 10), (4, 1), (28, 0)])
    func depthsAndWidthsThatDoNotFitAreRefused(_ depth: Int, _ width: Int) {
      var random = RandomSource(seed: 0)
      #expect(throws: ShapeError.self) {
        _ = try wideResNet("c", depth: depth, width: width, classes: 10, from: &random)
      }
    }

    @Test(arguments: [(18, 0), (18, 1025), (19, 64), (0, 64)])
    func depthsAndWidthsOfPreActNetworksThatDoNotFitAreRefused(_ depth: Int, _ width: Int) {
      var random = RandomSource(seed: 0)
      let error = #expect(throws: ShapeError.self) {
        _ = try preActResNet("c", depth: depth, width: width, classes: 10, from: &random)
      }
      #expect(error?.path == "c")
      #expect(throws: ShapeError.self) {
        _ = try preActResNet("c", width: 1, channels: 0, classes: 10, from: &random)
      }
      #expect(throws: ShapeError.self) {
        _ = try preActResNet("c", width: 1, classes: 0, from: &random)
      }
    }

    @Test func aNetworkWithoutAModeIsAnError() throws {
      var random = RandomSource(seed: 0)
      let network = try wideResNet("c", depth: 10, width: 1, classes: 10, from: &random)
      #expect(
        compileError { [network(Tensor(HostTensor(repeating: 0, shape: [2, 3, 8, 8])))] }
          .contains("without a mode"))
    }
  }
}

// Residual networks: published parameter counts, and PyTorch's logits for known weights.

import Foundation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

extension NeuralNetworksTests {
  @Suite struct PreActResNetTests {
    @Test func countsAreThePublishedOnes() throws {
      var random = RandomSource(seed: 0)
      #expect(try preActResNet18("c", classes: 10, from: &random).parameterCount == 11_171_146)
      #expect(try wideResNet("c", classes: 10, from: &random).parameterCount == 36_479_194)
      #expect(try leNet("c", from: &random).parameterCount == 61_706)
    }

    /// The logits of the same network in PyTorch 2.15 at double precision, first in training, then
    /// in inference with the running statistics that it left: parameter number k has the elements
    /// `0.2 sin(0.37 i + k)`, 1 more in the weights of normalisations, and pixel i is `sin(0.11 i)`.
    @Test func logitsArePyTorchs() throws {
      var random = RandomSource(seed: 0)
      let network = try wideResNet("c", depth: 10, width: 1, classes: 10, from: &random)
      for (number, parameter) in network.parameters.enumerated() {
        let isScale = parameter.name.contains("bn") && parameter.name.hasSuffix(".weight")
        let offset = isScale ? 1.0 : 0
        let elements = (0..<parameter.shape.elementCount).map { place in
          Float(offset + 0.2 * sin(0.37 * Double(place) + Double(number)))
        }
        try parameter.setHostValue(HostTensor(elements, shape: parameter.shape))
      }
      let images = try HostTensor(
        (0..<384).map { place in Float(sin(0.11 * Double(place))) }, shape: [2, 3, 8, 8])
      let modes: [LayerMode] = [.training(updatesStatistics: true), .inference]
      let expected = [
        [
          0.0372700, 0.6083916, -0.1190659, -0.7611370, -0.0676380, 0.8560871, 0.4834672,
          -0.4537352, -0.2666293, 0.7060896, -0.0342637, 0.5278614, -0.0665021, -0.6682248,
          -0.0983153, 0.7559485, 0.4905556, -0.3519269, -0.2497355, 0.6082608,
        ],
        [
          -1.1315230, 0.9754873, 1.1362010, -0.8325394, -1.3397246, 0.6278341, 1.7017860,
          0.0615076, -1.3635764, -0.0675525, -0.6393213, 0.9454225, 0.6369171, -0.9200870,
          -0.8610636, 0.8281360, 1.2703086, -0.2404341, -1.0032250, 0.3192744,
        ],
      ]
      for (mode, logits) in zip(modes, expected) {
        let function = compile(options: testOptions()) { (x: Tensor) in [network(x, mode: mode)] }
        expectClose(try function(images)[0].floats, logits, 2e-4, "\(mode)")
      }
    }

    @Test(arguments: [(27, 10), (4, 1), (28, 0)])
    func depthsAndWidthsThatDoNotFitAreRefused(_ depth: Int, _ width: Int) {
      var random = RandomSource(seed: 0)
      #expect(throws: ShapeError.self) {
        _ = try wideResNet("c", depth: depth, width: width, classes: 10, from: &random)
      }
    }

    @Test func aNetworkWithoutAModeIsAnError() throws {
      var random = RandomSource(seed: 0)
      let network = try wideResNet("c", depth: 10, width: 1, classes: 10, from: &random)
      #expect(
        compileError { [network(Tensor(HostTensor(repeating: 0, shape: [2, 16, 8, 8])))] }
          .contains("without a mode"))
    }
  }
}

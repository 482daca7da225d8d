// PyTorch's logits for networks of known weights.

import Foundation
import NeuralNetworks
import Tensors
import Testing

/// A network with the logits that the same one has in PyTorch at double precision, first in
/// training, then in inference with the running statistics that it left.
///
/// Parameter number k has the elements `0.2 sin(0.37 i + k)`, 1 more in the weights of
/// normalisations, and pixel i of the two images is `sin(0.11 i)`.
struct LogitCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let logits: [[Double]]
  let network: @Sendable (inout RandomSource) throws -> any Layer

  init(
    _ name: String, _ logits: [[Double]],
    _ network: @escaping @Sendable (inout RandomSource) throws -> any Layer
  ) {
    (testDescription, self.logits, self.network) = (name, logits, network)
  }

  static let all = [
    LogitCase(
      "wide ResNet-10-1",
      [
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
    ) { try wideResNet("c", depth: 10, width: 1, classes: 10, from: &$0) },
    LogitCase(
      "PreAct ResNet-18",
      [
        [
          -2.3945257, -1.6930136, -0.1340946, 1.4683685, 2.2817998, 1.8784077, 0.4534655,
          -1.2721347, -2.4160131, -2.3812694, 5.2636254, 5.7671786, 3.3620815, -0.7644124,
          -4.5527850, -6.1077431, -4.6526799, -0.9205886, 3.2157568, 5.6876923,
        ],
        [
          47.4645786, 41.6751439, 14.8499865, -19.4958965, -44.0476242, -46.4281371, -25.4440731,
          8.3129373, 37.8129299, 48.1831550, 0.1874767, -13.2157614, -19.9446749, -16.6292600,
          -4.9668254, 9.1380395, 18.5565445, 18.5355880, 9.0970117, -4.9749520,
        ],
      ]
    ) { try preActResNet("c", width: 4, classes: 10, from: &$0) },
    LogitCase(
      "PreAct ResNet-18, doubly normalized",
      [
        [
          0.9211114, -0.2242103, -1.3246323, -1.8098062, -1.4127388, -0.3075623, 0.9748094,
          1.8110424, 1.7968014, 0.9484560, -0.4409486, -0.1924727, 0.0848811, 0.2659319,
          0.2813492, 0.1496654, -0.0356409, -0.1569902, -0.1353104, 0.0276343,
        ],
        [
          2.6486675, 2.3748564, 0.8338832, -1.1815044, -2.6318303, -2.7586249, -1.4708779,
          0.6053631, 2.4397816, 3.1155061, 2.8117735, 2.5289985, 0.9012474, -1.2349251,
          -2.7790679, -2.9253509, -1.5729256, 0.6195094, 2.5629806, 3.2855644,
        ],
      ]
    ) { try preActResNet("c", width: 4, classes: 10, form: .doublyNormalized, from: &$0) },
    LogitCase(
      "DenseNet-BC-16, growth 4",
      [
        [
          0.5738764, 0.5884933, 0.5256665, 0.3938954, 0.2107230, 0.0004004, -0.2093257,
          -0.3908742, -0.5204575, -0.5811990, -0.2018259, -0.0715387, 0.0674126, 0.1972033,
          0.3012533, 0.3663425, 0.3842872, 0.3529669, 0.2765703, 0.1650351,
        ],
        [
          0.3324301, 0.3639935, 0.3474015, 0.2851215, 0.1856310, 0.0622638, -0.0685777,
          -0.1896035, -0.2849220, -0.3421266, 0.3337680, 0.3650052, 0.3479550, 0.2851447,
          0.1851208, 0.0612867, -0.0698942, -0.1910876, -0.2863801, -0.3433685,
        ],
      ]
    ) { try denseNet("c", depth: 16, growth: 4, classes: 10, from: &$0) },
  ]
}

extension NeuralNetworksTests {
  @Suite struct PyTorchLogitTests {
    @Test(arguments: LogitCase.all) func logitsArePyTorchs(_ example: LogitCase) throws {
      var random = RandomSource(seed: 0)
      let network = try example.network(&random)
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
      for (mode, logits) in zip(modes, example.logits) {
        let function = compile(options: testOptions()) { (x: Tensor) in [network(x, mode: mode)] }
        expectClose(try function(images)[0].floats, logits, 2e-4, "\(mode)")
      }
    }
  }
}

// The classifiers among the workloads.

import NeuralNetworks

/// What a classifier is and what it is trained with.
package struct ClassifierForm {
  /// The sizes of a sample: features, or channels, height and width.
  let sizes: [Int]
  let classes: Int
  let batch: Int
  /// The parameter of mixup's Beta law.
  let alpha: Float
  let rule: any UpdateRule
  let learningRate: Float
  let network: (inout RandomSource) throws -> any Layer

  /// 30-128-128-2 with ReLU on rows of numbers.
  package static var tabular: ClassifierForm {
    ClassifierForm(
      sizes: [30], classes: 2, batch: 16, alpha: 0.2, rule: Adam(), learningRate: 1e-3
    ) { try multilayerPerceptron("classifier", sizes: [30, 128, 128, 2], from: &$0) }
  }

  static var leNet: ClassifierForm {
    ofImages([1, 28, 28], batch: 128) { try NeuralNetworks.leNet("classifier", from: &$0) }
  }

  static var preActResNet18: ClassifierForm {
    ofImages([3, 32, 32], batch: 128) {
      try NeuralNetworks.preActResNet18("classifier", classes: 10, from: &$0)
    }
  }

  static var wideResNet: ClassifierForm {
    ofImages([3, 32, 32], batch: 32) {
      try NeuralNetworks.wideResNet("classifier", classes: 10, from: &$0)
    }
  }

  /// The published rate of 0.1 lets the losses of random labels grow without bounds; the work is
  /// the same.
  private static func ofImages(
    _ sizes: [Int], batch: Int, _ network: @escaping (inout RandomSource) throws -> any Layer
  ) -> ClassifierForm {
    ClassifierForm(
      sizes: sizes, classes: 10, batch: batch, alpha: 1,
      rule: SGD(momentum: 0.9, weightDecay: 1e-4), learningRate: 0.01, network: network)
  }
}

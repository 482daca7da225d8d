// The small convolutional classifier of handwritten digits.

import Tensors

/// LeNet-5 with ReLU and max pools, for images of 28 x 28 pixels: 61,706 parameters for 10 classes.
///
/// LeCun et al., "Gradient-based learning applied to document recognition" (1998). Takes
/// `[batch, 1, 28, 28]` and gives logits `[batch, classes]`.
public func leNet(
  _ name: String, classes: Int = 10, from random: inout RandomSource
) throws(ShapeError) -> Sequential {
  let first = try Convolution2D(
    "\(name).0", inputs: 1, outputs: 6, kernel: 5, padding: 2, from: &random)
  let second = try Convolution2D("\(name).3", inputs: 6, outputs: 16, kernel: 5, from: &random)
  let dense = try multilayerPerceptron(
    "\(name).7", sizes: [400, 120, 84, classes], from: &random)
  return Sequential(
    name,
    [
      first, Activation.relu, MaxPool(window: 2), second, Activation.relu, MaxPool(window: 2),
      Flattened(), dense,
    ])
}

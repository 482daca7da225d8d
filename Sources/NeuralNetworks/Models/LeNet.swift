// The small convolutional classifier of handwritten digits.

import Tensors

/// LeNet-5 with ReLU and max pools: 61,706 parameters for 28 x 28 grey pixels and 10 classes.
///
/// LeCun et al., "Gradient-based learning applied to document recognition" (1998). Takes
/// `[batch, channels, height, width]` and gives logits `[batch, classes]`. Two stages of a
/// convolution and a pool, and three of a linear layer each.
/// - Parameters:
///   - size: height and width of the images, which decide how wide the first linear layer is.
///   - dropout: the share of every hidden linear layer that is left out in training.
/// - Throws: `ShapeError` for images of less than 12 x 12 pixels, of which the pools leave nothing, or
///   more than 4,096 a side, for less than 1 channel or class, and for a share outside of [0, 1).
public func leNet(
  _ name: String, channels: Int = 1, size: Extent = 28, classes: Int = 10, dropout: Float = 0,
  from random: inout RandomSource
) throws(ShapeError) -> Sequential {
  let sides = 12...4096
  guard sides.contains(size.height), sides.contains(size.width) else {
    throw ShapeError(
      operation: "LeNet", problem: "images of \(size.height) x \(size.width) pixels came",
      remedy:
        "use at least 12 x 12 pixels, or convNet, which takes 4 x 4, and at most 4,096 a side",
      path: name)
  }
  let first = try Convolution2D(
    "\(name).0", inputs: channels, outputs: 6, kernel: 5, padding: 2, from: &random)
  let second = try Convolution2D("\(name).3", inputs: 6, outputs: 16, kernel: 5, from: &random)
  let pixels = ((size.height / 2 - 4) / 2) * ((size.width / 2 - 4) / 2)
  let dense = try multilayerPerceptron(
    "\(name).7", sizes: [16 * pixels, 120, 84, classes], from: &random)
  let images = [first, second].enumerated().map { index, convolution in
    Sequential(
      "\(name).stage\(index)", [convolution, Activation.relu, MaxPool(window: 2)])
  }
  let rows = dense.stagedRows(name, from: images.count, dropout: try Dropout(rate: dropout))
  return Sequential(name, images + rows)
}

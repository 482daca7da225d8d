// A small convolutional classifier that learns in minutes.

import Tensors

/// Three blocks of two 3 x 3 convolutions with batch normalisation and ReLU, the mean over the
/// pixels, and a linear layer.
///
/// For small images, such as MNIST's and Fashion-MNIST's, and not slow on a few processor cores. The
/// blocks have `width`, twice and four times as many channels; a max pool ends the first two, so
/// images need 4 x 4 pixels. Takes `[batch, channels, height, width]` and gives logits
/// `[batch, classes]`; the stages are the blocks, and pooling with the linear layer. Parameters are
/// called `<name>.block1.conv1.weight`, `<name>.block1.bn1.weight`..., `<name>.linear.weight`.
/// - Parameters:
///   - width: the channels of the first block.
///   - dropout: the share that is left out in training between the two convolutions of a block.
/// - Throws: `ShapeError` for a size below 1, a width above 1,024, and a share outside of [0, 1).
public func convNet(
  _ name: String, channels: Int, classes: Int, width: Int = 32, dropout: Float = 0,
  from random: inout RandomSource
) throws(ShapeError) -> Sequential {
  try expectWidth(width, "convolutional network", name)
  let dropout = try Dropout(rate: dropout)
  var stages: [any Layer] = []
  var inputs = channels
  for (block, outputs) in [width, 2 * width, 4 * width].enumerated() {
    let place = "\(name).block\(block + 1)"
    var parts: [any Layer] = []
    for number in 1...2 {
      parts += [
        try Convolution2D(
          "\(place).conv\(number)", inputs: inputs, outputs: outputs, kernel: 3, padding: 1,
          bias: false, weightInitializer: .heNormal, from: &random),
        try BatchNorm("\(place).bn\(number)", features: outputs), Activation.relu,
      ]
      if number == 1 { parts.append(dropout) }
      inputs = outputs
    }
    if block < 2 { parts.append(MaxPool(window: 2)) }
    stages.append(Sequential(place, parts))
  }
  let linear = try Linear("\(name).linear", inputs: inputs, outputs: classes, from: &random)
  return Sequential(name, stages + [Sequential("\(name).head", [GlobalMeanPooling(), linear])])
}

/// Refuses a number of channels that is not from 1 to 1,024.
func expectWidth(_ width: Int, _ operation: String, _ name: String) throws(ShapeError) {
  guard (1...1024).contains(width) else {
    throw ShapeError(
      operation: operation, problem: "width \(width) came", remedy: "use one from 1 to 1,024",
      path: name)
  }
}

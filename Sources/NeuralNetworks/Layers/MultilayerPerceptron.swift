// The fully connected network of the two-dimensional experiments.

import Tensors

/// Linear layers with an activation between each two, none after the last.
///
/// `sizes` lists the widths from input to output: `[2, 512, 512, 512, 1]` is the discriminator of
/// Zhang et al., "mixup: beyond empirical risk minimization" (2018), section 3.5, with 527,361
/// parameters. Layers are numbered with their activations: `<name>.0.weight`, `<name>.2.weight`...
/// - Throws: `ShapeError` for fewer than two sizes or a size below 1.
public func multilayerPerceptron(
  _ name: String, sizes: [Int], activation: Activation = .relu, from random: inout RandomSource
) throws(ShapeError) -> Sequential {
  guard sizes.count >= 2 else {
    throw ShapeError(
      operation: "multilayer perceptron", problem: "sizes \(sizes) came",
      remedy: "pass at least the number of inputs and the number of outputs", path: name)
  }
  var layers: [any Layer] = []
  for (inputs, outputs) in zip(sizes, sizes.dropFirst()) {
    if !layers.isEmpty { layers.append(activation) }
    layers.append(
      try Linear("\(name).\(layers.count)", inputs: inputs, outputs: outputs, from: &random))
  }
  return Sequential(name, layers)
}

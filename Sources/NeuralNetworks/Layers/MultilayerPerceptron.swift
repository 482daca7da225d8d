// The fully connected network of the two-dimensional experiments.

import Tensors

/// What stands between the linear layers of a perceptron.
public enum HiddenUnits: Hashable, Sendable {
  /// A linear layer and an activation.
  case activation(Activation)
  /// A linear layer without bias, batch normalisation, and an activation.
  ///
  /// The normalisation takes every constant away, so a bias before it would never matter.
  case normalized(Activation)
  /// A maxout layer of so many pieces.
  case maxout(pieces: Int)
}

/// Linear layers with an activation between each two, none after the last.
///
/// `sizes` lists the widths from input to output: `[2, 512, 512, 512, 1]` is the discriminator of
/// Zhang et al., "mixup: beyond empirical risk minimization" (2018), section 3.7, with 527,361
/// parameters. Layers are numbered with their activations: `<name>.0.weight`, `<name>.2.weight`...
/// - Throws: `ShapeError` for fewer than two sizes or a size below 1.
public func multilayerPerceptron(
  _ name: String, sizes: [Int], activation: Activation = .relu, from random: inout RandomSource
) throws(ShapeError) -> Sequential {
  try multilayerPerceptron(name, sizes: sizes, units: .activation(activation), from: &random)
}

/// Hidden layers of one kind and a linear layer after the last.
///
/// Every part counts in the names: with `normalized` the first hidden layer is `<name>.0.weight`,
/// its normalisation `<name>.1`, its activation 2; with `maxout` it is `<name>.0` as a whole.
/// - Parameters:
///   - sizes: The widths from input to output.
///   - weightInitializer: The law of all linear and maxout weights.
///   - biasInitializer: The law of their biases; nil draws them as PyTorch does.
/// - Throws: `ShapeError` for fewer than two sizes, or a size or number of pieces below 1.
public func multilayerPerceptron(
  _ name: String, sizes: [Int], units: HiddenUnits,
  weightInitializer: Initializer = .linearDefault, biasInitializer: Initializer? = nil,
  from random: inout RandomSource
) throws(ShapeError) -> Sequential {
  guard sizes.count >= 2 else {
    throw ShapeError(
      operation: "multilayer perceptron", problem: "sizes \(sizes) came",
      remedy: "pass at least the number of inputs and the number of outputs", path: name)
  }
  var layers: [any Layer] = []
  for (index, (inputs, outputs)) in zip(sizes, sizes.dropFirst()).enumerated() {
    let isLast = index == sizes.count - 2
    let place = "\(name).\(layers.count)"
    if !isLast, case .maxout(let pieces) = units {
      layers.append(
        try Maxout(
          place, inputs: inputs, units: outputs, pieces: pieces,
          weightInitializer: weightInitializer, biasInitializer: biasInitializer, from: &random))
      continue
    }
    var hasBias = true
    if !isLast, case .normalized = units { hasBias = false }
    layers.append(
      try Linear(
        place, inputs: inputs, outputs: outputs, bias: hasBias,
        weightInitializer: weightInitializer, biasInitializer: biasInitializer, from: &random))
    guard !isLast else { break }
    switch units {
    case .activation(let activation): layers.append(activation)
    case .normalized(let activation):
      layers.append(try BatchNorm("\(name).\(layers.count)", features: outputs))
      layers.append(activation)
    case .maxout: break
    }
  }
  return Sequential(name, layers)
}

// What every layer is: a function of one tensor with the variables that it learns.

import Tensors

/// Where a layer with statistics of its input, such as `BatchNorm`, takes them from.
public enum LayerMode: Hashable, Sendable {
  /// From training: the running statistics, which stay as they are.
  case inference
  /// From the batch at hand; `updatesStatistics` says whether the running ones move towards it.
  ///
  /// They should move once a step, in the update of the network that they belong to. A generator
  /// that only makes the fakes of a discriminator's update leaves them alone.
  case training(updatesStatistics: Bool)
  /// From the batch at hand, which the running statistics become those of.
  ///
  /// For weights that never met a batch, such as averaged ones: Izmailov et al. 2018, "Averaging
  /// weights leads to wider optima and better generalization", arXiv 1803.05407, section 3.2.
  /// Everything else is as in inference.
  case recalibration
}

/// A function of one tensor with parameters.
///
/// A layer wraps its work in `withPath`, so that errors and listings name it.
public protocol Layer {
  /// The layer applied to a tensor of the function being traced.
  ///
  /// A layer that needs a mode records an error: none is assumed.
  func callAsFunction(_ x: Tensor) -> Tensor
  /// The layer applied in a mode, which layers without statistics ignore.
  func callAsFunction(_ x: Tensor, mode: LayerMode) -> Tensor
  /// The layer applied in a mode to rows of known classes, `int32[rows]`, which layers that know no
  /// classes ignore; nil where there are none.
  ///
  /// A layer that needs classes records an error without them: none are assumed.
  func callAsFunction(_ x: Tensor, classes: Tensor?, mode: LayerMode) -> Tensor
  /// The variables to be learned, in a fixed order.
  var parameters: [Variable] { get }
  /// The variables that follow the batches instead of a gradient, in a fixed order.
  ///
  /// A checkpoint must hold them beside the parameters.
  var statistics: [Variable] { get }
  /// Whether, in training, what becomes of one row depends on the others, as in batch normalisation.
  var dependsOnBatch: Bool { get }
}

extension Layer {
  /// The same in every mode, as it is without statistics.
  public func callAsFunction(_ x: Tensor, mode: LayerMode) -> Tensor { self(x) }

  /// The same for all classes, as most layers have it.
  public func callAsFunction(_ x: Tensor, classes: Tensor?, mode: LayerMode) -> Tensor {
    self(x, mode: mode)
  }

  /// True of a layer with statistics.
  public var dependsOnBatch: Bool { !statistics.isEmpty }

  /// None, as activations have it.
  public var parameters: [Variable] { [] }

  /// None, as most layers have it.
  public var statistics: [Variable] { [] }

  /// The number of elements of all parameters together.
  public var parameterCount: Int {
    parameters.reduce(0) { $0 + $1.shape.elementCount }
  }
}

/// A layer that puts its own name into the paths of its nodes.
public protocol NamedLayer: Layer {
  /// The dotted name, as in a checkpoint.
  var name: String { get }
}

extension NamedLayer {
  /// The last part of the dotted name: those before it belong to the layers around this one.
  var lastNamePart: String {
    String(name.split(separator: ".").last ?? Substring(name))
  }
}

// Networks in stages, whose hidden representations can be changed on the way.

import Tensors

/// A network whose parts are applied one after the other, and between which what is passed on may
/// be changed: stage 0 takes the network's input, stage k what stage k - 1 gives.
///
/// Mixing hidden representations needs it: Zhang, Cisse, Dauphin, Lopez-Paz, "mixup: beyond
/// empirical risk minimization" (2018), arXiv 1710.09412, section 3.8; Verma et al., "Manifold
/// mixup" (2019), arXiv 1806.05236. A network of one's own need only say its name and its stages.
public protocol StagedNetwork: NamedLayer {
  /// The parts in the order in which they are applied.
  var stages: [any Layer] { get }
}

extension StagedNetwork {
  /// The parameters of all stages in order.
  public var parameters: [Variable] { stages.flatMap(\.parameters) }

  /// The statistics of all stages in order.
  public var statistics: [Variable] { stages.flatMap(\.statistics) }

  /// Whether this is so of any of the stages.
  public var dependsOnBatch: Bool { stages.contains { $0.dependsOnBatch } }

  /// The stages applied one after the other.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    applied(x) { stage, value in stage(value) }
  }

  /// The stages applied one after the other, all in one mode.
  public func callAsFunction(_ x: Tensor, mode: LayerMode) -> Tensor {
    applied(x) { stage, value in stage(value, mode: mode) }
  }

  /// The stages applied one after the other, all in one mode and told the classes of the rows.
  public func callAsFunction(_ x: Tensor, classes: Tensor?, mode: LayerMode) -> Tensor {
    applied(x) { stage, value in stage(value, classes: classes, mode: mode) }
  }

  /// The stages applied one after the other, with a change to what goes into one of them.
  ///
  /// A stage that the network does not have is a recorded error.
  /// - Parameters:
  ///   - stage: the number of the stage before which the change is made; 0 changes the input.
  ///   - change: called once, with the stage's input; what it returns takes the input's place.
  public func callAsFunction(
    _ x: Tensor, mode: LayerMode, changingInputOf stage: Int, by change: (Tensor) -> Tensor
  ) -> Tensor {
    guard stages.indices.contains(stage) else {
      return withPath(lastNamePart) {
        x.trace.fail(
          operation: "change between stages", problem: "stage \(stage) came",
          remedy: "use one from 0, which takes the input, to \(stages.count - 1)")
      }
    }
    return applied(x, changing: stage, by: change) { stage, value in stage(value, mode: mode) }
  }

  private func applied(
    _ x: Tensor, changing changed: Int? = nil, by change: (Tensor) -> Tensor = { $0 },
    _ apply: (any Layer, Tensor) -> Tensor
  ) -> Tensor {
    withPath(lastNamePart) {
      var value = x
      for (index, stage) in stages.enumerated() {
        if index == changed { value = change(value) }
        if stage is any NamedLayer {
          value = apply(stage, value)
        } else {
          let kind = (stage as? Activation)?.name ?? "\(type(of: stage))"
          value = withPath("\(index) \(kind)") { apply(stage, value) }
        }
      }
      return value
    }
  }
}

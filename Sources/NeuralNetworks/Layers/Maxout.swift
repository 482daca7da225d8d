// The linear layer that keeps the greatest of several candidates for each unit.

import Tensors

/// `y_u = max_p (x w_pu + b_pu)` over the pieces p of every unit u.
///
/// Goodfellow, Warde-Farley, Mirza, Courville, Bengio, "Maxout networks" (2013). Takes
/// `[batch, inputs]` and gives `[batch, units]`. Where pieces tie, the gradient goes to them in
/// equal parts.
public struct Maxout: NamedLayer {
  /// The number of outputs.
  public let units: Int
  /// The number of candidates for each output.
  public let pieces: Int
  /// `<name>.weight` of shape `[pieces units, inputs]` and `<name>.bias` of shape `[pieces units]`:
  /// the first piece of all units, then the second, and so on.
  private let linear: Linear

  /// A layer with freshly drawn parameters, as `Linear` draws them for `pieces units` outputs.
  /// - Throws: `ShapeError` if a size is below 1 or the weight would have too many elements.
  public init(
    _ name: String, inputs: Int, units: Int, pieces: Int,
    weightInitializer: Initializer = .linearDefault, biasInitializer: Initializer? = nil,
    from random: inout RandomSource
  ) throws(ShapeError) {
    let (outputs, overflow) = units.multipliedReportingOverflow(by: pieces)
    guard units >= 1, pieces >= 1, !overflow else {
      throw ShapeError(
        operation: "maxout", problem: "\(units) units of \(pieces) pieces came",
        remedy: "use at least 1 of each, and fewer of them", path: name)
    }
    self.units = units
    self.pieces = pieces
    linear = try Linear(
      name, inputs: inputs, outputs: outputs, weightInitializer: weightInitializer,
      biasInitializer: biasInitializer, from: &random)
  }

  /// The dotted name, as in a checkpoint.
  public var name: String { linear.name }

  /// Weight, then bias.
  public var parameters: [Variable] { linear.parameters }

  /// The layer applied to `[batch, inputs]`; any other shape is a recorded error.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    withPath("\(lastNamePart) Maxout") {
      guard let candidates = linear.product(x) else { return linear.refused(x) }
      return candidates.reshaped(to: [x.shape[0], pieces, units]).max(along: [1])
    }
  }
}

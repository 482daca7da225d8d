// The fully connected layer.

import Tensors

/// `y = x W' + b`, with the weight stored as PyTorch stores it.
///
/// Takes `[batch, inputs]` and gives `[batch, outputs]`.
public struct Linear: NamedLayer {
  /// The dotted name, as in a checkpoint.
  public let name: String
  /// `<name>.weight` of shape `[outputs, inputs]`.
  public let weight: Variable
  /// `<name>.bias` of shape `[outputs]`, or nil.
  public let bias: Variable?

  /// A layer with freshly drawn parameters.
  /// - Parameters:
  ///   - name: The dotted name that the variables' names begin with.
  ///   - bias: Whether a vector is added; it starts as PyTorch's does, uniform on
  ///     `[-1 / sqrt(inputs), 1 / sqrt(inputs))`, whatever the weight's initializer.
  /// - Throws: `ShapeError` if a size is below 1 or the weight would have too many elements.
  public init(
    _ name: String, inputs: Int, outputs: Int, bias: Bool = true,
    weightInitializer: Initializer = .linearDefault, from random: inout RandomSource
  ) throws(ShapeError) {
    let shape = Shape([outputs, inputs])
    guard inputs >= 1, outputs >= 1, shape.elementCount <= Int(Int32.max) else {
      throw ShapeError(
        operation: "linear", problem: "\(inputs) inputs and \(outputs) outputs came",
        remedy: "use at least 1 of each and at most 2,147,483,647 weights", path: name)
    }
    self.name = name
    weight = Variable("\(name).weight", try weightInitializer.values(shape, from: &random))
    guard bias else {
      self.bias = nil
      return
    }
    let bound = Float(1 / Double(inputs).squareRoot())
    let initializer = Initializer.uniform(lower: -bound, upper: bound)
    self.bias = Variable("\(name).bias", try initializer.values([outputs], from: &random))
  }

  /// Weight, then bias.
  public var parameters: [Variable] { [weight] + (bias.map { [$0] } ?? []) }

  /// The layer applied to `[batch, inputs]`; any other shape is a recorded error.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    withPath("\(lastNamePart) Linear") {
      let inputs = weight.shape[1]
      guard x.dtype == .float32, x.rank == 2, x.shape[1] == inputs else {
        return x.trace.fail(
          operation: "linear", problem: "\(x.type) came, but \(weight.name) takes \(inputs) inputs",
          remedy: "pass float32[batch, \(inputs)]")
      }
      let product = matmul(x, weight.value, transposeB: true)
      return bias.map { product + $0.value } ?? product
    }
  }
}

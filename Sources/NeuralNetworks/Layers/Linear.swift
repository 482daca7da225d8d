// The fully connected layer.

import Tensors

/// `y = x W' + b`, with the weight stored as PyTorch stores it.
///
/// Takes `[batch, inputs]` and gives `[batch, outputs]`.
public struct Linear: NamedLayer, WeightedLayer {
  /// The dotted name, as in a checkpoint.
  public let name: String
  /// `<name>.weight` of shape `[outputs, inputs]`.
  public private(set) var weight: Variable
  /// `<name>.bias` of shape `[outputs]`, or nil.
  public let bias: Variable?

  /// A layer with freshly drawn parameters.
  /// - Parameters:
  ///   - name: The dotted name that the variables' names begin with.
  ///   - bias: Whether a vector is added.
  ///   - biasInitializer: Nil starts the vector as PyTorch's does, uniform on
  ///     `[-1 / sqrt(inputs), 1 / sqrt(inputs))`, whatever the weight's initializer.
  /// - Throws: `ShapeError` if a size is below 1 or the weight would have too many elements.
  public init(
    _ name: String, inputs: Int, outputs: Int, bias: Bool = true,
    weightInitializer: Initializer = .linearDefault, biasInitializer: Initializer? = nil,
    from random: inout RandomSource
  ) throws(ShapeError) {
    let shape = Shape([outputs, inputs])
    let (count, overflow) = outputs.multipliedReportingOverflow(by: inputs)
    guard inputs >= 1, outputs >= 1, !overflow, count <= Int(Int32.max) else {
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
    let initializer = biasInitializer ?? .uniform(lower: -bound, upper: bound)
    self.bias = Variable("\(name).bias", try initializer.values([outputs], from: &random))
  }

  /// The layer with another variable as its weight.
  public func withWeight(_ weight: Variable) -> Linear {
    var layer = self
    layer.weight = weight
    return layer
  }

  /// Weight, then bias.
  public var parameters: [Variable] { [weight] + (bias.map { [$0] } ?? []) }

  /// The layer applied to `[batch, inputs]`; any other shape is a recorded error.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    withPath("\(lastNamePart) Linear") { product(x) ?? refused(x) }
  }

  /// What the layer computes, at the present path; nil for an input that does not fit.
  func product(_ x: Tensor) -> Tensor? {
    guard x.dtype == .float32, x.rank == 2, x.shape[1] == weight.shape[1] else { return nil }
    let product = matmul(x, weight.value, transposeB: true)
    return bias.map { product + $0.value } ?? product
  }

  /// Records that an input does not fit.
  func refused(_ x: Tensor) -> Tensor {
    let inputs = weight.shape[1]
    return x.trace.fail(
      operation: "linear", problem: "\(x.type) came, but \(weight.name) takes \(inputs) inputs",
      remedy: "pass float32[batch, \(inputs)]")
  }
}

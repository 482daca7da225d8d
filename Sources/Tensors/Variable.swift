// State that outlives a run: parameters, optimizer state, running statistics.

import GraphCompiler
import TensorGraph

/// A named array that compiled programs read and set.
///
/// Inside a traced function `value` follows program order: it is what was assigned last. The final
/// value is stored when the compiled program ends.
public final class Variable {
  /// The dotted name, as in a checkpoint.
  public let name: String
  package let storage: VariableStorage

  /// A variable that starts with the given elements.
  public init(_ name: String, _ initialValue: HostTensor) {
    self.name = name
    storage = VariableStorage(initialValue)
  }

  /// A variable that starts with zeros, for which no array is made first.
  public init(_ name: String, zeros shape: Shape) {
    self.name = name
    storage = VariableStorage(zeros: TensorType(shape))
  }

  /// A variable that starts with what another one holds now, without an array of it on the way.
  public init(_ name: String, copying other: Variable) {
    self.name = name
    storage = VariableStorage(copying: other.storage)
  }

  /// The shape and the kind of element, fixed for good.
  public var type: TensorType { storage.type }
  /// The size of every axis.
  public var shape: Shape { type.shape }

  /// The value at this point of the function being traced.
  public var value: Tensor {
    Tensor.inCurrentTrace("variable \(name)") { $0.value(of: self) }
  }

  /// Sets the value for what follows in the function being traced, and for good when it has run.
  public func assign(_ newValue: Tensor) {
    (Trace.current ?? newValue.trace).assign(newValue, to: self)
  }

  /// The elements between two runs.
  public var hostValue: HostTensor { storage.value }

  /// Replaces the elements between two runs.
  /// - Throws: `ShapeError` if the type is not the variable's.
  public func setHostValue(_ newValue: HostTensor) throws(ShapeError) {
    try storage.set(newValue)
  }
}

// A value inside a traced function.

import TensorGraph

/// The size of every axis.
public typealias Shape = TensorGraph.Shape
/// The kind of an array's elements.
public typealias DType = TensorGraph.DType
/// The shape and element kind of an array.
public typealias TensorType = TensorGraph.TensorType
/// An array on the host.
public typealias HostTensor = TensorGraph.HostTensor
/// An operation was given what it cannot take.
public typealias ShapeError = TensorGraph.ShapeError

/// A handle on a node of the graph that is being traced.
///
/// Its shape and kind are known while the function is traced; its elements exist only when the
/// compiled program runs. Operations never throw: the first mistake is recorded with the layer it
/// was made in, and compiling throws it.
public struct Tensor {
  package let trace: Trace
  package let id: NodeID

  /// One number, the same in every run.
  public init(_ value: Float) {
    self.init(HostTensor(value))
  }

  /// A known array, the same in every run.
  public init(_ value: HostTensor) {
    self = Tensor.inCurrentTrace("constant") { trace in
      ShapeError.impossible(value.type, in: "constant").map(trace.fail)
        ?? trace.add(.constant(value))
    }
  }

  /// One number repeated over a shape.
  public init(repeating value: Float, shape: Shape) {
    self = Tensor(value).broadcast(to: shape)
  }

  package init(trace: Trace, id: NodeID) {
    self.trace = trace
    self.id = id
  }

  /// The shape and the kind of element.
  public var type: TensorType { trace.graph[id].type }
  /// The size of every axis.
  public var shape: Shape { type.shape }
  /// The kind of element.
  public var dtype: DType { type.dtype }
  /// The number of axes.
  public var rank: Int { shape.rank }

  /// Makes a tensor in the function being traced; outside of one the mistake is remembered, and
  /// thrown by the first compilation that meets the tensor.
  static func inCurrentTrace(_ operation: String, _ make: (Trace) -> Tensor) -> Tensor {
    if let trace = Trace.current { return make(trace) }
    return Trace().fail(
      ShapeError(
        operation: operation, problem: "used outside of a traced function",
        remedy: "use it inside the closure given to compile"))
  }
}

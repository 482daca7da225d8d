// Reshaping, slicing, joining and looking up.

import TensorGraph

extension Tensor {
  /// The same elements in the same order under another shape.
  public func reshaped(to newShape: Shape) -> Tensor {
    newShape == shape ? self : trace.add(.reshape(newShape), [self])
  }

  /// The array stretched to a shape by NumPy's rule: axes are matched from the last.
  public func broadcast(to newShape: Shape) -> Tensor {
    guard newShape != shape else { return self }
    let axes = Array((newShape.rank - rank)..<Swift.max(newShape.rank, newShape.rank - rank))
    guard newShape.rank >= rank else {
      return trace.fail(
        ShapeError(
          operation: "broadcast", problem: "\(shape) cannot be stretched to \(newShape)",
          remedy: "the new shape needs at least as many axes", path: trace.graph.path))
    }
    return trace.add(.broadcast(Broadcast(shape: newShape, axes: axes)), [self])
  }

  /// The axes in another order, reversed by default.
  public func transposed(_ permutation: [Int]? = nil) -> Tensor {
    trace.add(.transpose(permutation ?? Array((0..<rank).reversed())), [self])
  }

  /// The elements in a range of indices along one axis, every `stride`-th of them.
  public func sliced(along axis: Int, _ range: Range<Int>, stride: Int = 1) -> Tensor {
    guard shape.dimensions.indices.contains(axis) else {
      return trace.fail(
        ShapeError(
          operation: "slice", problem: "axis \(axis) of shape \(shape)",
          remedy: "name an existing axis", path: trace.graph.path))
    }
    var starts = [Int](repeating: 0, count: rank)
    var limits = shape.dimensions
    var strides = [Int](repeating: 1, count: rank)
    starts[axis] = range.lowerBound
    limits[axis] = range.upperBound
    strides[axis] = stride
    return trace.add(.slice(Slice(starts: starts, limits: limits, strides: strides)), [self])
  }

  /// Rows by integer indices of rank 1; an index outside the table takes its nearest row.
  public func gathering(rows indices: Tensor) -> Tensor {
    trace.add(.gather, [self, indices])
  }

  /// 1 at each index and 0 elsewhere, along a new last axis of size `depth`; self holds integers.
  public func oneHot(depth: Int) -> Tensor {
    let target = Shape(shape.dimensions + [depth])
    let iota = trace.add(.iota(target, axis: rank))
    let indices = reshaped(to: Shape(shape.dimensions + [1])).broadcast(to: target)
    return (iota .== indices).converted(to: .float32)
  }
}

/// Arrays joined along an axis.
public func concatenate(_ tensors: [Tensor], along axis: Int = 0) -> Tensor {
  guard let first = tensors.first else {
    return Tensor.inCurrentTrace("concatenate") {
      $0.fail(
        ShapeError(
          operation: "concatenate", problem: "no tensor came", remedy: "pass at least one",
          path: $0.graph.path))
    }
  }
  return first.trace.add(.concatenate(axis: axis), tensors)
}

/// The derivatives of a scalar with respect to tensors, as new tensors.
///
/// Only what lies between the two is computed; derivatives of derivatives need nothing more.
/// A tensor that the scalar does not depend on gets zeros.
public func gradients(of scalar: Tensor, withRespectTo tensors: [Tensor]) -> [Tensor] {
  let trace = scalar.trace
  if let foreign = tensors.first(where: { $0.trace !== trace }) {
    return tensors.map { _ in trace.refuse(foreign, in: "gradients") }
  }
  guard trace.error == nil else { return tensors }
  do {
    let ids = try trace.graph.gradients(of: scalar.id, withRespectTo: tensors.map(\.id))
    return ids.map { Tensor(trace: trace, id: $0) }
  } catch {
    return tensors.map { _ in trace.fail(error) }
  }
}

/// The derivatives of a scalar with respect to the present values of variables.
public func gradients(of scalar: Tensor, withRespectTo variables: [Variable]) -> [Tensor] {
  gradients(of: scalar, withRespectTo: variables.map(\.value))
}

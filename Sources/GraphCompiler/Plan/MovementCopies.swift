// The strided copies behind transposes, slices, paddings and concatenations.

import TensorGraph

/// A copy that fills a dense result from strided elements.
func contiguousCopy(_ shape: Shape, inputStrides: [Int], inputOffset: Int = 0) -> StridedCopy {
  StridedCopy(
    sizes: shape.dimensions, outputStrides: shape.strides, inputStrides: inputStrides,
    outputOffset: 0, inputOffset: inputOffset)
}

/// A copy that spreads a dense operand over a padded result.
func paddingCopy(_ padding: Padding, from input: Shape, to output: Shape) -> StridedCopy {
  let strides = output.strides
  return StridedCopy(
    sizes: input.dimensions,
    outputStrides: zip(strides, padding.interior).map { $0 * ($1 + 1) },
    inputStrides: input.strides,
    outputOffset: zip(strides, padding.low).map(*).reduce(0, +), inputOffset: 0)
}

/// One copy for each part of a concatenation.
func concatenationCopies(_ axis: Int, shapes: [Shape], to output: Shape) -> [StridedCopy] {
  var start = 0
  return shapes.map { shape in
    defer { start += shape[axis] }
    return StridedCopy(
      sizes: shape.dimensions, outputStrides: output.strides, inputStrides: shape.strides,
      outputOffset: start * output.strides[axis], inputOffset: 0)
  }
}

/// The index along an axis, for every element.
func iotaValues(_ shape: Shape, axis: Int) -> HostTensor {
  let stride = shape.strides[axis]
  let values = (0..<shape.elementCount).map { Int32(($0 / stride) % shape[axis]) }
  return HostTensor(shape: shape, storage: .int32(values))
}

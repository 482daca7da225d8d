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

/// The copies that put the channels of plain images into blocks, or back: whole blocks, then the
/// channels of the last one.
func channelCopies(_ plain: Shape, blocking: Bool) -> [StridedCopy] {
  let (batch, channels, pixels) = (plain[0], plain[1], plain[2] * plain[3])
  let lanes = ChannelBlocks.size
  let imageSize = ChannelBlocks.count(channels) * pixels * lanes
  let copy = { (sizes: [Int], plainStrides: [Int], blockStrides: [Int], block: Int) in
    let offset = block * lanes * pixels
    return StridedCopy(
      sizes: sizes, outputStrides: blocking ? blockStrides : plainStrides,
      inputStrides: blocking ? plainStrides : blockStrides, outputOffset: offset,
      inputOffset: offset)
  }
  let (whole, rest) = channels.quotientAndRemainder(dividingBy: lanes)
  var copies: [StridedCopy] = []
  if whole > 0 {
    copies.append(
      blocking
        ? copy(
          [batch, whole, pixels, lanes], [channels * pixels, lanes * pixels, 1, pixels],
          [imageSize, lanes * pixels, lanes, 1], 0)
        : copy(
          [batch, whole, lanes, pixels], [channels * pixels, lanes * pixels, pixels, 1],
          [imageSize, lanes * pixels, 1, lanes], 0))
  }
  if rest > 0 {
    copies.append(
      blocking
        ? copy(
          [batch, pixels, rest], [channels * pixels, 1, pixels], [imageSize, lanes, 1], whole)
        : copy(
          [batch, rest, pixels], [channels * pixels, pixels, 1], [imageSize, 1, lanes], whole))
  }
  return copies
}

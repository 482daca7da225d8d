// The convolutions of the reference interpreter, written as their definition.

import TensorGraph

/// The sizes of a convolution, and its windows' places.
private struct ConvolutionLoops {
  let convolution: Convolution
  let image: Shape
  let kernel: Shape
  let result: Shape

  /// Calls `body` with the places of an image's pixel, a kernel's element and a result's pixel
  /// that belong together, for all of them.
  func forEachProduct(_ body: (_ image: Int, _ kernel: Int, _ result: Int) -> Void) {
    let outputsPerGroup = result[1] / convolution.groups
    let inputsPerGroup = kernel[1]
    result.forEachIndex { index in
      let group = outputsPerGroup == 0 ? 0 : index[1] / outputsPerGroup
      for c in 0..<inputsPerGroup {
        for i in 0..<kernel[2] {
          let y =
            index[2] * convolution.strides[0] + i * convolution.dilation[0]
            - convolution.low[0]
          guard y >= 0, y < image[2] else { continue }
          for j in 0..<kernel[3] {
            let x =
              index[3] * convolution.strides[1] + j * convolution.dilation[1]
              - convolution.low[1]
            guard x >= 0, x < image[3] else { continue }
            body(
              image.position(of: [index[0], group * inputsPerGroup + c, y, x]),
              kernel.position(of: [index[1], c, i, j]), result.position(of: index))
          }
        }
      }
    }
  }
}

extension Interpreter {
  static func convolve(
    _ convolution: Convolution, _ image: Value, _ kernel: Value, to shape: Shape
  ) throws(InterpreterError) -> Value.Storage {
    let source = try plain(image, channels: convolution.blocks?.inputs)
    let result = plainShape(shape, channels: convolution.blocks?.outputs)
    let loops = ConvolutionLoops(
      convolution: convolution, image: source.shape, kernel: kernel.shape, result: result)
    let (x, w) = (try source.reals(), try kernel.reals())
    var sums = [Double](repeating: 0, count: result.elementCount)
    loops.forEachProduct { sums[$2] += x[$0].inDouble * w[$1].inDouble }
    return try stored(sums, result, as: shape)
  }

  static func inputGradient(
    _ convolution: Convolution, _ gradient: Value, _ kernel: Value, to shape: Shape
  ) throws(InterpreterError) -> Value.Storage {
    let g = try plain(gradient, channels: convolution.blocks?.outputs)
    let image = plainShape(shape, channels: convolution.blocks?.inputs)
    let loops = ConvolutionLoops(
      convolution: convolution, image: image, kernel: kernel.shape, result: g.shape)
    let (values, w) = (try g.reals(), try kernel.reals())
    var sums = [Double](repeating: 0, count: image.elementCount)
    loops.forEachProduct { sums[$0] += values[$2].inDouble * w[$1].inDouble }
    return try stored(sums, image, as: shape)
  }

  static func weightGradient(
    _ convolution: Convolution, _ image: Value, _ gradient: Value, to shape: Shape
  ) throws(InterpreterError) -> Value.Storage {
    let source = try plain(image, channels: convolution.blocks?.inputs)
    let g = try plain(gradient, channels: convolution.blocks?.outputs)
    let loops = ConvolutionLoops(
      convolution: convolution, image: source.shape, kernel: shape, result: g.shape)
    let (x, values) = (try source.reals(), try g.reals())
    var sums = [Double](repeating: 0, count: shape.elementCount)
    loops.forEachProduct { sums[$1] += x[$0].inDouble * values[$2].inDouble }
    return .float32(sums.map { Real($0) })
  }

  // MARK: - Blocks of channels

  static func blockChannels(_ x: Value, to shape: Shape) -> Value.Storage {
    moved(x, to: shape) { index in
      let channel = index[1] * ChannelBlocks.size + index[4]
      return channel < x.shape[1] ? [index[0], channel, index[2], index[3]] : nil
    }
  }

  static func unblockChannels(_ x: Value, to shape: Shape) -> Value.Storage {
    moved(x, to: shape) { index in
      [
        index[0], index[1] / ChannelBlocks.size, index[2], index[3],
        index[1] % ChannelBlocks.size,
      ]
    }
  }

  private static func plainShape(_ shape: Shape, channels: Int?) -> Shape {
    guard let channels, shape.rank == 5 else { return shape }
    return [shape[0], channels, shape[2], shape[3]]
  }

  private static func plain(_ x: Value, channels: Int?) throws(InterpreterError) -> Value {
    let shape = plainShape(x.shape, channels: channels)
    guard shape != x.shape else { return x }
    return Value(shape: shape, storage: unblockChannels(x, to: shape))
  }

  private static func stored(
    _ sums: [Double], _ plain: Shape, as shape: Shape
  ) throws(InterpreterError) -> Value.Storage {
    let storage = Value.Storage.float32(sums.map { Real($0) })
    guard plain != shape else { return storage }
    return blockChannels(Value(shape: plain, storage: storage), to: shape)
  }
}

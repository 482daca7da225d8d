// Convolutions, pools and changes of size for images.

import TensorGraph

/// A number for the height and one for the width.
public struct Extent: Hashable, Sendable {
  /// Along the height.
  public let height: Int
  /// Along the width.
  public let width: Int

  /// A number for each of the two.
  public init(_ height: Int, _ width: Int) {
    self.height = height
    self.width = width
  }

  var list: [Int] { [height, width] }
}

extension Extent: ExpressibleByIntegerLiteral {
  /// The same number for both.
  public init(integerLiteral value: Int) {
    self.init(value, value)
  }
}

/// The convolution of images with kernels:
/// `y[n, o, p] = sum over c, k of x[n, c, stride p + dilation k - padding] w[o, c, k]`.
///
/// - Parameters:
///   - x: `[batch, inputs, height, width]`.
///   - kernels: `[outputs, inputs / groups, height, width]`.
///   - padding: Zeros on each side of the image.
///   - groups: Equal parts of the channels, each convolved for itself.
/// - Returns: `[batch, outputs, (height + 2 padding - dilation (k - 1) - 1) / stride + 1, ...]`.
public func convolution(
  _ x: Tensor, _ kernels: Tensor, stride: Extent = 1, padding: Extent = 0, dilation: Extent = 1,
  groups: Int = 1
) -> Tensor {
  let form = Convolution(
    strides: stride.list, low: padding.list, high: padding.list, dilation: dilation.list,
    groups: groups)
  let isSpread = zip(kernels.shape.dimensions.dropFirst(2), form.dilation)
    .contains { size, dilation in dilation < 1 || dilation > 1 && size > 1 }
  if x.rank == 4, x.shape.dimensions.dropFirst() == kernels.shape.dimensions.dropFirst(),
    padding == 0, groups == 1, !isSpread, form.strides.allSatisfy({ $0 >= 1 })
  {
    // Kernels as large as the image see it once: a matrix product.
    let size = x.shape.dimensions.dropFirst().reduce(1, *)
    let outputs = kernels.shape[0]
    return matmul(
      x.reshaped(to: [x.shape[0], size]), kernels.reshaped(to: [outputs, size]), transposeB: true
    ).reshaped(to: [x.shape[0], outputs, 1, 1])
  }
  return x.trace.add(.convolution(form), [x, kernels])
}

/// The transposed convolution of images with kernels: the gradient of the convolution that leads
/// from its result to `x`, as PyTorch's `conv_transpose2d`.
///
/// - Parameters:
///   - x: `[batch, inputs, height, width]`.
///   - kernels: `[inputs, outputs / groups, height, width]`.
///   - padding: How many pixels of the result's border are cut off on each side.
///   - outputPadding: Rows and columns more at the bottom and the right, fewer than the stride or
///     the dilation.
/// - Returns: `[batch, outputs, (height - 1) stride - 2 padding + dilation (k - 1) + 1 +
///   outputPadding, ...]`.
public func transposedConvolution(
  _ x: Tensor, _ kernels: Tensor, stride: Extent = 1, padding: Extent = 0,
  outputPadding: Extent = 0, dilation: Extent = 1, groups: Int = 1
) -> Tensor {
  guard x.rank == 4, kernels.rank == 4 else {
    return x.trace.fail(
      ShapeError(
        operation: "transposed convolution",
        problem: "\(x.shape) and kernels \(kernels.shape) came",
        remedy: "pass images [batch, channels, height, width] and kernels of rank 4",
        path: x.trace.graph.path))
  }
  let form = Convolution(
    strides: stride.list, low: padding.list, high: padding.list, dilation: dilation.list,
    groups: groups)
  if x.shape.dimensions.suffix(2) == [1, 1], padding == 0, outputPadding == 0, groups == 1,
    x.shape[1] == kernels.shape[0]
  {
    // A single pixel spreads over one window: a matrix product.
    let sizes = kernels.shape.dimensions.dropFirst()
    let spread = dilation == 1 ? sizes.reduce(1, *) : -1
    if spread > 0 {
      return matmul(
        x.reshaped(to: [x.shape[0], x.shape[1]]), kernels.reshaped(to: [x.shape[1], spread])
      ).reshaped(to: Shape([x.shape[0]] + sizes))
    }
  }
  let size = (0..<2).map { axis in
    (x.shape[axis + 2] - 1) * form.strides[axis] - 2 * form.low[axis]
      + form.dilation[axis] * (kernels.shape[axis + 2] - 1) + 1 + outputPadding.list[axis]
  }
  return x.trace.add(.convolutionInputGradient(form, size: size), [x, kernels])
}

extension Tensor {
  /// The greatest pixel of each window of `[batch, channels, height, width]`.
  ///
  /// - Parameters:
  ///   - stride: The distance between windows; nil for windows side by side.
  ///   - padding: How far windows may reach over each side; pixels there never are the greatest.
  public func maxPooled(window: Extent, stride: Extent? = nil, padding: Extent = 0) -> Tensor {
    trace.add(.maxPool(pooling(window, stride, padding)), [self])
  }

  /// The mean of each window of `[batch, channels, height, width]`, padding counting as zeros.
  public func averagePooled(window: Extent, stride: Extent? = nil, padding: Extent = 0) -> Tensor {
    trace.add(.averagePool(pooling(window, stride, padding)), [self])
  }

  private func pooling(_ window: Extent, _ stride: Extent?, _ padding: Extent) -> Pooling {
    Pooling(
      window: window.list, strides: (stride ?? window).list, low: padding.list,
      high: padding.list)
  }

  /// Every pixel of `[batch, channels, height, width]` repeated `factor` times along both axes.
  public func upsampled(by factor: Int) -> Tensor {
    guard rank == 4, factor >= 1 else {
      return trace.fail(
        ShapeError(
          operation: "upsampling", problem: "\(shape) came, to be enlarged \(factor) times",
          remedy: "pass images [batch, channels, height, width] and a factor of at least 1",
          path: trace.graph.path))
    }
    guard factor > 1 else { return self }
    // Spreading a number over a window and averaging windows are adjoint to each other.
    let form = Pooling(window: [factor, factor], strides: [factor, factor])
    let size = [shape[2] * factor, shape[3] * factor]
    return trace.add(.averagePoolGradient(form, size: size), [self]) * Float(factor * factor)
  }

  /// `[batch, channels, height, width]` resampled bilinearly, with pixels as areas: the centre of
  /// pixel `i` of the result lies at `(i + 1/2) size / newSize` of the image, as PyTorch's
  /// `interpolate` without `align_corners`; beyond the outer centres the border is repeated.
  public func resizedBilinearly(height: Int, width: Int) -> Tensor {
    guard rank == 4, height >= 1, width >= 1, shape[2] >= 1, shape[3] >= 1 else {
      return trace.fail(
        ShapeError(
          operation: "resize", problem: "\(shape) came, to be made \(height) x \(width)",
          remedy: "pass images [batch, channels, height, width] and sizes of at least 1",
          path: trace.graph.path))
    }
    let (batch, channels, oldHeight, oldWidth) = (shape[0], shape[1], shape[2], shape[3])
    let rows = reshaped(to: [batch * channels * oldHeight, oldWidth])
    let wide = matmul(rows, weights(from: oldWidth, to: width))
    let turned = wide.reshaped(to: [batch * channels, oldHeight, width]).transposed([0, 2, 1])
    let columns = turned.reshaped(to: [batch * channels * width, oldHeight])
    let both = matmul(columns, weights(from: oldHeight, to: height))
    return both.reshaped(to: [batch * channels, width, height]).transposed([0, 2, 1])
      .reshaped(to: [batch, channels, height, width])
  }

  /// The weight of every old place, one row each, in every new one.
  private func weights(from old: Int, to new: Int) -> Tensor {
    var values = [Float](repeating: 0, count: old * new)
    for place in 0..<new {
      let centre = (Float(place) + 0.5) * Float(old) / Float(new) - 0.5
      let inside = Swift.min(Swift.max(centre, 0), Float(old - 1))
      let low = Int(inside)
      let high = Swift.min(low + 1, old - 1)
      values[low * new + place] += 1 - (inside - Float(low))
      values[high * new + place] += inside - Float(low)
    }
    return trace.add(.constant(HostTensor(shape: [old, new], storage: .float32(values))))
  }
}

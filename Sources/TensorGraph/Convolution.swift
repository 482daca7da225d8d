// What convolutions and pools are made of, and how their sizes follow.

/// A convolution of images: `y[n, o, p] = sum over c, k of x[n, c, stride p + dilation k - low]
/// w[o, c, k]`, as in every deep-learning library, without flipping the kernel.
///
/// Images are `[batch, channels, height, width]`, kernels `[outputs, inputs / groups, height,
/// width]`. Every list has one number for the height and one for the width.
public struct Convolution: Hashable, Sendable {
  /// The distance between neighbouring windows.
  public let strides: [Int]
  /// Zeros above and left of the image.
  public let low: [Int]
  /// Zeros below and right of the image.
  public let high: [Int]
  /// The distance between neighbouring elements of a window; 1 for dense windows.
  public let dilation: [Int]
  /// How many equal parts the channels fall into, each convolved for itself.
  public let groups: Int
  /// How channels lie in blocks; nil where they are plain.
  package private(set) var blocks: ChannelBlocks?
  /// Whether kernels may round to bf16 what they multiply.
  package private(set) var allowsBFloat16 = false

  package init(
    strides: [Int] = [1, 1], low: [Int] = [0, 0], high: [Int] = [0, 0], dilation: [Int] = [1, 1],
    groups: Int = 1, blocks: ChannelBlocks? = nil
  ) {
    self.strides = strides
    self.low = low
    self.high = high
    self.dilation = dilation
    self.groups = groups
    self.blocks = blocks
  }

  /// The same convolution of images whose channels lie in blocks.
  package func blocked(_ blocks: ChannelBlocks) -> Convolution {
    var result = self
    result.blocks = blocks
    return result
  }

  /// The same convolution, whose kernels may round to bf16 what they multiply.
  package var inBFloat16: Convolution {
    var result = self
    result.allowsBFloat16 = true
    return result
  }

  /// The height and width of the result for an image and a kernel; nil where no window fits.
  package func outputSize(image: [Int], kernel: [Int]) -> [Int]? {
    var size: [Int] = []
    for axis in 0..<2 {
      let extent = dilation[axis] * (kernel[axis] - 1) + 1
      let room = image[axis] + low[axis] + high[axis] - extent
      guard room >= 0 else { return nil }
      size.append(room / strides[axis] + 1)
    }
    return size
  }
}

/// Windows over the pixels of each channel.
public struct Pooling: Hashable, Sendable {
  /// The height and width of a window.
  public let window: [Int]
  /// The distance between neighbouring windows.
  public let strides: [Int]
  /// Pixels above and left of the image that windows may reach over.
  public let low: [Int]
  /// Pixels below and right of the image that windows may reach over.
  public let high: [Int]

  package init(window: [Int], strides: [Int], low: [Int] = [0, 0], high: [Int] = [0, 0]) {
    self.window = window
    self.strides = strides
    self.low = low
    self.high = high
  }

  /// The height and width of the result for an image; nil where no window fits.
  package func outputSize(image: [Int]) -> [Int]? {
    Convolution(strides: strides, low: low, high: high).outputSize(image: image, kernel: window)
  }
}

/// How the channels of a convolution's images lie in memory in blocks of 16.
///
/// An image `[batch, channels, height, width]` is then kept as `[batch, blocks, height, width, 16]`,
/// with zeros beyond the last channel; but images of fewer than 16 channels stay plain, since a block
/// would be mostly zeros. Only passes make such convolutions.
package struct ChannelBlocks: Hashable, Sendable {
  /// The channels of a block.
  package static let size = 16

  /// The image's channels.
  package let inputs: Int
  /// The result's channels.
  package let outputs: Int

  package init(inputs: Int, outputs: Int) {
    self.inputs = inputs
    self.outputs = outputs
  }

  /// Whether as many channels are kept side by side all the same.
  package static func areTooFew(_ channels: Int) -> Bool { channels < size }

  /// How many blocks a number of channels takes.
  package static func count(_ channels: Int) -> Int { (channels + size - 1) / size }
}

extension Shape {
  /// The shape of the same images, of rank 4, with their channels in blocks.
  package var channelBlocked: Shape {
    [
      dimensions[0], ChannelBlocks.count(dimensions[1]), dimensions[2], dimensions[3],
      ChannelBlocks.size,
    ]
  }
}

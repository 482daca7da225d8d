// Batches of a set of images as numbers from -1 to 1, and parts of a set.

extension ImageSet {
  /// The factor in v = (byte - 127.5) / 127.5.
  private static let scale: Float = 1 / 127.5
  /// The value of black.
  private static let black: Float = -1

  /// Writes images one after another as numbers, `[indices.count, channels, height, width]`.
  ///
  /// v = byte / 127.5 - 1, in [-1, 1]: 0 becomes -1 and 255 becomes 1, exactly.
  ///
  /// - Parameter buffer: of as many numbers as the batch has.
  /// - Throws: `ImageSetError.badIndex` or `.badBuffer`; nothing is written then.
  public func writeBatch(
    _ indices: [Int], to buffer: UnsafeMutableBufferPointer<Float>
  ) throws(ImageSetError) {
    try check(indices, bufferCount: buffer.count, needed: indices.count * imageSize)
    guard let target = buffer.baseAddress else { return }
    pixels.withUnsafeBufferPointer { bytes in
      guard let source = bytes.baseAddress else { return }
      for (place, index) in indices.enumerated() {
        Self.convert(source + index * imageSize, to: target + place * imageSize, count: imageSize)
      }
    }
  }

  /// Writes images as `writeBatch(_:to:)` does, each flipped and shifted as its seed says.
  ///
  /// What becomes of an image depends on seed, epoch and its index alone, not on the batch. Pixels
  /// from outside the image are black.
  ///
  /// - Throws: `ImageSetError.badIndex`, `.badBuffer`, or `.badPadding` for a padding beyond the
  ///   images' sides.
  public func writeBatch(
    _ indices: [Int], augmentation: ImageAugmentation, seed: UInt64, epoch: Int,
    to buffer: UnsafeMutableBufferPointer<Float>
  ) throws(ImageSetError) {
    try check(indices, bufferCount: buffer.count, needed: indices.count * imageSize)
    let largest = min(height, width)
    guard augmentation.padding <= largest else {
      throw .badPadding(augmentation.padding, largest: largest)
    }
    guard let target = buffer.baseAddress else { return }
    pixels.withUnsafeBufferPointer { bytes in
      guard let source = bytes.baseAddress else { return }
      for (place, index) in indices.enumerated() {
        write(
          source + index * imageSize,
          changed: augmentation.change(ofImage: index, seed: seed, epoch: epoch),
          to: target + place * imageSize)
      }
    }
  }

  /// Writes the labels of images.
  ///
  /// - Throws: `ImageSetError.noLabels`, `.badIndex` or `.badBuffer`.
  public func writeLabels(
    _ indices: [Int], to buffer: UnsafeMutableBufferPointer<Int32>
  ) throws(ImageSetError) {
    guard let labels else { throw .noLabels(name: name) }
    try check(indices, bufferCount: buffer.count, needed: indices.count)
    for (place, index) in indices.enumerated() { buffer[place] = labels[index] }
  }

  /// The images at some places, in that order, with their labels.
  ///
  /// - Throws: `ImageSetError.badIndex`, or `.badPixelCount` for no places.
  public func selecting(_ indices: [Int]) throws(ImageSetError) -> ImageSet {
    try check(indices, bufferCount: 0, needed: 0)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(indices.count * imageSize)
    for index in indices { bytes += pixels[(index * imageSize)..<((index + 1) * imageSize)] }
    return try ImageSet(
      name: name, channels: channels, height: height, width: width, pixels: bytes,
      labels: labels.map { labels in indices.map { labels[$0] } }, classNames: classNames,
      scaling: scaling)
  }

  private func check(_ indices: [Int], bufferCount: Int, needed: Int) throws(ImageSetError) {
    guard bufferCount == needed else {
      throw .badBuffer(name: name, count: bufferCount, needed: needed)
    }
    if let index = indices.first(where: { $0 < 0 || $0 >= count }) {
      throw .badIndex(name: name, index: index, count: count)
    }
  }

  /// Converts a row of bytes; one plain loop, which the compiler turns into vector instructions.
  private static func convert(
    _ source: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<Float>, count: Int
  ) {
    // The difference is exact, so that both ends and the symmetry about the middle are, too.
    for index in 0..<count { target[index] = (Float(source[index]) - 127.5) * scale }
  }

  private func write(
    _ source: UnsafePointer<UInt8>, changed change: ImageAugmentation.Change,
    to target: UnsafeMutablePointer<Float>
  ) {
    let first = max(0, -change.right)
    let count = width - Swift.abs(change.right)
    for row in 0..<(channels * height) {
      let line = target + row * width
      let values = UnsafeMutableBufferPointer(start: line, count: width)
      values.update(repeating: Self.black)
      let sourceRow = row % height + change.down
      guard (0..<height).contains(sourceRow), count > 0 else { continue }
      let sourceLine = source + (row / height * height + sourceRow) * width
      Self.convert(sourceLine + first + change.right, to: line + first, count: count)
      guard change.isFlipped else { continue }
      for column in 0..<(width / 2) { values.swapAt(column, width - 1 - column) }
    }
  }
}

// The embedded handwritten digits as image sets.

/// The set `digits`: 1,797 grey images of 8 x 8 pixels, inside the program.
enum EmbeddedDigits {
  /// How many images train; the others, by other hands at the end of the file, test.
  static let trainingCount = 1437

  /// Training and test set.
  ///
  /// Values from 0 to 16 become bytes as v * 255 / 16, rounded, so that 16 is white. The source has
  /// no split: the first 1,437 images (four fifths) train and the last 360 test, in the file's
  /// order, in which one writer's digits stand together.
  /// - Throws: `ImageFileError` or `ImageSetError` if the program itself is damaged.
  static func load() throws -> (training: ImageSet, test: ImageSet) {
    let bytes = try DigitsData.unfolded()
    let count = DigitsData.count
    let size = DigitsData.side * DigitsData.side
    let brightest = DigitsData.brightest
    let labels = bytes.prefix(count).map { Int32($0) }
    let pixels = (0..<(count * size)).map { index in
      let value = Int(bytes[count + index % size * count + index / size])
      return UInt8(min(255, (value * 255 + brightest / 2) / brightest))
    }
    func part(_ name: String, _ range: Range<Int>) throws(ImageSetError) -> ImageSet {
      try ImageSet(
        name: name, channels: 1, height: DigitsData.side, width: DigitsData.side,
        pixels: Array(pixels[(range.lowerBound * size)..<(range.upperBound * size)]),
        labels: Array(labels[range]), classNames: (0...9).map(String.init),
        scaling: "0...16, made bytes as v * 255 / 16")
    }
    return (
      try part("digits training", 0..<trainingCount), try part("digits test", trainingCount..<count)
    )
  }
}

// Images of one size with their labels, held as bytes.

/// Images as bytes in one piece, `[count, channels, height, width]`, with labels if they have some.
///
/// Bytes take a quarter of the memory of numbers; `writeBatch` turns those of a batch into numbers
/// from -1 (black) to 1 (white).
public struct ImageSet: Sendable {
  /// The lengths that a side may have, in pixels.
  public static let sides = 1...4096
  /// The most classes.
  public static let largestClassCount = 10_000

  /// The name for messages, such as "mnist training".
  public let name: String
  /// 1 (grey) or 3 (red, green, blue).
  public let channels: Int
  /// Rows of an image.
  public let height: Int
  /// Columns of an image.
  public let width: Int
  /// The number of images.
  public let count: Int
  /// Image, channel, row, column; the column varies fastest.
  public let pixels: [UInt8]
  /// The class of each image, from 0; nil where the source has none.
  public let labels: [Int32]?
  /// The names of the classes in the order of their labels; empty without labels.
  public let classNames: [String]
  /// How the values of the source became bytes.
  public let scaling: String

  /// Images from their bytes.
  ///
  /// - Throws: `ImageSetError` if a size is out of its range, if there are not as many pixels and
  ///   labels as the sizes say, or if a label has no class.
  public init(
    name: String, channels: Int, height: Int, width: Int, pixels: [UInt8], labels: [Int32]? = nil,
    classNames: [String] = [], scaling: String = "bytes, as they are"
  ) throws(ImageSetError) {
    guard channels == 1 || channels == 3, Self.sides.contains(height), Self.sides.contains(width)
    else { throw .badShape(name: name, channels: channels, height: height, width: width) }
    let size = channels * height * width
    guard !pixels.isEmpty, pixels.count % size == 0 else {
      throw .badPixelCount(name: name, count: pixels.count, imageSize: size)
    }
    let count = pixels.count / size
    guard classNames.count <= Self.largestClassCount else {
      throw .tooManyClasses(name: name, count: classNames.count)
    }
    if let labels {
      guard labels.count == count else {
        throw .badLabelCount(name: name, count: labels.count, needed: count)
      }
      if let index = labels.firstIndex(where: { !classNames.indices.contains(Int($0)) }) {
        throw .badLabel(
          name: name, index: index, label: Int(labels[index]), classCount: classNames.count)
      }
    }
    self.name = name
    self.channels = channels
    self.height = height
    self.width = width
    self.count = count
    self.pixels = pixels
    self.labels = labels
    self.classNames = labels == nil ? [] : classNames
    self.scaling = scaling
  }

  /// The number of values of an image.
  public var imageSize: Int { channels * height * width }

  /// Channels, rows and columns in words, such as "3 x 32 x 32".
  public var sizeText: String { "\(channels) x \(height) x \(width)" }

  /// How many images each class has, in the order of the labels; empty without labels.
  public var classCounts: [Int] {
    var counts = [Int](repeating: 0, count: classNames.count)
    for label in labels ?? [] { counts[Int(label)] += 1 }
    return counts
  }
}

/// Images that do not make a set, or a batch that a set cannot give.
public enum ImageSetError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Sizes that images cannot have.
  case badShape(name: String, channels: Int, height: Int, width: Int)
  /// No pixels, or a part of an image.
  case badPixelCount(name: String, count: Int, imageSize: Int)
  /// More or fewer labels than images.
  case badLabelCount(name: String, count: Int, needed: Int)
  /// A label without a class.
  case badLabel(name: String, index: Int, label: Int, classCount: Int)
  /// More classes than are allowed.
  case tooManyClasses(name: String, count: Int)
  /// An index beyond the set.
  case badIndex(name: String, index: Int, count: Int)
  /// A buffer that does not hold the batch.
  case badBuffer(name: String, count: Int, needed: Int)
  /// Labels asked of a set that has none.
  case noLabels(name: String)
  /// An augmentation that the images are too small for, or a negative one.
  case badPadding(Int, largest: Int)

  /// What came, what was needed, and the remedy.
  public var description: String {
    switch self {
    case .badShape(let name, let channels, let height, let width):
      "\(name): \(channels) channels of \(height) x \(width) pixels came. Needed: 1 channel (grey) "
        + "or 3 (red, green, blue), and sides of \(ImageSet.sides.lowerBound) to "
        + "\(ImageSet.sides.upperBound) pixels."
    case .badPixelCount(let name, let count, let size):
      "\(name): \(count) values came. Needed: a positive multiple of \(size), one image."
    case .badLabelCount(let name, let count, let needed):
      "\(name): \(count) labels came. Needed: \(needed), one for each image."
    case .badLabel(let name, let index, let label, let classCount):
      "\(name): image \(index) has the label \(label). Needed: 0 to \(classCount - 1), one of the "
        + "\(classCount) classes."
    case .tooManyClasses(let name, let count):
      "\(name): \(count) classes came. Needed: at most \(ImageSet.largestClassCount)."
    case .badIndex(let name, let index, let count):
      "\(name): image \(index) was asked for. Needed: 0 to \(count - 1)."
    case .badBuffer(let name, let count, let needed):
      "\(name): a buffer of \(count) numbers came for a batch. Needed: \(needed)."
    case .noLabels(let name):
      "\(name) has no labels. Train without classes, or take a set that has them."
    case .badPadding(let padding, let largest):
      "A padding of \(padding) pixels came for crops. Needed: 0 to \(largest)."
    }
  }
}

// A set of images in two parts: one to train on and one that training never sees.

/// The training and the test images of a set.
public struct ImageSplit: Sendable {
  /// The name by which the set was asked for.
  public let name: String
  /// The images to train on.
  public let training: ImageSet
  /// The images that training never sees; nil where the source has none.
  public let test: ImageSet?
  /// Where the images came from.
  public let origin: String
  /// What the user should know about how the images were read.
  public let remarks: [String]

  /// Two parts of one set.
  ///
  /// - Throws: `ImageSplitError` if the parts differ in the size of the images or in the classes.
  public init(
    name: String, training: ImageSet, test: ImageSet?, origin: String, remarks: [String] = []
  ) throws(ImageSplitError) {
    if let test {
      guard training.sizeText == test.sizeText else {
        throw .sizes(name: name, training: training.sizeText, test: test.sizeText)
      }
      guard training.classNames == test.classNames else {
        throw .classes(
          name: name, training: training.classNames.count, test: test.classNames.count)
      }
    }
    self.name = name
    self.training = training
    self.test = test
    self.origin = origin
    self.remarks = remarks
  }

  /// The parts that are there, training first.
  public var parts: [ImageSet] { [training] + (test.map { [$0] } ?? []) }
}

/// Two parts that do not belong together.
public enum ImageSplitError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Images of different sizes.
  case sizes(name: String, training: String, test: String)
  /// Different classes.
  case classes(name: String, training: Int, test: Int)

  /// What came, what was needed, and the remedy.
  public var description: String {
    switch self {
    case .sizes(let name, let training, let test):
      "\(name): training images of \(training) and test images of \(test) came. Needed: one size; "
        + "give the parts that belong together."
    case .classes(let name, let training, let test):
      "\(name): training images of \(training) classes and test images of \(test) came. Needed: "
        + "the same classes in both; give labels for both parts or for neither."
    }
  }
}

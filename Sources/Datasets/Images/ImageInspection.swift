// What a look at the images tells before training: above all, what would give real ones away.

/// Facts and findings about a set of images.
public struct ImageInspection: Sendable {
  /// Something to know before training.
  public struct Finding: Sendable, Equatable {
    /// What a finding is about.
    public enum Topic: String, Sendable, CaseIterable {
      /// How the values became bytes.
      case type
      /// The least and the largest value.
      case range
      /// How many values occur.
      case quantisation
      /// Rows and columns at the edge that never change.
      case border
      /// Images of one value.
      case blankImages = "blank-images"
      /// Colour images without colour.
      case colour
      /// How many images each class has.
      case classes
    }

    /// What it is about.
    public let topic: Topic
    /// Whether something should be done about it.
    public let isWarning: Bool
    /// What was seen, what it means, and the remedy.
    public let text: String
  }

  /// The least and the largest byte.
  public let range: ClosedRange<UInt8>
  /// The mean of all bytes.
  public let mean: Double
  /// How many different bytes occur.
  public let distinctValues: Int
  /// The width in pixels of the border that is the same in every image.
  public let constantBorder: Int
  /// The images whose outermost pixels all have one value.
  public let plainEdges: Int
  /// The images whose pixels all have one value.
  public let blankImages: Int
  /// Whether all channels of colour images are equal.
  public let isGreyInColour: Bool
  /// How many images each class has.
  public let classCounts: [Int]
  /// What to know, in words, in a fixed order of topics.
  public let findings: [Finding]

  /// Looks at every pixel of a set.
  public init(_ set: ImageSet) {
    let histogram = set.histogram
    let values = histogram.indices.filter { histogram[$0] > 0 }
    range = UInt8(values.first ?? 0)...UInt8(values.last ?? 0)
    let sum = histogram.enumerated().reduce(0) { $0 + $1.offset * $1.element }
    mean = Double(sum) / Double(set.pixels.count)
    distinctValues = values.count
    constantBorder = set.constantBorder
    plainEdges = set.plainEdges
    blankImages = set.blankImages
    isGreyInColour = set.isGreyInColour
    classCounts = set.classCounts
    findings = [
      Finding(topic: .type, isWarning: false, text: "8-bit values; \(set.scaling)"),
      Self.finding(range: range), Self.finding(quantisation: values),
      Self.finding(border: constantBorder, plainEdges: Double(plainEdges) / Double(set.count)),
      Self.finding(blankImages: blankImages, of: set.count),
      Self.finding(greyInColour: isGreyInColour, channels: set.channels),
      Self.finding(classCounts, names: set.classNames),
    ].compactMap { $0 }
  }

  private static func finding(range: ClosedRange<UInt8>) -> Finding {
    let span = Int(range.upperBound) - Int(range.lowerBound)
    let text = "values from \(range.lowerBound) to \(range.upperBound)"
    guard span < 128 else {
      return Finding(
        topic: .range, isWarning: false, text: text + ", to the networks -1 (0) to 1 (255)")
    }
    return Finding(
      topic: .range, isWarning: true,
      text: text + " of 0 to 255: to the networks all images look alike; scale the source to its "
        + "whole range")
  }

  private static func finding(quantisation values: [Int]) -> Finding {
    let text = "\(values.count) different value\(values.count == 1 ? "" : "s")"
    guard values.count < 64 else {
      return Finding(topic: .quantisation, isWarning: false, text: text)
    }
    return Finding(
      topic: .quantisation, isWarning: true,
      text: text + " of 256: fakes lie between them, which gives them away; add noise to the "
        + "discriminator's input (instance noise)")
  }

  private static func finding(border: Int, plainEdges: Double) -> Finding {
    guard border > 0 else {
      let share = String(format: "%.1f", 100 * plainEdges)
      return Finding(
        topic: .border, isWarning: false, text: "\(share) % of the images have an edge of one value"
      )
    }
    return Finding(
      topic: .border, isWarning: true,
      text: "the outer \(border) pixel\(border == 1 ? "" : "s") of all images are equal: a "
        + "discriminator can tell fakes by their edge alone; crop it, or add instance noise")
  }

  private static func finding(blankImages count: Int, of total: Int) -> Finding? {
    guard count > 0 else { return nil }
    return Finding(
      topic: .blankImages, isWarning: true,
      text: "\(count) of \(total) images have one value throughout; leave them out")
  }

  private static func finding(greyInColour: Bool, channels: Int) -> Finding? {
    guard greyInColour else { return nil }
    return Finding(
      topic: .colour, isWarning: true,
      text: "all \(channels) channels are equal: grey images; one channel is enough")
  }

  private static func finding(_ counts: [Int], names: [String]) -> Finding {
    guard let least = counts.min(), let most = counts.max() else {
      return Finding(topic: .classes, isWarning: false, text: "no labels")
    }
    let empty = zip(names, counts).filter { $0.1 == 0 }.map(\.0)
    guard empty.isEmpty else {
      return Finding(
        topic: .classes, isWarning: true,
        text: "\(empty.count) of \(counts.count) classes have no images: "
          + empty.prefix(5).joined(separator: ", ") + (empty.count > 5 ? ", …" : ""))
    }
    let balance = "\(counts.count) classes of \(least == most ? "" : "\(least) to ")\(most) images"
    guard Double(most) >= 2 * Double(least) else {
      return Finding(topic: .classes, isWarning: false, text: balance)
    }
    return Finding(
      topic: .classes, isWarning: true,
      text: balance + ": rare classes are the first that a generator drops; judge each by itself")
  }
}

// Samples with classes, images or rows of numbers, as training and measuring take them.

import Datasets

/// Samples of one size.
package enum Samples: Sendable {
  case images(ImageSet)
  /// Rows of numbers, scaled already.
  case rows(TableSet)

  /// The number of samples.
  package var count: Int {
    switch self {
    case .images(let set): set.count
    case .rows(let set): set.count
    }
  }

  /// The names of the classes in the order of the labels; empty where nothing is labelled.
  package var classNames: [String] {
    switch self {
    case .images(let set): set.classNames
    case .rows(let set): set.classNames
    }
  }

  /// Channels, height and width, or the number of features.
  package var sizes: [Int] {
    switch self {
    case .images(let set): [set.channels, set.height, set.width]
    case .rows(let set): [set.featureCount]
    }
  }

  /// The classes of the samples; nil for images without labels.
  package var labels: [Int32]? {
    switch self {
    case .images(let set): set.labels
    case .rows(let set): set.labels
    }
  }

  /// Writes samples one after the other, images from -1 to 1.
  package func write(_ places: [Int], to buffer: UnsafeMutableBufferPointer<Float>) throws {
    switch self {
    case .images(let set): try set.writeBatch(places, to: buffer)
    case .rows(let set): try set.writeBatch(places, to: buffer)
    }
  }
}

/// Samples with the class of each.
package struct LabelledSamples: Sendable {
  package let content: Samples
  /// The class of each sample; those of the content unless some were corrupted.
  package var labels: [Int32]

  /// Labelled images.
  /// - Throws: `ImageSetError.noLabels` for a set without labels.
  package init(_ set: ImageSet) throws(ImageSetError) {
    guard let labels = set.labels else { throw .noLabels(name: set.name) }
    content = .images(set)
    self.labels = labels
  }

  /// Rows of a table.
  package init(_ set: TableSet) {
    content = .rows(set)
    labels = set.labels
  }

  /// The number of samples.
  package var count: Int { labels.count }

  /// The names of the classes in the order of the labels.
  package var classNames: [String] { content.classNames }

  /// Channels, height and width, or the number of features.
  package var sizes: [Int] { content.sizes }

  /// The numbers of a sample.
  package var sampleSize: Int { sizes.reduce(1, *) }

  /// The images, where the samples are some.
  package var images: ImageSet? {
    if case .images(let set) = content { set } else { nil }
  }

  /// Writes samples one after the other, images from -1 to 1.
  package func write(_ places: [Int], to buffer: UnsafeMutableBufferPointer<Float>) throws {
    try content.write(places, to: buffer)
  }

  /// Writes samples as `write(_:to:)` does, images changed as their seed and epoch say.
  package func write(
    _ places: [Int], augmentation: ImageAugmentation, seed: UInt64, epoch: Int,
    to buffer: UnsafeMutableBufferPointer<Float>
  ) throws {
    guard augmentation != .none, case .images(let set) = content else {
      return try write(places, to: buffer)
    }
    try set.writeBatch(places, augmentation: augmentation, seed: seed, epoch: epoch, to: buffer)
  }

  /// The samples at some places, with their present labels.
  package func selecting(_ places: [Int]) throws -> LabelledSamples {
    var result =
      switch content {
      case .images(let set): try LabelledSamples(try set.selecting(places))
      case .rows(let set): LabelledSamples(try set.selecting(places))
      }
    result.labels = places.map { labels[$0] }
    return result
  }
}

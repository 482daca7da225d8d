// The test images whose class the network thought least likely, with what it thought instead.

import Datasets
import Foundation
import Imaging

/// A grid of the images with the greatest losses among those that were answered wrongly.
package struct MostWrongPicture {
  private static let (columns, rows) = (8, 4)

  private let outputs: ClassifierOutputs
  private let images: ImageSet
  private let names: [String]

  package init(_ outputs: ClassifierOutputs, _ images: ImageSet, names: [String]) {
    (self.outputs, self.images, self.names) = (outputs, images, names)
  }

  /// A wrong answer.
  package struct Miss: Equatable {
    package let place: Int
    package let guess: Int
    /// The probability of the answer.
    package let confidence: Double
    /// The negative log-likelihood of the class.
    package let loss: Double
  }

  /// The wrong answers with the greatest losses, the greatest first.
  package static func misses(_ outputs: ClassifierOutputs, atMost count: Int) -> [Miss] {
    let all = outputs.guesses.enumerated().compactMap { place, guess -> Miss? in
      guard guess != outputs.labels[place] else { return nil }
      let row = outputs[place].map(Double.init)
      let total = row.logSumExp
      return Miss(
        place: place, guess: Int(guess), confidence: exp(row[Int(guess)] - total),
        loss: total - row[Int(outputs.labels[place])])
    }
    return Array(all.sorted { $0.loss > $1.loss }.prefix(count))
  }

  /// The picture; nil where nothing was wrong.
  package func render() throws -> Raster? {
    let misses = Self.misses(outputs, atMost: Self.columns * Self.rows)
    guard !misses.isEmpty else { return nil }
    var values = [Float](repeating: 0, count: misses.count * images.imageSize)
    try values.withUnsafeMutableBufferPointer {
      try images.writeBatch(misses.map(\.place), to: $0)
    }
    let captions = misses.map { miss in
      [
        String(format: "%.0f %% ", miss.confidence * 100) + names[miss.guess],
        "is \(names[Int(outputs.labels[miss.place])])",
      ]
    }
    return try CaptionedGrid(
      values: values, imageWidth: images.width, imageHeight: images.height,
      channels: images.channels, columns: Self.columns, captions: captions
    ).render()
  }
}

// Generated images beside the training images that are nearest to them: are they copies?

import Datasets
import Foundation
import Imaging
import Mixing

/// Rows of a generated image, a gap, and its nearest training images, the nearest first.
///
/// Distances are Euclidean, of a classifier's features where there is one, else of the pixels.
package struct TrainingNeighbours {
  private static let shown = 10
  private static let neighbours = 5
  /// Training images that are looked at together, which bounds memory.
  private static let chunk = 1000

  private let set: ImageSet
  private let classifier: FeatureClassifier?

  package init(_ training: ImageSet, _ classifier: FeatureClassifier?) {
    (set, self.classifier) = (training, classifier)
  }

  /// What distances are measured in, for the picture's text.
  var measure: String {
    classifier.map { "features of classifier \($0.identity)" } ?? "pixels"
  }

  /// The picture for generated images from -1 to 1; nil where a value is not finite.
  func picture(_ generated: [Float]) throws -> Raster? {
    let size = set.imageSize
    let images = Array(generated.prefix(Self.shown * size))
    guard images.allSatisfy(\.isFinite), !images.isEmpty else { return nil }
    let gap = [Float](repeating: 0, count: size)
    var values: [Float] = []
    for (row, places) in try nearest(images).enumerated() {
      values += images[(row * size)..<((row + 1) * size)] + gap
      var found = [Float](repeating: 0, count: places.count * size)
      try found.withUnsafeMutableBufferPointer { try set.writeBatch(places, to: $0) }
      values += found
    }
    return try ImageGrid(
      .signed(values), imageWidth: set.width, imageHeight: set.height, channels: set.channels,
      columns: 2 + min(Self.neighbours, set.count),
      scale: ImageGrid.comfortableScale(imageWidth: set.width)
    ).render()
  }

  /// The places of the nearest training images of each image, the first of equally near ones.
  package func nearest(_ images: [Float]) throws -> [[Int]] {
    let queries = try features(of: images)
    var best = [[(squared: Float, place: Int)]](repeating: [], count: queries.count)
    let most = min(Self.neighbours, set.count)
    for start in stride(from: 0, to: set.count, by: Self.chunk) {
      let places = Array(start..<min(start + Self.chunk, set.count))
      var values = [Float](repeating: 0, count: places.count * set.imageSize)
      try values.withUnsafeMutableBufferPointer { try set.writeBatch(places, to: $0) }
      PairwiseDistances.forEachBlock(queries.featureRows, try features(of: values).featureRows) {
        block in
        for row in block.rows {
          for (offset, squared) in block.distances(from: row).enumerated() {
            if best[row].count == most, let last = best[row].last, squared >= last.squared {
              continue
            }
            let place = start + block.columns.lowerBound + offset
            let index = best[row].firstIndex { $0.squared > squared } ?? best[row].count
            best[row].insert((squared, place), at: index)
            if best[row].count > most { best[row].removeLast() }
          }
        }
      }
    }
    return best.map { $0.map(\.place) }
  }

  private func features(of images: [Float]) throws -> ClassifierFeatures {
    if let classifier { return try classifier.outputs(of: images).features }
    return try ClassifierFeatures(images, dimension: set.imageSize)
  }
}

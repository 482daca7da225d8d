// The pictures of a GAN that makes images: grids of samples, real images, strips of snapshots.

import Datasets
import Foundation
import Imaging
import Runs
import Training

/// Draws the pictures of one run; equal runs give equal bytes.
struct ImagePictures {
  private let set: ImageSet
  private let provenance: PictureProvenance

  init(_ set: ImageSet, _ provenance: PictureProvenance) {
    (self.set, self.provenance) = (set, provenance)
  }

  /// A square of generated images.
  func samples(_ images: [Float], epoch: Int, weights: String = "raw") throws -> Data {
    try square(images).pngData(text: provenance.text(epoch: epoch, weights: weights))
  }

  /// A square of real images, evenly spaced over the set.
  func reals() throws -> Data {
    let side = SnapshotStrip.columns
    return try square(try set.evenlySpaced(side * side))
      .pngData(text: provenance.text(epoch: 0, weights: "none"))
  }

  /// The snapshots of a run, a row each, the earliest on top.
  func strip(of folder: RunFolder, steps: [Int]) throws -> Data? {
    let rows = try steps.compactMap { step in
      try Snapshot.load(step: step, from: folder).map { ("step \(step)", $0) }
    }
    return try SnapshotStrip(rows)
      .pngData(text: provenance.text(epoch: 0, weights: "raw"))
  }

  private func square(_ values: [Float]) throws -> Raster {
    let side = SnapshotStrip.columns
    return try SnapshotStrip.grid(
      Array(values.prefix(side * side * set.imageSize)), channels: set.channels,
      height: set.height, width: set.width)
  }
}

// Snapshots of generated images, a row each: the steps of one run, or the ends of several.

import Foundation
import Imaging
import Runs

/// Rows of generated images with a label each; each column is one noise.
struct SnapshotStrip {
  /// The images in a row.
  static let columns = 10

  private let rows: [(label: String, snapshot: Snapshot)]

  /// - Parameter rows: snapshots of images of one size, the uppermost first.
  init(_ rows: [(label: String, snapshot: Snapshot)]) {
    self.rows = rows
  }

  /// The picture, or nil where there is no image.
  func pngData(text: [(String, String)]) throws -> Data? {
    guard let shape = rows.first?.snapshot.shape, shape.count == 4 else { return nil }
    let size = shape[1...].reduce(1, *)
    let rows = rows.filter { $0.snapshot.shape[1...] == shape[1...] }
    let values = rows.flatMap { row in
      let shown = row.snapshot.generated.prefix(Self.columns * size)
      return shown + [Float](repeating: 0, count: Self.columns * size - shown.count)
    }
    return try Self.grid(
      values, channels: shape[1], height: shape[2], width: shape[3], rowLabels: rows.map(\.label)
    ).pngData(text: text)
  }

  /// Images from -1 to 1 in rows of ten, small ones enlarged.
  static func grid(
    _ values: [Float], channels: Int, height: Int, width: Int, rowLabels: [String] = []
  ) throws -> Raster {
    try ImageGrid(
      .signed(values), imageWidth: width, imageHeight: height, channels: channels,
      columns: columns, scale: ImageGrid.comfortableScale(imageWidth: width),
      rowLabels: rowLabels
    ).render()
  }
}

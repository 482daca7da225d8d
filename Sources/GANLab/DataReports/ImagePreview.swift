// A picture of some images of a set, a row for each class.

import Datasets
import Foundation
import Imaging

/// Some images of a set as a picture.
public struct ImagePreview: Sendable {
  /// How many images a row may show.
  public static let columnRange = 1...64
  /// No side of the picture becomes longer than this, in pixels.
  private static let longestSide = 16_384

  /// The picture.
  public let png: Data
  /// What its rows are.
  public let caption: String

  /// Draws images, evenly spaced over those of each class, a row for each class in the order of the
  /// labels; without labels a square of images, evenly spaced over the set.
  ///
  /// Small images are enlarged by a whole factor. A row stays grey where a class has too few images.
  ///
  /// - Parameter columns: images in a row, at most as many as fit.
  /// - Throws: `ImagingError`.
  public init(_ set: ImageSet, columns: Int = 10) throws {
    let scale = ImageGrid.comfortableScale(imageWidth: set.width)
    let columns = max(1, min(columns, (Self.longestSide - 1) / (set.width * scale + 1)))
    let mostRows = max(1, (Self.longestSide - 1) / (set.height * scale + 1))
    let rows = Self.rows(of: set, columns: columns).prefix(mostRows)
    var pixels: [UInt8] = []
    pixels.reserveCapacity(rows.count * columns * set.imageSize)
    for row in rows {
      for index in row {
        pixels += set.pixels[(index * set.imageSize)..<((index + 1) * set.imageSize)]
      }
      pixels += [UInt8](repeating: 128, count: (columns - row.count) * set.imageSize)
    }
    let grid = ImageGrid(
      .bytes(pixels), imageWidth: set.width, imageHeight: set.height, channels: set.channels,
      columns: columns, scale: scale)
    let classes = set.classNames.count
    caption =
      set.labels == nil
      ? "\(rows.count * columns) of \(set.count) images"
      : "a row for each class" + (rows.count < classes ? ", the first \(rows.count)" : "")
        + (classes <= 10 ? ": \(set.classNames.joined(separator: ", "))" : "")
    png = try grid.render().pngData(text: [("Title", set.name), ("Description", caption)])
  }

  /// The images of each row.
  private static func rows(of set: ImageSet, columns: Int) -> [[Int]] {
    guard let labels = set.labels else {
      let all = Array(0..<set.count)
      return (0..<columns).map { row in
        let few = evenlySpaced(all, columns * columns)
        return Array(few.dropFirst(row * columns).prefix(columns))
      }.filter { !$0.isEmpty }
    }
    var members = [[Int]](repeating: [], count: set.classNames.count)
    for (index, label) in labels.enumerated() { members[Int(label)].append(index) }
    return members.map { evenlySpaced($0, columns) }
  }

  private static func evenlySpaced(_ items: [Int], _ limit: Int) -> [Int] {
    guard items.count > limit else { return items }
    return (0..<limit).map { items[$0 * items.count / limit] }
  }
}

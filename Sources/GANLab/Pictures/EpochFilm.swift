// The pictures of all epochs as one animation.

import Foundation
import Imaging
import Runs

/// An animated PNG of the pictures that a run wrote at the ends of its epochs.
enum EpochFilm {
  /// More pictures than this are thinned out evenly, so that a long run's film stays small.
  private static let mostFrames = 120

  /// How many frames the film of so many epochs has, the still that other viewers show included.
  static func frameCount(_ epochs: Int) -> Int { epochs > 0 ? shown(epochs).count + 1 : 0 }

  private static func shown(_ epochs: Int) -> [Int] {
    let stride = (epochs + mostFrames - 1) / mostFrames
    // Counted back from the last one, which is always shown.
    return (0...epochs).filter { (epochs - $0) % stride == 0 }
  }

  /// Larger pictures are drawn half as wide and high.
  private static let largestWidth = 500

  /// The animation, or nil where there are fewer than two pictures.
  ///
  /// - Parameter tell: gets a line for each picture that cannot be read and is left out.
  static func pngData(
    of folder: RunFolder, epochs: Int, text: [(String, String)], tell: (String) -> Void
  ) throws -> Data? {
    guard epochs > 0 else { return nil }
    var film: AnimatedPNG?
    for epoch in shown(epochs) {
      let name = RunFolder.pictureName(epoch: epoch)
      // Somebody may have deleted pictures to save space.
      guard FileManager.default.fileExists(atPath: folder.file(name).path) else { continue }
      let picture: Raster
      do {
        picture = try Raster(png: try folder.read(name))
      } catch {
        tell("\(name) was left out of figures/epochs.png: \(error)")
        continue
      }
      if film == nil {
        film = try AnimatedPNG(
          delay: 150, lastDelay: 3000, reduction: picture.width > largestWidth ? 2 : 1)
      }
      try film?.append(picture)
    }
    guard let film, film.count > 1 else { return nil }
    return try film.encoded(text: text)
  }
}

// A folder of PNG and JPEG images as a source of images to train on.

import Foundation

/// How the images of a folder are read.
public struct ImageFolderSettings: Sendable, Equatable {
  /// Rows and columns that images get.
  public var side: Int
  /// 3 (red, green, blue) or 1 (grey).
  public var channels: Int
  /// What happens to files that cannot be read.
  public var brokenFiles: ImageFolder.BrokenFiles

  /// The defaults are those of recipes.
  public init(
    side: Int = 32, channels: Int = 3, brokenFiles: ImageFolder.BrokenFiles = .stop
  ) {
    self.side = side
    self.channels = channels
    self.brokenFiles = brokenFiles
  }
}

/// Images in a folder of the user's own; subfolders are classes.
public struct FolderSource: ImageSource {
  /// The most broken files that are named.
  private static let mostNamed = 10

  /// The place of the folder.
  public let url: URL
  /// How its images are read.
  public let settings: ImageFolderSettings
  /// The folder's name.
  public var name: String { url.lastPathComponent }

  /// Reads all images of the folder, in the order of subfolders and names.
  /// - Throws: `ImageFolderError`, `ImageSetError`.
  public func load() throws -> ImageSplit {
    let folder = try ImageFolder(
      url, side: settings.side, channels: settings.channels, brokenFiles: settings.brokenFiles)
    let set = try ImageSet(
      name: name, channels: folder.channels, height: folder.height, width: folder.width,
      pixels: folder.pixels, labels: folder.labels, classNames: folder.classNames,
      scaling: folder.scaling)
    var remarks = folder.leftOut.prefix(Self.mostNamed).map { "left out \($0.file): \($0.reason)" }
    if folder.leftOut.count > Self.mostNamed {
      remarks.append("left out \(folder.leftOut.count - Self.mostNamed) more")
    }
    return try ImageSplit(
      name: name, training: set, test: nil, origin: url.path, remarks: remarks)
  }
}

// Reads a folder of PNG and JPEG images of any sizes as images of one size.

import Foundation
import GraphCompiler
import Imaging

/// The images of a folder as bytes in one piece, all of one size.
///
/// Each image is resized so that its shorter side is `side` pixels, with averages where pixels are
/// dropped, and the square in its middle is kept. Order and bytes depend on nothing but the files:
/// subfolders and names are sorted by their bytes.
public struct ImageFolder: Sendable {
  /// The endings of names that count as images, in small or capital letters.
  ///
  /// The content decides which of both formats a file is.
  public static let endings = ["png", "jpg", "jpeg"]
  /// The sides that images can be asked for, in pixels.
  public static let sides = 1...4096
  /// The most values of all images together.
  public static let mostValues = 1 << 33

  /// What subfolders mean.
  public enum Classes: Sendable {
    /// One class for each subfolder with images; none where all images are in the folder itself.
    case subfolders
    /// None: the images of the folder and of its subfolders alike.
    case none
  }

  /// What happens to files that cannot be read.
  public enum BrokenFiles: Sendable {
    /// The first one is an error.
    case stop
    /// They are left out and listed in `leftOut`.
    case leaveOut
  }

  /// A file that was left out.
  public struct LeftOut: Sendable, Equatable {
    /// The path from the folder.
    public let file: String
    /// What is wrong with it.
    public let reason: String
  }

  /// The folder's name, for messages.
  public let name: String
  /// 1 (grey) or 3 (red, green, blue).
  public let channels: Int
  /// Rows of an image.
  public let height: Int
  /// Columns of an image.
  public let width: Int
  /// The number of images.
  public let count: Int
  /// Image, channel, row, column; the column varies fastest.
  public let pixels: [UInt8]
  /// The class of each image, from 0; nil without classes.
  public let labels: [Int32]?
  /// The names of the subfolders in the order of their labels; empty without classes.
  public let classNames: [String]
  /// The path of each image from the folder.
  public let files: [String]
  /// The broken files, if they may be left out.
  public let leftOut: [LeftOut]
  /// How many images had transparent parts, which show white.
  public let transparentCount: Int

  /// Reads a folder.
  ///
  /// - Parameters:
  ///   - side: rows and columns of the images, one of `sides`.
  ///   - channels: 3, or 1 for the luma of Rec. 601; grey images repeat their value for 3.
  ///   - classes: what subfolders mean; deeper folders are not looked into.
  ///   - brokenFiles: what happens to files that cannot be read.
  /// - Throws: `ImageFolderError`.
  public init(
    _ folder: URL, side: Int, channels: Int = 3, classes: Classes = .subfolders,
    brokenFiles: BrokenFiles = .stop
  ) throws(ImageFolderError) {
    guard Self.sides.contains(side) else {
      throw .badSetting(
        name: "side of images", value: side,
        needed: "\(Self.sides.lowerBound) to \(Self.sides.upperBound) pixels")
    }
    guard channels == 1 || channels == 3 else {
      throw .badSetting(name: "channels", value: channels, needed: "1 (grey) or 3 (RGB)")
    }
    let listing = try ImageFolderListing(folder, classes: classes)
    let imageSize = channels * side * side
    guard listing.entries.count <= Self.mostValues / imageSize else {
      throw .tooLarge(
        folder: folder.path, count: listing.entries.count, imageSize: imageSize,
        largest: Self.mostValues)
    }
    guard MachineMemory.has(listing.entries.count * imageSize) else {
      throw .outOfMemory(
        folder: folder.path, count: listing.entries.count, imageSize: imageSize)
    }
    var pixels: [UInt8] = []
    pixels.reserveCapacity(listing.entries.count * imageSize)
    var kept: [ImageFolderListing.Entry] = []
    var leftOut: [LeftOut] = []
    var transparentCount = 0
    for entry in listing.entries {
      do {
        let read = try Self.read(folder.appendingPathComponent(entry.path))
        let square = try read.image.centerSquare(side).converted(toChannels: channels)
        square.appendPlanes(to: &pixels)
        if read.hadTransparency { transparentCount += 1 }
        kept.append(entry)
      } catch {
        let reason = Self.reason(error)
        guard brokenFiles == .leaveOut else { throw .broken(file: entry.path, reason: reason) }
        leftOut.append(LeftOut(file: entry.path, reason: reason))
      }
    }
    guard !kept.isEmpty else {
      let first = leftOut.first.map { "\($0.file): \($0.reason)" } ?? ""
      throw .allBroken(folder: folder.path, count: leftOut.count, first: first)
    }
    name = folder.lastPathComponent
    self.channels = channels
    height = side
    width = side
    count = kept.count
    self.pixels = pixels
    let labels = kept.compactMap { $0.label.map(Int32.init) }
    self.labels = labels.count == kept.count ? labels : nil
    classNames = listing.classNames
    files = kept.map(\.path)
    self.leftOut = leftOut
    self.transparentCount = transparentCount
  }

  private static func read(_ file: URL) throws -> ReadImage {
    try ReadImage(try PointFile.bytes(of: file))
  }

  /// What is wrong with a file, without a period.
  private static func reason(_ error: any Error) -> String {
    switch error {
    case PointFileError.cannotRead(_, let reason): "the file cannot be read: \(reason)"
    case PointFileError.tooLarge(_, _, let largest):
      "the file is too large; needed: at most \(largest) bytes"
    default: "\(error)".hasSuffix(".") ? String("\(error)".dropLast()) : "\(error)"
    }
  }

  /// How the values of the files became bytes, and what was left out.
  public var scaling: String {
    var text =
      "shorter side resized to \(width) pixels by antialiased bilinear weights, centre square; "
      + (channels == 1 ? "grey by the luma of Rec. 601" : "RGB")
    if transparentCount > 0 { text += "; \(transparentCount) with transparency, shown on white" }
    if !leftOut.isEmpty { text += "; \(leftOut.count) broken files left out" }
    return text
  }
}

extension ByteImage {
  /// Appends one channel after the other.
  fileprivate func appendPlanes(to planes: inout [UInt8]) {
    for channel in 0..<channels {
      for place in stride(from: channel, to: pixels.count, by: channels) {
        planes.append(pixels[place])
      }
    }
  }
}

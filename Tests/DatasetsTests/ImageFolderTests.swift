// Folders of images: order, classes, sizes and channels, and what happens to broken files.

import Datasets
import Foundation
import Imaging
import TestSupport
import Testing

@Suite struct ImageFolderTests {
  private let place: TemporaryFolder

  init() throws {
    place = try TemporaryFolder()
  }

  /// Writes bytes below the folder, in subfolders if the path names one.
  private func write(_ path: String, _ data: Data) throws {
    let url = place.place(path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
  }

  /// A PNG of one colour.
  private func png(_ color: [UInt8], width: Int = 6, height: Int = 4) throws -> Data {
    try PNGImage(
      width: width, height: height, channels: color.count,
      pixels: (0..<width * height).flatMap { _ in color }
    ).encoded()
  }

  @Test func subfoldersAreClassesInTheOrderOfTheirBytes() throws {
    try write("b/2.png", png([1, 2, 3]))
    try write("b/10.PNG", png([4, 5, 6], width: 3, height: 9))
    try write("a/x.png", png([7]))
    try write("Z/x.png", png([8, 8, 8]))
    try write("a/notes.txt", Data("no image".utf8))
    try write("a/.hidden.png", Data("no image".utf8))
    try write("empty/deeper/x.png", Data("no image".utf8))
    let folder = try ImageFolder(place.url, side: 2)
    #expect(folder.files == ["Z/x.png", "a/x.png", "b/10.PNG", "b/2.png"])
    #expect(folder.classNames == ["Z", "a", "b"])
    #expect(folder.labels == [0, 1, 2, 2])
    #expect(folder.count == 4 && folder.channels == 3 && folder.height == 2 && folder.width == 2)
    let planes: [UInt8] = [4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6]
    #expect(Array(folder.pixels[24..<36]) == planes)
    #expect(folder.pixels.count == 48)
    #expect(folder.name == place.url.lastPathComponent)
    let plain = try ImageFolder(place.url, side: 2, classes: .none)
    #expect(plain.labels == nil && plain.classNames.isEmpty)
    #expect(plain.pixels == folder.pixels)
  }

  @Test func imagesInTheFolderItselfHaveNoClass() throws {
    try write("b.png", png([1, 2, 3]))
    try write("a.jpg.png", png([200, 100, 50]))
    let folder = try ImageFolder(place.url, side: 1, channels: 1)
    #expect(folder.files == ["a.jpg.png", "b.png"])
    #expect(folder.labels == nil)
    // 0.299 R + 0.587 G + 0.114 B.
    #expect(folder.pixels == [124, 2])
    #expect(folder.scaling.contains("luma of Rec. 601"))
    try write("class/c.png", png([9]))
    let text = errorText { _ = try ImageFolder(place.url, side: 1) }
    #expect(text.contains("such as a.jpg.png, and in subfolders, such as class"), "\(text)")
    #expect(try ImageFolder(place.url, side: 1, classes: .none).count == 3)
  }

  /// The picture is cut from the middle: left and right thirds of another colour are lost.
  @Test func squaresAreCutFromTheMiddle() throws {
    let row: [UInt8] = [0, 0, 9, 8, 7, 0, 0].flatMap { [$0, $0, $0] }
    let image = PNGImage(width: 7, height: 3, channels: 3, pixels: row + row + row)
    try write("a.png", image.encoded())
    #expect(
      try ImageFolder(place.url, side: 3, channels: 1).pixels == [9, 8, 7, 9, 8, 7, 9, 8, 7])
  }

  @Test func transparencyShowsWhiteAndIsSaid() throws {
    try write("a.png", png([10, 20, 30, 0]))
    try write("b.png", png([10, 20, 30, 255]))
    let folder = try ImageFolder(place.url, side: 1)
    #expect(folder.pixels == [255, 255, 255, 10, 20, 30])
    #expect(folder.transparentCount == 1)
    #expect(folder.scaling.hasSuffix("; 1 with transparency, shown on white"))
  }

  @Test func brokenFilesStopOrAreLeftOut() throws {
    try write("a/1.png", png([1]))
    try write("a/2.png", png([2]).dropLast(20))
    try write("b/3.png", png([3]))
    try write("c/4.png", Data())
    let text = errorText { _ = try ImageFolder(place.url, side: 1) }
    #expect(text.hasPrefix("a/2.png: the PNG could not be read"), "\(text)")
    let folder = try ImageFolder(place.url, side: 1, channels: 1, brokenFiles: .leaveOut)
    #expect(folder.pixels == [1, 3])
    #expect(folder.labels == [0, 1] && folder.classNames == ["a", "b", "c"])
    #expect(folder.leftOut.map(\.file) == ["a/2.png", "c/4.png"])
    #expect(folder.leftOut.allSatisfy { !$0.reason.isEmpty && !$0.reason.hasSuffix(".") })
    #expect(folder.scaling.hasSuffix("; 2 broken files left out"))
    try FileManager.default.removeItem(at: place.place("a/1.png"))
    try FileManager.default.removeItem(at: place.place("b/3.png"))
    let none = errorText { _ = try ImageFolder(place.url, side: 1, brokenFiles: .leaveOut) }
    #expect(none.contains("none of 2 images could be read. The first one: a/2.png"), "\(none)")
  }

  /// A pipe that nobody writes to would be waited for.
  @Test func whatIsNoOrdinaryFileIsBroken() throws {
    #expect(mkfifo(place.place("a.png").path, 0o600) == 0)
    let text = errorText { _ = try ImageFolder(place.url, side: 1) }
    #expect(
      text == "a.png: the file cannot be read: it is not an ordinary file. Mend or remove the "
        + "file, or have broken files left out.")
  }

  @Test(.enabled(if: JPEGLibrary.isAvailable)) func jpegsAreReadBesidePNGs() throws {
    try write("1.png", png([50, 50, 50]))
    try write("2.jpg", SampleJPEG.grey)
    try write("3.JPEG", SampleJPEG.progressive)
    try write("4.jpg", SampleJPEG.cmyk)
    let text = errorText { _ = try ImageFolder(place.url, side: 4) }
    #expect(text.hasPrefix("4.jpg: ") && text.contains("CMYK"), "\(text)")
    let folder = try ImageFolder(place.url, side: 4, brokenFiles: .leaveOut)
    #expect(folder.count == 3)
    let grey = folder.pixels[48..<96]
    #expect(Array(grey.prefix(16)) == Array(grey.dropFirst(16).prefix(16)))
    #expect(Set(grey).count > 5)
  }

  @Test(.disabled(if: JPEGLibrary.isAvailable)) func jpegsSayWhatToInstall() throws {
    try write("2.jpg", SampleJPEG.grey)
    let text = errorText { _ = try ImageFolder(place.url, side: 4) }
    #expect(text.contains("2.jpg") && text.contains("libjpeg-dev"), "\(text)")
  }

  @Test func refusals() throws {
    #expect(errorText { _ = try ImageFolder(place.url, side: 4) }.contains("holds no images"))
    let missing = errorText { _ = try ImageFolder(place.place("missing"), side: 4) }
    #expect(missing.contains("missing cannot be read: there is no such folder"), "\(missing)")
    try write("a.png", png([1]))
    #expect(throws: ImageFolderError.self) { try ImageFolder(place.place("a.png"), side: 4) }
    for side in [0, -1, 4097, .max] {
      #expect(throws: ImageFolderError.self) { try ImageFolder(place.url, side: side) }
    }
    for channels in [0, 2, 4] {
      #expect(throws: ImageFolderError.self) {
        try ImageFolder(place.url, side: 4, channels: channels)
      }
    }
  }
}

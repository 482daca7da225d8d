// Animated PNG files: how a run unfolds, in one file that browsers play.

import Foundation

/// An animation of equally large pictures that repeats for ever.
///
/// Frames are encoded as they come, each as the rectangle that differs from the frame before, so
/// that a long animation does not hold all its pictures. Viewers that know no animation show the
/// last frame. The format is that of the PNG specification, third edition (W3C 2025), chunks acTL,
/// fcTL and fdAT.
package struct AnimatedPNG: Sendable {
  /// The largest number of frames.
  package static let maximumFrames = 2000

  /// How long a frame stays, in milliseconds.
  package let delay: Int
  /// How long the last frame stays before the animation starts again, in milliseconds.
  package let lastDelay: Int
  /// How many pixels become one in both directions; their colours are averaged.
  package let reduction: Int

  private var frames: [EncodedFrame] = []
  private var given: (width: Int, height: Int)?
  private var last: Raster?

  /// An animation without frames.
  ///
  /// - Throws: `ImagingError.invalidData` for delays beyond 10 ... 60,000 milliseconds and a
  ///   reduction beyond 1 ... 16.
  package init(delay: Int = 200, lastDelay: Int = 2000, reduction: Int = 1) throws(ImagingError) {
    let delays = 10...60_000
    guard delays.contains(delay), delays.contains(lastDelay), (1...16).contains(reduction) else {
      throw .invalidData(
        came: "an animation with delays of \(delay) and \(lastDelay) ms, reduced by \(reduction)",
        needed: "delays of 10 to 60000 ms and a reduction of 1 to 16",
        remedy: "The defaults are 200 ms, 2000 ms and 1.")
    }
    self.delay = delay
    self.lastDelay = lastDelay
    self.reduction = reduction
  }

  /// How many frames there are.
  package var count: Int { frames.count }

  /// Adds a frame at the end.
  ///
  /// - Throws: `ImagingError` for a picture of another size than the first, too many frames and
  ///   what libpng refuses; the animation is then as it was.
  package mutating func append(_ picture: Raster) throws(ImagingError) {
    guard frames.count < AnimatedPNG.maximumFrames else {
      throw .invalidSize(
        came: "more than \(AnimatedPNG.maximumFrames) frames in one animation",
        needed: "at most \(AnimatedPNG.maximumFrames)", remedy: "Take every second picture.")
    }
    if let given, given != (picture.width, picture.height) {
      throw .invalidSize(
        came: "a frame of \(picture.width) x \(picture.height) pixels after frames of "
          + "\(given.width) x \(given.height)",
        needed: "frames of one size", remedy: "Draw every frame with the same width and height.")
    }
    let reduced = try picture.downscaled(by: reduction)
    let rect = last.map { reduced.difference(from: $0) } ?? reduced.area
    frames.append(
      EncodedFrame(rect: rect, stream: try AnimatedPNG.stream(of: reduced.cut(rect))))
    given = (picture.width, picture.height)
    last = reduced
  }

  /// The animation as an APNG file; equal frames and text give equal bytes.
  ///
  /// - Throws: `ImagingError.invalidData` for fewer than two frames, `.invalidText`,
  ///   `.encodingFailed`.
  package func encoded(text: [(String, String)] = []) throws(ImagingError) -> Data {
    guard frames.count > 1, let last else {
      throw .invalidData(
        came: frames.isEmpty ? "an animation without frames" : "an animation of one frame",
        needed: "at least 2 frames",
        remedy: "Append more pictures, or write one as a still picture.")
    }
    var file = Data(PNGChunk.signature)
    for chunk in try PNGChunk.chunks(of: last.pngData(text: text)) {
      if chunk.type == "IEND" { try appendFrames(to: &file) }
      file.append(try chunk.encoded())
      if chunk.type == "IHDR" {
        var control: [UInt8] = []
        control.append(bigEndian: UInt32(frames.count))
        // No number of plays: for ever.
        control.append(bigEndian: UInt32(0))
        file.append(try PNGChunk(type: "acTL", data: control).encoded())
      }
    }
    return file
  }

  private func appendFrames(to file: inout Data) throws(ImagingError) {
    for (index, frame) in frames.enumerated() {
      let number = UInt32(2 * index)
      let time = index == frames.count - 1 ? lastDelay : delay
      let control = frame.control(sequence: number, milliseconds: UInt16(clamping: time))
      file.append(try PNGChunk(type: "fcTL", data: control).encoded())
      var data: [UInt8] = []
      data.reserveCapacity(frame.stream.count + 4)
      data.append(bigEndian: number + 1)
      data.append(contentsOf: frame.stream)
      file.append(try PNGChunk(type: "fdAT", data: data).encoded())
    }
  }

  /// The compressed pixels of a picture: the data of all IDAT chunks that libpng makes of it.
  private static func stream(of picture: Raster) throws(ImagingError) -> [UInt8] {
    let image = PNGImage(
      width: picture.width, height: picture.height, channels: 3, pixels: picture.pixels)
    // Files with many pictures are worth zlib's slowest level.
    let file = try image.encoded(compressionLevel: 9)
    return try PNGChunk.chunks(of: file).filter { $0.type == "IDAT" }.flatMap(\.data)
  }
}

/// A frame as it stands in the file: what differs from the frame before.
private struct EncodedFrame: Sendable {
  var rect: PixelRect
  /// One zlib stream of libpng.
  var stream: [UInt8]

  /// The data of its fcTL chunk.
  func control(sequence: UInt32, milliseconds: UInt16) -> [UInt8] {
    var data: [UInt8] = []
    data.append(bigEndian: sequence)
    for number in [rect.width, rect.height, rect.left, rect.top] {
      data.append(bigEndian: UInt32(clamping: number))
    }
    data.append(bigEndian: milliseconds)
    data.append(bigEndian: UInt16(1000))
    // Leave the frame in place; the next one replaces the pixels of its rectangle.
    data.append(contentsOf: [0, 0])
    return data
  }
}

// Animated PNG: the order, numbers and check sums of its chunks, and every frame's pixels.

import Foundation
import Imaging
import Testing

@Suite("Animated PNG")
struct AnimatedPNGTests {
  private struct Chunk {
    var type: String
    var data: [UInt8]
    var sum: UInt32

    func number(_ offset: Int, bytes: Int = 4) -> Int {
      data[offset..<(offset + bytes)].reduce(0) { $0 << 8 | Int($1) }
    }
  }

  /// The check sum of the PNG specification, bit by bit, independent of zlib.
  private func checkSum(_ bytes: [UInt8]) -> UInt32 {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }

  private func chunks(_ file: Data) -> [Chunk] {
    let bytes = Array(file)
    var chunks: [Chunk] = []
    var position = 8
    while position + 12 <= bytes.count {
      let length = bytes[position..<(position + 4)].reduce(0) { $0 << 8 | Int($1) }
      let end = position + 8 + length
      guard end + 4 <= bytes.count else { return [] }
      chunks.append(
        Chunk(
          type: String(decoding: bytes[(position + 4)..<(position + 8)], as: UTF8.self),
          data: Array(bytes[(position + 8)..<end]),
          sum: bytes[end..<(end + 4)].reduce(0) { $0 << 8 | UInt32($1) }))
      position = end + 4
    }
    return position == bytes.count ? chunks : []
  }

  private func bigEndian(_ number: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  /// A still file around the compressed pixels of a frame.
  private func still(width: Int, height: Int, stream: [UInt8]) -> Data {
    var file = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    let header = bigEndian(width) + bigEndian(height) + [8, 2, 0, 0, 0]
    for (type, data) in [("IHDR", header), ("IDAT", stream), ("IEND", [])] {
      let body = Array(type.utf8) + data
      file.append(contentsOf: bigEndian(data.count) + body + bigEndian(Int(checkSum(body))))
    }
    return file
  }

  private func picture(_ index: Int, width: Int = 23, height: Int = 17) throws -> Raster {
    var raster = try Raster(width: width, height: height, fill: Color(gray: 200))
    raster.fill(PixelRect(left: 2 * index, top: index, width: 4, height: 3), .vermillion)
    return raster
  }

  /// What a player shows after each frame.
  private func played(_ file: Data) throws -> [Raster] {
    let chunks = chunks(file)
    let header = try #require(chunks.first)
    var canvas = try Raster(width: header.number(0), height: header.number(4), fill: .black)
    var shown: [Raster] = []
    for (control, data) in zip(chunks, chunks.dropFirst()) where control.type == "fcTL" {
      #expect(data.type == "fdAT")
      let (width, height) = (control.number(4), control.number(8))
      let part = try Raster(
        png: still(width: width, height: height, stream: Array(data.data.dropFirst(4))))
      #expect(part.width == width && part.height == height)
      canvas.blit(part, left: control.number(12), top: control.number(16))
      shown.append(canvas)
    }
    return shown
  }

  @Test func chunksAreInOrderAndSumsAreRight() throws {
    var animation = try AnimatedPNG(delay: 70, lastDelay: 900)
    for index in 0..<4 { try animation.append(picture(index)) }
    let file = try animation.encoded(text: [("recipe", "abc"), ("note", "α")])
    let chunks = chunks(file)
    for chunk in chunks {
      #expect(checkSum(Array(chunk.type.utf8) + chunk.data) == chunk.sum, "\(chunk.type)")
    }
    let types = chunks.map(\.type)
    #expect(types.prefix(2) == ["IHDR", "acTL"])
    #expect(types.last == "IEND")
    let image = try #require(types.lastIndex(of: "IDAT"))
    #expect(
      types[(image + 1)...].dropLast().joined(separator: " ")
        == "fcTL fdAT fcTL fdAT fcTL fdAT fcTL fdAT")
    #expect(chunks[1].number(0) == 4 && chunks[1].number(4) == 0, "four frames, for ever")
    let numbered = chunks.filter { $0.type == "fcTL" || $0.type == "fdAT" }
    #expect(numbered.map { $0.number(0) } == Array(0..<8))
    let controls = chunks.filter { $0.type == "fcTL" }
    #expect(controls.map { $0.number(20, bytes: 2) } == [70, 70, 70, 900])
    #expect(controls.allSatisfy { $0.number(22, bytes: 2) == 1000 && $0.number(24, bytes: 2) == 0 })
    let text = try PNGImage(png: file).text
    #expect(text.map(\.0) == ["recipe", "note"] && text.map(\.1) == ["abc", "α"])
  }

  @Test func everyFrameComesBack() throws {
    let pictures = try [0, 1, 1, 5, 0].map { try picture($0) }
    var animation = try AnimatedPNG()
    for picture in pictures { try animation.append(picture) }
    #expect(animation.count == 5)
    let file = try animation.encoded()
    #expect(try played(file) == pictures)
    #expect(try Raster(png: file) == pictures[4], "viewers without animation show the last frame")
    #expect(try animation.encoded() == file)
  }

  @Test func onlyChangesAreStored() throws {
    var animation = try AnimatedPNG()
    for index in [0, 1, 1] { try animation.append(picture(index)) }
    let controls = chunks(try animation.encoded()).filter { $0.type == "fcTL" }
    let rects = controls.map { control in [12, 16, 4, 8].map { control.number($0) } }
    #expect(rects == [[0, 0, 23, 17], [0, 0, 6, 4], [0, 0, 1, 1]])
  }

  @Test func largeFramesStayOneChunkEach() throws {
    var state: UInt32 = 1
    var pictures: [Raster] = []
    for _ in 0..<2 {
      let noise = (0..<(200 * 150 * 3)).map { _ -> UInt8 in
        state = state &* 1_664_525 &+ 1_013_904_223
        return UInt8(state >> 24)
      }
      pictures.append(try Raster(width: 200, height: 150, pixels: noise))
    }
    var animation = try AnimatedPNG()
    for picture in pictures { try animation.append(picture) }
    let file = try animation.encoded()
    #expect(chunks(file).count { $0.type == "fdAT" } == 2)
    #expect(try played(file) == pictures)
  }

  @Test func reductionAveragesSquares() throws {
    let raster = try Raster(
      width: 3, height: 2,
      pixels: [0, 10, 20, 30].flatMap { [$0, $0, $0] as [UInt8] }
        + [50, 50, 50, 70, 70, 70])
    let half = try raster.downscaled(by: 2)
    #expect(half.width == 2 && half.height == 1)
    #expect(half[0, 0] == Color(gray: 23), "the mean of 0, 10, 30 and 50, rounded")
    #expect(half[1, 0] == Color(gray: 45), "the cut square at the edge: 20 and 70")
    #expect(try raster.downscaled(by: 1) == raster)
    #expect(try raster.downscaled(by: 9).width == 1)
    for factor in [0, -1, Int.max] {
      #expect(throws: ImagingError.self) { try raster.downscaled(by: factor) }
    }
    var animation = try AnimatedPNG(reduction: 2)
    for index in 0..<2 { try animation.append(picture(index)) }
    #expect(try played(animation.encoded()) == (0..<2).map { try picture($0).downscaled(by: 2) })
  }

  @Test func badAnimationsAreRefused() throws {
    for (delay, last, reduction) in [
      (0, 100, 1), (100, 9, 1), (60_001, 100, 1), (100, Int.max, 1), (100, 100, 0), (100, 100, 17),
    ] {
      #expect(throws: ImagingError.self) {
        try AnimatedPNG(delay: delay, lastDelay: last, reduction: reduction)
      }
    }
    var animation = try AnimatedPNG()
    #expect(throws: ImagingError.self) { try animation.encoded() }
    try animation.append(picture(0))
    #expect(throws: ImagingError.self) { try animation.encoded() }
    let other = try picture(0, width: 24)
    #expect(throws: ImagingError.self) { try animation.append(other) }
    #expect(animation.count == 1)
    try animation.append(picture(1))
    #expect(throws: ImagingError.self) { try animation.encoded(text: [("", "value")]) }
    #expect(try played(animation.encoded()).count == 2)
  }

  @Test func framesAreLimited() throws {
    let dot = try Raster(width: 1, height: 1)
    var animation = try AnimatedPNG()
    for _ in 0..<AnimatedPNG.maximumFrames { try animation.append(dot) }
    #expect(throws: ImagingError.self) { try animation.append(dot) }
    #expect(animation.count == AnimatedPNG.maximumFrames)
  }
}

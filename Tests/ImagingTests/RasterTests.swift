// Pictures in memory: sizes, blending, shapes, copying, upscaling.

import Imaging
import Testing

@Suite("Raster")
struct RasterTests {
  /// The summed darkness of a picture with black shapes on white, in pixels.
  private func ink(_ raster: Raster) -> Double {
    raster.pixels.reduce(0) { $0 + Double(255 - $1) } / 255 / 3
  }

  @Test(arguments: [(0, 1), (1, 0), (-1, 5), (1 << 20, 1), (32_768, 32_768), (Int.max, Int.max)])
  func absurdSizesAreRefused(size: (Int, Int)) {
    #expect(throws: ImagingError.self) { try Raster(width: size.0, height: size.1) }
  }

  @Test func errorsSayWhatCameAndWhatIsNeeded() {
    let error = #expect(throws: ImagingError.self) { try Raster(width: 0, height: 7) }
    #expect(error?.description.contains("0 x 7") == true)
    #expect(error?.description.contains("needed: 1 to 32768") == true)
  }

  @Test func blendingMixes() throws {
    var raster = try Raster(width: 2, height: 1, fill: .black)
    raster.blend(.white, 0, 0, alpha: 0.5)
    raster.blend(.white, 5, 5)
    raster.blend(.white, 1, 0, alpha: .nan)
    #expect(raster[0, 0] == Color(gray: 128))
    #expect(raster[1, 0] == .black)
  }

  @Test(arguments: [Float(1.5), 3, 3.4, 10, 25.25], [Float(0), 0.3, 0.5])
  func aDiscCoversItsArea(radius: Float, offset: Float) throws {
    var raster = try Raster(width: 64, height: 64)
    raster.disc(x: 32 + offset, y: 32 - offset, radius: radius, .black)
    let area = Double.pi * Double(radius * radius)
    // Bytes round each pixel of the edge by up to 1/510.
    #expect(abs(ink(raster) / area - 1) < (radius < 3 ? 0.03 : 0.01))
  }

  @Test(arguments: [Float(1), 2.5, 6])
  func aLineCoversItsLengthTimesItsWidth(width: Float) throws {
    var raster = try Raster(width: 100, height: 100)
    raster.stroke([(20, 30), (80, 75)], width: width, .black)
    let area = Double(width) * 75 + Double.pi * Double(width * width) / 4
    #expect(abs(ink(raster) / area - 1) < 0.02)
  }

  @Test func overlappingPiecesDoNotDarken() throws {
    var once = try Raster(width: 30, height: 10)
    var twice = once
    once.stroke([(3, 5), (27, 5)], width: 3, .black, alpha: 0.5)
    twice.stroke([(3, 5), (27, 5), (3, 5)], width: 3, .black, alpha: 0.5)
    #expect(once[15, 4] == Color(gray: 128))
    #expect(once[15, 3] == Color(gray: 191))
    #expect(once == twice)
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity, 1e30, -1e30])
  func shapesAtAbsurdPlacesDrawNothing(place: Float) throws {
    let blank = try Raster(width: 16, height: 16)
    var raster = blank
    raster.disc(x: place, y: 8, radius: 3, .black)
    raster.disc(x: 8, y: place, radius: 3, .black)
    raster.stroke([(place, 2)], width: 2, .black)
    raster.stroke([], width: 2, .black)
    #expect(raster == blank)
  }

  @Test func fillingAndFramingKeepToTheRectangle() throws {
    var raster = try Raster(width: 8, height: 8)
    raster.fill(PixelRect(left: 6, top: -2, width: 10, height: 4), .blue)
    #expect(raster[6, 0] == .blue)
    #expect(raster[7, 1] == .blue)
    #expect(raster[5, 0] == .white)
    #expect(raster[6, 2] == .white)
    raster.frame(PixelRect(left: 1, top: 2, width: 4, height: 5), .black)
    #expect(raster[1, 2] == .black)
    #expect(raster[4, 6] == .black)
    #expect(raster[2, 3] == .white)
  }

  @Test func blittingClips() throws {
    var raster = try Raster(width: 4, height: 4)
    let stamp = try Raster(width: 3, height: 3, fill: .vermillion)
    raster.blit(stamp, left: -2, top: 3)
    raster.blit(stamp, left: 100, top: 100)
    #expect(raster[0, 3] == .vermillion)
    #expect(raster[1, 3] == .white)
    #expect(raster[0, 2] == .white)
  }

  @Test func upscalingRepeatsPixels() throws {
    let raster = try Raster(width: 2, height: 1, pixels: [1, 2, 3, 4, 5, 6]).upscaled(by: 3)
    #expect(raster.width == 6)
    #expect(raster.height == 3)
    #expect(raster[2, 2] == Color(red: 1, green: 2, blue: 3))
    #expect(raster[3, 0] == Color(red: 4, green: 5, blue: 6))
    #expect(throws: ImagingError.self) { try raster.upscaled(by: 0) }
    #expect(throws: ImagingError.self) { try raster.upscaled(by: Int.max) }
  }
}

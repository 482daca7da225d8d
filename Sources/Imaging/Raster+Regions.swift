// Parts of pictures: what differs between two, cutting out, and making smaller by averages.

extension Raster {
  /// The whole picture.
  var area: PixelRect { PixelRect(left: 0, top: 0, width: width, height: height) }

  /// The smallest rectangle outside which two pictures of one size are equal.
  ///
  /// One pixel where they are equal, as formats know no empty rectangle; everything where their
  /// sizes differ.
  func difference(from other: Raster) -> PixelRect {
    guard width == other.width, height == other.height else { return area }
    var (left, right, top, bottom) = (width, 0, height, 0)
    let stride = width * 3
    for y in 0..<height {
      let row = (y * stride)..<((y + 1) * stride)
      let (mine, theirs) = (pixels[row], other.pixels[row])
      guard let first = row.first(where: { mine[$0] != theirs[$0] }),
        let last = row.last(where: { mine[$0] != theirs[$0] })
      else { continue }
      left = min(left, (first - row.lowerBound) / 3)
      right = max(right, (last - row.lowerBound) / 3 + 1)
      top = min(top, y)
      bottom = y + 1
    }
    guard left < right else { return PixelRect(left: 0, top: 0, width: 1, height: 1) }
    return PixelRect(left: left, top: top, width: right - left, height: bottom - top)
  }

  /// The part of the picture inside a rectangle.
  ///
  /// - Throws: `ImagingError.invalidSize` where they have no pixel in common.
  func cut(_ rect: PixelRect) throws(ImagingError) -> Raster {
    let clip = rect.clipped(to: self)
    var part = try Raster(width: clip.width, height: clip.height)
    part.blit(self, left: -clip.left, top: -clip.top)
    return part
  }

  /// The picture with squares of pixels averaged to one; at the right and bottom edge the squares
  /// may be cut, so that no pixel is lost.
  ///
  /// Averages are those of the sRGB numbers.
  /// - Throws: `ImagingError.invalidSize` for a factor below 1.
  package func downscaled(by factor: Int) throws(ImagingError) -> Raster {
    guard (1...Raster.maximumSide).contains(factor) else {
      throw .invalidSize(
        came: "a downscaling factor of \(factor)", needed: "1 to \(Raster.maximumSide)",
        remedy: "Choose a positive whole number.")
    }
    guard factor > 1 else { return self }
    var result = try Raster(
      width: (width + factor - 1) / factor, height: (height + factor - 1) / factor)
    for y in 0..<result.height {
      let rows = (y * factor)..<min((y + 1) * factor, height)
      for x in 0..<result.width {
        let columns = (x * factor)..<min((x + 1) * factor, width)
        let count = rows.count * columns.count
        var sums = (0, 0, 0)
        for row in rows {
          for column in columns {
            let base = (row * width + column) * 3
            sums.0 += Int(pixels[base])
            sums.1 += Int(pixels[base + 1])
            sums.2 += Int(pixels[base + 2])
          }
        }
        let base = (y * result.width + x) * 3
        result.pixels[base] = UInt8((sums.0 + count / 2) / count)
        result.pixels[base + 1] = UInt8((sums.1 + count / 2) / count)
        result.pixels[base + 2] = UInt8((sums.2 + count / 2) / count)
      }
    }
    return result
  }
}

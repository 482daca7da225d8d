// A layer that collects how much of each pixel is covered, before it gets its colour.

/// Coverage of the pixels of a rectangle.
///
/// Shapes that belong together are collected here and coloured once, so that overlaps do not darken
/// lines and the number of overlapping marks is known for every pixel.
struct Coverage {
  /// What happens where shapes overlap.
  enum Overlap {
    /// The larger coverage counts: for lines and outlines.
    case union
    /// Coverages add up: for the density of marks.
    case sum
  }

  let area: PixelRect
  let overlap: Overlap
  private(set) var values: [Float]

  init(_ area: PixelRect, overlap: Overlap = .union) {
    self.area = area
    self.overlap = overlap
    values = Array(repeating: 0, count: max(0, area.width) * max(0, area.height))
  }

  /// Adds a disc, or a ring where `ring` gives the width of its stroke.
  mutating func addDisc(x: Float, y: Float, radius: Float, ring: Float? = nil) {
    // A linear ramp of one pixel around r covers pi (r^2 + 1/12): take the excess off the radius.
    let edge = radius > 0.5 ? (radius * radius - 1 / 12).squareRoot() : radius
    let reach = radius + (ring ?? 0) / 2 + 1
    add(x - reach, y - reach, x + reach, y + reach) { px, py in
      let distance = ((px - x) * (px - x) + (py - y) * (py - y)).squareRoot()
      guard let ring else { return edge + 0.5 - distance }
      return ring / 2 + 0.5 - (distance - radius).magnitude
    }
  }

  /// Adds a diagonal cross with arms of the given length from its centre.
  mutating func addCross(x: Float, y: Float, arm: Float, width: Float) {
    let reach = arm + width / 2 + 1
    // In coordinates turned by 45 degrees both strokes are parallel to an axis.
    let turn = Float(0.5).squareRoot()
    add(x - reach, y - reach, x + reach, y + reach) { px, py in
      let u = ((px - x) + (py - y)).magnitude * turn
      let v = ((px - x) - (py - y)).magnitude * turn
      let along = max(u, v)
      let across = min(u, v)
      return min(width / 2 + 0.5 - across, arm + 0.5 - along)
    }
  }

  /// Adds a line with round ends, for layers of unions: its pieces overlap.
  mutating func addSegment(
    from start: (x: Float, y: Float), to end: (x: Float, y: Float), width: Float
  ) {
    let dx = end.x - start.x
    let dy = end.y - start.y
    let squared = dx * dx + dy * dy
    guard squared.isFinite else { return }
    let reach = width / 2 + 1
    let inverse = squared > 0 ? 1 / squared : 0
    let coverage = { (px: Float, py: Float) -> Float in
      let along = (((px - start.x) * dx + (py - start.y) * dy) * inverse).clamped(to: 0...1)
      let awayX = px - start.x - along * dx
      let awayY = py - start.y - along * dy
      return width / 2 + 0.5 - (awayX * awayX + awayY * awayY).squareRoot()
    }
    // Long lines go in pieces, so that the pixels looked at hug the line.
    let pieces = max(1, Int((max(dx.magnitude, dy.magnitude) / 16).clamped(to: 0...4096)))
    var covered = (start: Float(0), end: Float(0))
    for piece in 0..<pieces {
      covered = (covered.end, Float(piece + 1) / Float(pieces))
      let x = (start.x + covered.start * dx, start.x + covered.end * dx)
      let y = (start.y + covered.start * dy, start.y + covered.end * dy)
      add(
        min(x.0, x.1) - reach, min(y.0, y.1) - reach, max(x.0, x.1) + reach,
        max(y.0, y.1) + reach, coverage)
    }
  }

  /// Takes the coverage of another layer over the same rectangle away from this one.
  mutating func remove(_ other: Coverage) {
    for index in 0..<min(values.count, other.values.count) {
      values[index] = max(0, values[index] - other.values[index])
    }
  }

  /// Adds a shape by its coverage at pixel centres; the closure's values are cut to 0...1.
  @inline(__always)
  private mutating func add(
    _ left: Float, _ top: Float, _ right: Float, _ bottom: Float,
    _ coverage: (_ x: Float, _ y: Float) -> Float
  ) {
    guard left < Float(area.right), right > Float(area.left), top < Float(area.bottom),
      bottom > Float(area.top)
    else { return }
    let firstX = max(area.left, Int(max(left, Float(area.left)).rounded(.down)))
    let lastX = min(area.right - 1, Int(min(right, Float(area.right)).rounded(.down)))
    let firstY = max(area.top, Int(max(top, Float(area.top)).rounded(.down)))
    let lastY = min(area.bottom - 1, Int(min(bottom, Float(area.bottom)).rounded(.down)))
    guard firstX <= lastX, firstY <= lastY else { return }
    let width = area.width
    values.withUnsafeMutableBufferPointer { values in
      for y in firstY...lastY {
        let row = (y - area.top) * width - area.left
        for x in firstX...lastX {
          let amount = coverage(Float(x) + 0.5, Float(y) + 0.5)
          guard amount > 0 else { continue }
          let cut = min(amount, 1)
          let old = values[row + x]
          values[row + x] = overlap == .sum ? old + cut : max(old, cut)
        }
      }
    }
  }
}

extension Raster {
  /// Blends one colour where a layer covers the picture.
  mutating func composite(_ coverage: Coverage, _ color: Color, alpha: Float = 1) {
    composite(coverage) { amount in (color, min(amount, 1) * alpha) }
  }

  /// Blends a colour and an alpha that depend on the coverage.
  @inline(__always)
  mutating func composite(_ coverage: Coverage, _ paint: (Float) -> (Color, Float)) {
    let area = coverage.area
    let clip = area.clipped(to: self)
    guard clip.width > 0 else { return }
    for y in clip.top..<clip.bottom {
      for x in clip.left..<clip.right {
        let amount = coverage.values[(y - area.top) * area.width + x - area.left]
        guard amount > 0 else { continue }
        let (color, alpha) = paint(amount)
        blend(color, x, y, alpha: alpha)
      }
    }
  }
}

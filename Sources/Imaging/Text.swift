// Text in pictures: style, measuring and drawing, also turned by 90 degrees.

/// How text looks.
package struct TextStyle: Sendable {
  /// The sizes of the embedded typeface.
  package enum Size: Int, Sendable {
    /// 13 pixels: ticks, legends, captions.
    case small
    /// 17 pixels: subtitles.
    case regular
    /// 17 pixels, bold: titles.
    case title
  }

  package var size: Size
  package var color: Color

  /// A style; dark grey small text unless told otherwise.
  package init(_ size: Size = .small, color: Color = Color(gray: 34)) {
    self.size = size
    self.color = color
  }

  static let title = TextStyle(.title)
  static let subtitle = TextStyle(.small, color: .mutedInk)
  static let label = TextStyle(.small)
  static let note = TextStyle(.small, color: .mutedInk)

  var face: FontFace { FontAtlas.face(size.rawValue) }

  /// From one baseline to the next.
  package var lineHeight: Int { face.ascent + face.descent + 1 }
}

/// The space that a line of text takes.
package struct TextSize: Equatable, Sendable {
  package var width: Int
  /// Above the baseline.
  package var ascent: Int
  /// Below the baseline.
  package var descent: Int

  package var height: Int { ascent + descent }
}

/// Which point of a line of text lies at the point where it is drawn.
///
/// For turned text the words keep their meaning in reading direction.
package struct TextAnchor: Sendable {
  package enum Horizontal: Sendable { case leading, center, trailing }
  package enum Vertical: Sendable { case top, middle, baseline, bottom }

  package var horizontal: Horizontal
  package var vertical: Vertical

  /// An anchor from its two directions.
  package init(_ horizontal: Horizontal, _ vertical: Vertical) {
    self.horizontal = horizontal
    self.vertical = vertical
  }
}

/// The direction of a line of text.
package enum TextDirection: Sendable {
  case rightwards
  /// Turned by 90 degrees, read from the bottom up: the labels of vertical axes.
  case upwards
}

extension Raster {
  /// Draws one line of text, shortened to `maximumWidth`.
  ///
  /// Characters that the typeface lacks become boxes, line ends become spaces.
  package mutating func draw(
    _ text: String, at point: (x: Int, y: Int), _ style: TextStyle,
    anchor: TextAnchor = TextAnchor(.leading, .baseline), direction: TextDirection = .rightwards,
    maximumWidth: Int? = nil
  ) {
    let text = maximumWidth.map { style.fitted(text, width: $0) } ?? text
    let face = style.face
    let size = style.measure(text)
    var pen = 0
    switch anchor.horizontal {
    case .leading: break
    case .center: pen = -size.width / 2
    case .trailing: pen = -size.width
    }
    var baseline = 0
    switch anchor.vertical {
    case .top: baseline = size.ascent
    // Digits and capitals reach to about three quarters of the ascent: centre on them.
    case .middle: baseline = (size.ascent * 3 / 4 + 1) / 2
    case .baseline: break
    case .bottom: baseline = -size.descent
    }
    for scalar in text.unicodeScalars {
      let glyph = face.glyph(scalar)
      for y in 0..<glyph.height {
        for x in 0..<glyph.width {
          let coverage = glyph.coverage[y * glyph.width + x]
          guard coverage > 0 else { continue }
          let along = pen + glyph.left + x
          let down = baseline - glyph.top + y
          let target =
            direction == .rightwards
            ? (x: point.x + along, y: point.y + down) : (x: point.x + down, y: point.y - along - 1)
          blend(style.color, target.x, target.y, alpha: Float(coverage) / 15)
        }
      }
      pen += glyph.advance
    }
  }
}

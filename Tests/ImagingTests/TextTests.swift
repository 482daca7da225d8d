// Text: widths, where the ink falls, shortening and breaking.

import Imaging
import Testing

@Suite("Text")
struct TextTests {
  private let styles = [
    TextStyle(.small, color: .black), TextStyle(.regular, color: .black),
    TextStyle(.title, color: .black),
  ]

  /// The smallest rectangle around everything that is not white.
  private func inkBox(_ raster: Raster) -> PixelRect? {
    var columns: [Int] = []
    var rows: [Int] = []
    for y in 0..<raster.height {
      for x in 0..<raster.width where raster[x, y] != .white {
        columns.append(x)
        rows.append(y)
      }
    }
    guard let left = columns.min(), let right = columns.max(), let top = rows.min(),
      let bottom = rows.max()
    else { return nil }
    return PixelRect(left: left, top: top, width: right - left + 1, height: bottom - top + 1)
  }

  @Test func widthsAddUp() {
    for style in styles {
      let parts = style.measure("Mix").width + style.measure("lab").width
      #expect(style.measure("Mixlab").width == parts)
      #expect(style.measure("i").width < style.measure("m").width)
      #expect(style.measure("").width == 0)
      #expect(style.measure("a\nb") == style.measure("a b"))
    }
    #expect(styles[0].measure("mixup").width < styles[1].measure("mixup").width)
    #expect(styles[1].measure("mixup").width < styles[2].measure("mixup").width)
  }

  @Test func everyPromisedCharacterHasItsOwnPicture() throws {
    let ascii = (33...126).map { String(Character(Unicode.Scalar(UInt8($0)))) }
    let signs = ["α", "λ", "σ", "μ", "π", "±", "×", "–", "·", "°", "…", "−"]
    for style in styles {
      var pictures: [[UInt8]] = []
      for text in ascii + signs + ["漢"] {
        var raster = try Raster(width: 24, height: 24)
        raster.draw(text, at: (2, 18), style)
        #expect(inkBox(raster) != nil, "\(text) leaves no ink")
        pictures.append(raster.pixels)
      }
      #expect(Set(pictures).count == pictures.count)
    }
  }

  @Test func inkStaysInTheMeasuredBox() throws {
    for style in styles {
      let size = style.measure("Agjy|(0)")
      var raster = try Raster(width: size.width + 40, height: size.height + 40)
      raster.draw("Agjy|(0)", at: (20, 20), style, anchor: TextAnchor(.leading, .top))
      let box = try #require(inkBox(raster))
      #expect(box.left >= 19 && box.right <= 21 + size.width)
      #expect(box.top >= 20 && box.bottom <= 20 + size.height)
      #expect(box.width > size.width * 4 / 5)
      #expect(box.height > size.height * 2 / 3)
    }
  }

  @Test func anchorsMoveTheText() throws {
    let style = styles[0]
    let width = style.measure("mode").width
    func box(_ anchor: TextAnchor) throws -> PixelRect {
      var raster = try Raster(width: 120, height: 60)
      raster.draw("mode", at: (60, 30), style, anchor: anchor)
      return try #require(inkBox(raster))
    }
    let leading = try box(TextAnchor(.leading, .baseline))
    #expect(try box(TextAnchor(.trailing, .baseline)).left == leading.left - width)
    #expect(try box(TextAnchor(.center, .baseline)).left == leading.left - width / 2)
    #expect(leading.bottom == 30 || leading.bottom == 31)
    #expect(try box(TextAnchor(.leading, .top)).top >= 30)
    #expect(try box(TextAnchor(.leading, .bottom)).bottom <= 30)
    let middle = try box(TextAnchor(.leading, .middle))
    #expect(middle.top < 30 && middle.bottom > 30)
  }

  @Test func turnedTextIsTheSamePictureTurned() throws {
    let style = styles[1]
    var flat = try Raster(width: 80, height: 80)
    var turned = flat
    flat.draw("Rg1", at: (10, 40), style)
    turned.draw("Rg1", at: (40, 70), style, direction: .upwards)
    // A step to the right in the flat picture is a step up in the turned one.
    for y in 20..<60 {
      for x in 5..<70 {
        #expect(flat[x, y] == turned[40 + (y - 40), 70 - (x - 10) - 1])
      }
    }
  }

  @Test func textIsCutAtTheEdge() throws {
    var raster = try Raster(width: 10, height: 10)
    raster.draw("a long line of text", at: (-30, 8), styles[2])
    #expect(inkBox(raster) != nil)
  }

  @Test func shorteningFits() {
    let style = styles[0]
    let text = "GAN with a rather long name"
    #expect(style.fitted(text, width: 1000) == text)
    for width in [0, 5, 20, 60, 120] {
      let short = style.fitted(text, width: width)
      #expect(style.measure(short).width <= width)
      #expect(short.isEmpty || short.hasSuffix("…"))
    }
    #expect(style.fitted(String(repeating: "x", count: 1_000_000), width: 50).count < 10)
  }

  @Test func breakingKeepsTheWords() {
    let style = styles[0]
    let text = "Saturating loss, batch 128, seed 0.\nOne more line"
    let lines = style.wrapped(text, width: 110)
    #expect(lines.allSatisfy { style.measure($0).width <= 110 })
    #expect(
      lines.joined(separator: " ") == "Saturating loss, batch 128, seed 0. One more line")
    #expect(lines.contains { $0.hasPrefix("One") })
    #expect(style.wrapped(text, width: 110, maximumLines: 1).count == 1)
    #expect(style.wrapped("", width: 100).isEmpty)
  }
}

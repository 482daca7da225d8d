// The lines of a text whose ends may be those of any system.

/// Walks through the lines of a file of text.
enum TextLines {
  /// Hands over the range of every line, without its end, and its number from 1.
  ///
  /// Lines end in CR, LF or both; a mark of the byte order before the first one is skipped.
  /// - Throws: what `body` throws, or what `zeroByte` makes of the line that holds one.
  static func forEach<Failure: Error>(
    _ bytes: [UInt8], zeroByte: (_ line: Int) -> Failure,
    _ body: (_ line: Int, _ range: Range<Int>) throws(Failure) -> Void
  ) throws(Failure) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var start = bytes.starts(with: mark) ? mark.count : 0
    var line = 1
    while start < bytes.count {
      var end = start
      while end < bytes.count, !FieldSplitter.isLineEnd(bytes[end]) {
        // Text in UTF-16 and binary files have zeros; text in UTF-8 has none.
        guard bytes[end] != 0 else { throw zeroByte(line) }
        end += 1
      }
      try body(line, start..<end)
      let isPair = end + 1 < bytes.count && bytes[end] == 0x0D && bytes[end + 1] == 0x0A
      start = end + (isPair ? 2 : 1)
      line += 1
    }
  }
}

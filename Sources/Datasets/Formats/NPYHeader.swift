// The header of NumPy's .npy files: a Python dictionary with three known keys.

/// What a header says of its array.
struct NPYHeader: Equatable {
  /// NumPy's code of the elements, such as `<f4`; nil where they are structures.
  var descriptor: String?
  /// Whether the first axis varies fastest.
  var isFortranOrder = false
  /// The length of each axis.
  var shape: [Int] = []

  /// Parses the dictionary; nil for everything that NumPy does not write.
  init?(_ text: ArraySlice<UInt8>) {
    var scanner = Scanner(rest: text)
    var seen: Set<String> = []
    guard scanner.take("{") else { return nil }
    while !scanner.take("}") {
      guard let key = scanner.string(), scanner.take(":"), seen.insert(key).inserted else {
        return nil
      }
      switch key {
      case "descr":
        if let code = scanner.string() {
          descriptor = code
        } else if !scanner.skipList() {
          return nil
        }
      case "fortran_order":
        guard let value = scanner.truth() else { return nil }
        isFortranOrder = value
      case "shape":
        guard let value = scanner.tuple() else { return nil }
        shape = value
      default: return nil
      }
      guard scanner.take(",") || scanner.isBefore("}") else { return nil }
    }
    guard seen.count == 3, scanner.isAtEnd else { return nil }
  }

  /// Reads the few Python literals that headers are made of.
  private struct Scanner {
    var rest: ArraySlice<UInt8>

    private mutating func skipBlanks() {
      rest = rest.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    }

    var isAtEnd: Bool {
      mutating get {
        skipBlanks()
        return rest.isEmpty
      }
    }

    mutating func isBefore(_ word: String) -> Bool {
      skipBlanks()
      return rest.starts(with: word.utf8)
    }

    mutating func take(_ word: String) -> Bool {
      guard isBefore(word) else { return false }
      rest = rest.dropFirst(word.utf8.count)
      return true
    }

    /// Text between single or double quotation marks, without escapes.
    mutating func string() -> String? {
      skipBlanks()
      guard let mark = rest.first, mark == 0x27 || mark == 0x22 else { return nil }
      let body = rest.dropFirst()
      guard let end = body.firstIndex(of: mark) else { return nil }
      rest = body[(end + 1)...]
      return String(decoding: body[..<end], as: UTF8.self)
    }

    mutating func truth() -> Bool? {
      if take("True") { return true }
      return take("False") ? false : nil
    }

    /// Lengths of axes; `L` follows them where Python 2 wrote the file.
    mutating func tuple() -> [Int]? {
      guard take("(") else { return nil }
      var lengths: [Int] = []
      while !take(")") {
        skipBlanks()
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        guard let length = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
        lengths.append(length)
        rest = rest.dropFirst(digits.count)
        _ = take("L")
        guard take(",") || isBefore(")") else { return nil }
      }
      return lengths
    }

    /// Passes over the list that describes structures.
    mutating func skipList() -> Bool {
      guard isBefore("[") else { return false }
      var depth = 0
      while let byte = rest.first {
        rest = rest.dropFirst()
        if byte == 0x5B { depth += 1 }
        if byte == 0x5D { depth -= 1 }
        if depth == 0 { return true }
      }
      return false
    }
  }
}

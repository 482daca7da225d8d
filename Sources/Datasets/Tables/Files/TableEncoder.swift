// Makes classes of a column of labels, and numbers of columns of text.

/// Turns a table as its file holds it into rows of numbers with classes.
///
/// - Classes are the different labels that occur: numbers in ascending order, where equal ones are
///   one class however they are written, and texts in the order of their characters or of the
///   file's own list.
/// - A column of text becomes a column of 0 and 1 for each text that occurs, named "column=text",
///   in the order of classes; where the text is missing, they all are.
/// - A column that counts the rows is left out on request: the place in a file says something of
///   the class wherever rows are sorted.
struct TableEncoder {
  /// Above so many numbers as labels, they are classes only if they are whole and come often.
  static let mostFreeNumbers = 20
  /// How often, on average.
  static let fewestRowsOfNumber = 10
  /// Fewer rows may count up by chance.
  private static let fewestCountedRows = 10

  private let raw: RawTable
  private let file: String
  private let label: Int?
  /// What a user should know about how columns were read.
  private(set) var remarks: [String] = []

  init(_ raw: RawTable, file: String) {
    (self.raw, self.file, label) = (raw, file, raw.label)
  }

  /// The rows as numbers, with their classes.
  ///
  /// - Parameter leavesOutCounts: whether columns that count the rows are left out.
  /// - Throws: `TableFileError.looksLikeRegression` and `.unknownLabel`, `TableSetError`.
  mutating func table(name: String, leavesOutCounts: Bool) throws -> TableSet {
    let (labels, classNames) = try classes()
    let rows = try features(name: name, leavesOutCounts: leavesOutCounts)
    return try TableSet(
      name: name, featureNames: rows.names, features: rows.values, labels: labels,
      classNames: classNames)
  }

  /// The rows as numbers, without the label where there is one.
  ///
  /// - Throws: `TableSetError.tooManyValues`.
  mutating func features(
    name: String, leavesOutCounts: Bool
  ) throws(TableSetError) -> TableFeatures {
    var columns: [(source: Int, code: Int?)] = []
    var names: [String] = []
    for (column, content) in raw.columns.enumerated() where column != label {
      guard let texts = content.texts else {
        if leavesOutCounts, countsRows(column) {
          remarks.append("column \(shown(content.name)) counts the rows and was left out")
        } else {
          columns.append((column, nil))
          names.append(content.name)
        }
        continue
      }
      let codes = occurring(column, texts)
      columns += codes.map { (column, $0) }
      names += codes.map { "\(content.name)=\(texts.texts[$0])" }
      remarks.append(
        "column \(shown(content.name)) is text and became \(codes.count) columns of 0 and 1")
    }
    guard raw.rowCount <= TableSet.largestValueCount / max(columns.count, 1) else {
      throw TableSetError.tooManyValues(name: name, rows: raw.rowCount, features: columns.count)
    }
    var features: [Float] = []
    features.reserveCapacity(raw.rowCount * columns.count)
    for row in 0..<raw.rowCount {
      let start = row * raw.columns.count
      for (source, code) in columns {
        let cell = raw.cells[start + source]
        if let code, !cell.isNaN {
          features.append(cell == Float(code) ? 1 : 0)
        } else {
          features.append(cell)
        }
      }
    }
    return TableFeatures(names: names, values: features)
  }

  /// The class of each row, and the classes.
  private func classes() throws(TableFileError) -> (labels: [Int32], names: [String]) {
    guard let label, let texts = raw.columns[label].texts else {
      throw .unknownLabel(file: file, label: "", columns: raw.columns.map(\.name))
    }
    let codes = occurring(label, texts)
    let numbers = codes.compactMap { FieldNumber.value(texts.texts[$0]) }.filter(\.isFinite)
    var classes: [Int: Int32] = [:]
    var names: [String] = []
    if numbers.count == codes.count, !texts.isListed {
      let distinct = Set(numbers).sorted()
      try refuseAmounts(distinct, of: raw.columns[label].name)
      let places = Dictionary(uniqueKeysWithValues: zip(distinct, Int32(0)...))
      for (code, number) in zip(codes, numbers) { classes[code] = places[number] }
      names = distinct.map { Int(exactly: $0).map(String.init) ?? "\($0)" }
    } else {
      for (place, code) in codes.enumerated() { classes[code] = Int32(place) }
      names = codes.map { texts.texts[$0] }
    }
    let labels = (0..<raw.rowCount).map { row in
      classes[Int(raw.cells[row * raw.columns.count + label])] ?? 0
    }
    return (labels, names)
  }

  /// Refuses numbers that are amounts rather than names of classes.
  private func refuseAmounts(
    _ numbers: [Double], of column: String
  ) throws(TableFileError) {
    guard numbers.count > Self.mostFreeNumbers else { return }
    let areWhole = numbers.allSatisfy { $0.rounded() == $0 }
    guard !areWhole || raw.rowCount < Self.fewestRowsOfNumber * numbers.count else { return }
    throw .looksLikeRegression(
      file: file, label: column, distinct: numbers.count, rows: raw.rowCount)
  }

  /// The codes that cells of a column hold, in the order of their texts or of the file's list.
  private func occurring(_ column: Int, _ texts: RawTable.TextCodes) -> [Int] {
    var occurs = [Bool](repeating: false, count: texts.texts.count)
    for place in stride(from: column, to: raw.cells.count, by: raw.columns.count) {
      if !raw.cells[place].isNaN { occurs[Int(raw.cells[place])] = true }
    }
    let codes = occurs.indices.filter { occurs[$0] }
    return texts.isListed ? codes : codes.sorted { texts.texts[$0] < texts.texts[$1] }
  }

  /// Whether a column holds 0, 1, 2 and so on, or 1, 2, 3.
  private func countsRows(_ column: Int) -> Bool {
    guard raw.rowCount >= Self.fewestCountedRows, [0, 1].contains(raw.cells[column]) else {
      return false
    }
    return (0..<raw.rowCount).allSatisfy { row in
      raw.cells[row * raw.columns.count + column] == raw.cells[column] + Float(row)
    }
  }
}

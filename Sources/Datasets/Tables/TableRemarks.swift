// What the values of a table tell that a user should know before training.

/// Findings about the rows of all parts together.
enum TableRemarks {
  /// Missing values, columns of one value, and rows that come again; a sentence for each.
  static func findings(of parts: [TableSet]) -> [String] {
    [missing(parts), constant(parts), repeated(parts)].compactMap { $0 }
  }

  private static func missing(_ parts: [TableSet]) -> String? {
    let count = parts.reduce(0) { $0 + $1.missingCount }
    guard count > 0 else { return nil }
    let total = parts.reduce(0) { $0 + $1.features.count }
    return "\(count) of \(total) values are missing; scaling puts the mean of the column there"
  }

  private static func constant(_ parts: [TableSet]) -> String? {
    guard let first = parts.first else { return nil }
    let scaling = TableScaling(fittedTo: first)
    let count = scaling.deviations.count { $0 == 0 }
    guard count > 0 else { return nil }
    return "\(count) of \(first.featureCount) features have one value in all rows to train on; "
      + "scaling makes them 0"
  }

  private static func repeated(_ parts: [TableSet]) -> String? {
    var seen: Set<Row> = []
    var (count, total) = (0, 0)
    for part in parts {
      let size = part.featureCount
      for row in 0..<part.count {
        let values = part.features[(row * size)..<((row + 1) * size)]
        let isNew = seen.insert(Row(values: values, label: part.labels[row])).inserted
        total += 1
        if !isNew { count += 1 }
      }
    }
    guard count > 0 else { return nil }
    return "\(count) of \(total) rows equal an earlier one, label included; where rows are held "
      + "out at random, some that test are among those that train"
  }

  /// A row that equals another of the same values, missing ones included.
  private struct Row: Hashable {
    let values: ArraySlice<Float>
    let label: Int32

    static func == (left: Row, right: Row) -> Bool {
      left.label == right.label
        && left.values.elementsEqual(right.values) { $0 == $1 || $0.isNaN && $1.isNaN }
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(label)
      for value in values { hasher.combine(value.isNaN ? 0 : value) }
    }
  }
}

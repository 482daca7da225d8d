// Moves and scales the columns of tables to the size that networks are initialised for.

/// The mean and the deviation of every column of a training table, to scale others as well.
///
/// A value x becomes `(x - mean) / deviation`, with the mean and the population's standard deviation
/// of the values that are there. A missing value becomes 0, which is the mean. A column of one value
/// throughout has the deviation 0 and becomes 0, whatever another table holds there. Columns of 0
/// and 1 that stand for the texts of a column are scaled like all others, so that a rare text stands
/// out and a missing one is no text in particular.
public struct TableScaling: Sendable, Equatable, Codable {
  /// What is subtracted from each column.
  public let means: [Float]
  /// What each column is divided by; 0 for one that becomes 0.
  public let deviations: [Float]

  /// A scaling that was kept, such as in a checkpoint.
  ///
  /// - Throws: `TableSetError.badScaling` for different counts, or numbers that are no means and
  ///   deviations.
  public init(means: [Float], deviations: [Float]) throws(TableSetError) {
    guard means.count == deviations.count, !means.isEmpty else {
      throw .badScaling("\(means.count) means and \(deviations.count) deviations")
    }
    for (mean, deviation) in zip(means, deviations) {
      guard mean.isFinite, deviation.isFinite, deviation >= 0 else {
        throw .badScaling("the mean \(mean) and the deviation \(deviation)")
      }
    }
    self.means = means
    self.deviations = deviations
  }

  /// The scaling of the columns of a table.
  public init(fittedTo table: TableSet) {
    let columns = table.featureCount
    var counts = [Int](repeating: 0, count: columns)
    var sums = [Double](repeating: 0, count: columns)
    var first = [Float](repeating: .nan, count: columns)
    var isConstant = [Bool](repeating: true, count: columns)
    Self.forEachPresent(table) { column, value in
      if counts[column] == 0 { first[column] = value }
      if value != first[column] { isConstant[column] = false }
      counts[column] += 1
      sums[column] += Double(value)
    }
    // The mean of equal values may differ from them by a rounding, which scaling would blow up.
    let means = (0..<columns).map { column in
      isConstant[column] ? Double(first[column]) : sums[column] / Double(counts[column])
    }
    var squares = [Double](repeating: 0, count: columns)
    Self.forEachPresent(table) { column, value in
      let difference = Double(value) - means[column]
      squares[column] += difference * difference
    }
    self.means = means.map { $0.isNaN ? 0 : Float($0) }
    deviations = (0..<columns).map { column in
      isConstant[column] ? 0 : Float((squares[column] / Double(counts[column])).squareRoot())
    }
  }

  /// Reads means and deviations and checks them as `init(means:deviations:)` does.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      means: try container.decode([Float].self, forKey: .means),
      deviations: try container.decode([Float].self, forKey: .deviations))
  }

  /// A table with its columns scaled, in which no value is missing.
  ///
  /// - Throws: `TableSetError.otherFeatures` for another number of features, and `.infinite` for a
  ///   value too far from the mean for 32 bits.
  public func applied(to table: TableSet) throws(TableSetError) -> TableSet {
    guard table.featureCount == means.count else {
      throw .otherFeatures(name: table.name, count: table.featureCount, needed: means.count)
    }
    var values = [Float](repeating: 0, count: table.features.count)
    for row in 0..<table.count {
      for column in means.indices where deviations[column] > 0 {
        let place = row * means.count + column
        let value = table.features[place]
        guard !value.isNaN else { continue }
        let difference = Double(value) - Double(means[column])
        values[place] = Float(difference / Double(deviations[column]))
      }
    }
    return try TableSet(
      name: table.name, featureNames: table.featureNames, features: values, labels: table.labels,
      classNames: table.classNames)
  }

  private static func forEachPresent(_ table: TableSet, _ body: (_ column: Int, Float) -> Void) {
    var column = 0
    for value in table.features {
      if !value.isNaN { body(column, value) }
      column = column + 1 == table.featureCount ? 0 : column + 1
    }
  }
}

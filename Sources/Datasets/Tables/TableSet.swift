// Rows of numbers with their classes, held in memory.

/// A table for classification: features `[count, featureCount]` and the class of each row.
///
/// Missing values are NaN; `TableScaling` replaces them. All other values are finite.
public struct TableSet: Sendable, Equatable {
  /// The most features.
  public static let largestFeatureCount = 1 << 20
  /// The most values, rows times features.
  public static let largestValueCount = 1 << 28
  /// The numbers of classes that a set may have.
  public static let classRange = 2...10_000

  /// The name for messages, such as "iris training".
  public let name: String
  /// The names of the features, in the order of the columns.
  public let featureNames: [String]
  /// Row by row, NaN where a value is missing; the feature varies fastest.
  public let features: [Float]
  /// The class of each row, from 0.
  public let labels: [Int32]
  /// The names of the classes in the order of their labels.
  public let classNames: [String]

  /// A table from its values.
  ///
  /// - Throws: `TableSetError` if there are no rows or features, if there are not as many values as
  ///   rows and features say, if a value is infinite, or if a label has no class.
  public init(
    name: String, featureNames: [String], features: [Float], labels: [Int32], classNames: [String]
  ) throws(TableSetError) {
    guard (1...Self.largestFeatureCount).contains(featureNames.count) else {
      throw .badFeatureCount(name: name, count: featureNames.count)
    }
    guard !labels.isEmpty else { throw .noRows(name: name) }
    guard labels.count <= Self.largestValueCount / featureNames.count else {
      throw .tooManyValues(name: name, rows: labels.count, features: featureNames.count)
    }
    let needed = labels.count * featureNames.count
    guard features.count == needed else {
      throw .badValueCount(name: name, count: features.count, needed: needed)
    }
    guard Self.classRange.contains(classNames.count) else {
      throw .badClassCount(name: name, count: classNames.count)
    }
    if let row = labels.firstIndex(where: { !classNames.indices.contains(Int($0)) }) {
      throw .badLabel(
        name: name, row: row, label: Int(labels[row]), classCount: classNames.count)
    }
    if let place = features.firstIndex(where: { $0.isInfinite }) {
      let (row, column) = place.quotientAndRemainder(dividingBy: featureNames.count)
      throw .infinite(name: name, row: row, feature: featureNames[column])
    }
    self.name = name
    self.featureNames = featureNames
    self.features = features
    self.labels = labels
    self.classNames = classNames
  }

  /// The number of rows.
  public var count: Int { labels.count }

  /// The number of features of a row.
  public var featureCount: Int { featureNames.count }

  /// How many rows each class has, in the order of the labels.
  public var classCounts: [Int] {
    var counts = [Int](repeating: 0, count: classNames.count)
    for label in labels { counts[Int(label)] += 1 }
    return counts
  }

  /// How many values are missing.
  public var missingCount: Int { features.count { $0.isNaN } }
}

/// Values that do not make a table, or something that a table cannot give.
public enum TableSetError: Error, Sendable, Equatable {
  /// No features, or more than are allowed.
  case badFeatureCount(name: String, count: Int)
  /// No rows.
  case noRows(name: String)
  /// More values than are held in memory.
  case tooManyValues(name: String, rows: Int, features: Int)
  /// More or fewer values than rows and features say.
  case badValueCount(name: String, count: Int, needed: Int)
  /// A single class, or more than are allowed.
  case badClassCount(name: String, count: Int)
  /// A label without a class.
  case badLabel(name: String, row: Int, label: Int, classCount: Int)
  /// A value beyond the finite numbers.
  case infinite(name: String, row: Int, feature: String)
  /// An index beyond the table.
  case badIndex(name: String, index: Int, count: Int)
  /// A buffer that does not hold the batch.
  case badBuffer(name: String, count: Int, needed: Int)
  /// A share to hold out that leaves nothing on one side.
  case badShare(name: String, share: Double, count: Int)
  /// Means and deviations that are not those of a table's features.
  case badScaling(String)
  /// Features other than those that a scaling was fitted to.
  case otherFeatures(name: String, count: Int, needed: Int)
}

extension TableSetError: CustomStringConvertible {
  /// What came, what was needed, and the remedy.
  public var description: String {
    switch self {
    case .badFeatureCount(let name, let count):
      "\(name): \(count) features came. Needed: 1 to \(TableSet.largestFeatureCount)."
    case .noRows(let name):
      "\(name): no rows came. Needed: at least one."
    case .tooManyValues(let name, let rows, let features):
      "\(name): \(rows) rows of \(features) features came. Needed: at most "
        + "\(TableSet.largestValueCount) values in all; keep a part of the rows or columns."
    case .badValueCount(let name, let count, let needed):
      "\(name): \(count) values came. Needed: \(needed), one for each row and feature."
    case .badClassCount(let name, let count):
      "\(name): \(count) \(count == 1 ? "class" : "classes") came. Needed: "
        + "\(TableSet.classRange.lowerBound) to \(TableSet.classRange.upperBound); choose another "
        + "column as the label."
    case .badLabel(let name, let row, let label, let classCount):
      "\(name): row \(row) has the label \(label). Needed: 0 to \(classCount - 1), one of the "
        + "\(classCount) classes."
    case .infinite(let name, let row, let feature):
      "\(name): row \(row) has an infinite value of \(shown(feature)). Needed: a number that fits "
        + "32 bits, or NaN where the value is missing."
    case .badIndex(let name, let index, let count):
      "\(name): row \(index) was asked for. Needed: 0 to \(count - 1)."
    case .badBuffer(let name, let count, let needed):
      "\(name): a buffer of \(count) numbers came for a batch. Needed: \(needed)."
    case .badShare(let name, let share, let count):
      "\(name): a share of \(share) of \(count) rows was to be held out. Needed: a share between 0 "
        + "and 1 that holds out at least one row; rows are held out class by class, and one of each "
        + "class stays to train on."
    case .badScaling(let found):
      "a scaling with \(found) came. Needed: a finite mean and a finite deviation of 0 or more for "
        + "each feature."
    case .otherFeatures(let name, let count, let needed):
      "\(name): \(count) features came. Needed: the \(needed) that the scaling was fitted to."
    }
  }
}

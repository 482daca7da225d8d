// A table in two parts: one to train on and one that training never sees.

/// The training and the test rows of a table.
public struct TableSplit: Sendable {
  /// The name by which the table was asked for.
  public let name: String
  /// The rows to train on.
  public let training: TableSet
  /// The rows that training never sees; nil where the source has none.
  public let test: TableSet?
  /// Where the rows came from.
  public let origin: String
  /// What the user should know: missing values, encodings, oddities; one sentence each.
  public let remarks: [String]
  /// What tells these rows from others: "sha256 " and the digits of the files one after the other,
  /// or "embedded" where they are part of the program.
  public let checksum: String

  /// Two parts of one table.
  ///
  /// - Throws: `TableSplitError` if the parts differ in their features or in their classes.
  public init(
    name: String, training: TableSet, test: TableSet?, origin: String, remarks: [String] = [],
    checksum: String
  ) throws(TableSplitError) {
    if let test {
      guard training.featureNames == test.featureNames else {
        throw .features(name: name, training: training.featureCount, test: test.featureCount)
      }
      guard training.classNames == test.classNames else {
        throw .classes(
          name: name, training: training.classNames.count, test: test.classNames.count)
      }
    }
    self.name = name
    self.training = training
    self.test = test
    self.origin = origin
    self.remarks = remarks
    self.checksum = checksum
  }

  /// The parts that are there, training first.
  public var parts: [TableSet] { [training] + (test.map { [$0] } ?? []) }

  /// The same rows with a test part: its own where it has one, rows held out at random otherwise.
  ///
  /// A remark names the classes of which no row could be held out.
  ///
  /// - Parameter share: as in `TableSet.split(heldOut:seed:)`.
  /// - Throws: `TableSetError.badShare`.
  public func holdingOut(_ share: Double, seed: UInt64) throws -> TableSplit {
    guard test == nil else { return self }
    let (training, test) = try training.split(heldOut: share, seed: seed)
    let whole = zip(test.classNames, zip(training.classCounts, test.classCounts))
    let untested = whole.filter { $1.0 > 0 && $1.1 == 0 }.map { shown($0.0) }
    let named = untested.prefix(8).joined(separator: ", ") + (untested.count > 8 ? ", …" : "")
    let remark =
      "\(untested.count) of \(test.classNames.count) classes have too few rows for one to be held "
      + "out, and are in the training part alone: \(named)"
    return try TableSplit(
      name: name, training: training, test: test, origin: origin,
      remarks: remarks + (untested.isEmpty ? [] : [remark]), checksum: checksum)
  }
}

/// Two parts that do not belong together.
public enum TableSplitError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Different features.
  case features(name: String, training: Int, test: Int)
  /// Different classes.
  case classes(name: String, training: Int, test: Int)

  /// What came, what was needed, and the remedy.
  public var description: String {
    switch self {
    case .features(let name, let training, let test):
      "\(name): training rows of \(training) features and test rows of \(test) came. Needed: the "
        + "same features by name and order in both; give the parts that belong together."
    case .classes(let name, let training, let test):
      "\(name): training rows of \(training) classes and test rows of \(test) came. Needed: the "
        + "same classes by name and order in both; give the parts that belong together."
    }
  }
}

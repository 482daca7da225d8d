// Holds rows out of a table at random, class by class.

extension TableSet {
  /// Two parts of the table: rows to train on, and rows held out to test.
  ///
  /// Of a class of n rows, `heldOut * n` are held out, rounded to the nearest, halves up, but never
  /// all: a class of one row stays in the training part. Which ones depends on the seed alone. Both
  /// parts keep the order of the rows.
  ///
  /// - Parameter heldOut: the share of each class, between 0 and 1.
  /// - Throws: `TableSetError.badShare` for another share, or one that holds nothing out.
  public func split(
    heldOut: Double, seed: UInt64
  ) throws(TableSetError) -> (training: TableSet, test: TableSet) {
    guard
      let split = StratifiedSplit(
        labels: labels, classCount: classNames.count, heldOut: heldOut, seed: seed, for: .test)
    else { throw .badShare(name: name, share: heldOut, count: count) }
    return (
      try selecting(split.kept, name: "\(name) training"),
      try selecting(split.heldOut, name: "\(name) test")
    )
  }
}

// Batches and parts of a table.

extension TableSet {
  /// Writes rows one after another, `[indices.count, featureCount]`, missing values as NaN.
  ///
  /// - Parameter buffer: of as many numbers as the batch has.
  /// - Throws: `TableSetError.badIndex` or `.badBuffer`; nothing is written then.
  public func writeBatch(
    _ indices: [Int], to buffer: UnsafeMutableBufferPointer<Float>
  ) throws(TableSetError) {
    let size = featureCount
    try check(indices, bufferCount: buffer.count, needed: indices.count * size)
    guard let target = buffer.baseAddress else { return }
    features.withUnsafeBufferPointer { values in
      guard let source = values.baseAddress else { return }
      for (place, index) in indices.enumerated() {
        (target + place * size).update(from: source + index * size, count: size)
      }
    }
  }

  /// Writes the labels of rows.
  ///
  /// - Throws: `TableSetError.badIndex` or `.badBuffer`; nothing is written then.
  public func writeLabels(
    _ indices: [Int], to buffer: UnsafeMutableBufferPointer<Int32>
  ) throws(TableSetError) {
    try check(indices, bufferCount: buffer.count, needed: indices.count)
    for (place, index) in indices.enumerated() { buffer[place] = labels[index] }
  }

  /// The table of some rows in the order that is asked for, with all classes.
  ///
  /// - Parameter name: for messages; this table's by default.
  /// - Throws: `TableSetError.badIndex`, or `.noRows` for no indices.
  public func selecting(_ indices: [Int], name: String? = nil) throws(TableSetError) -> TableSet {
    try check(indices)
    var values: [Float] = []
    values.reserveCapacity(indices.count * featureCount)
    for index in indices {
      values += features[(index * featureCount)..<((index + 1) * featureCount)]
    }
    return try TableSet(
      name: name ?? self.name, featureNames: featureNames, features: values,
      labels: indices.map { labels[$0] }, classNames: classNames)
  }

  private func check(_ indices: [Int], bufferCount: Int, needed: Int) throws(TableSetError) {
    guard bufferCount == needed else {
      throw .badBuffer(name: name, count: bufferCount, needed: needed)
    }
    try check(indices)
  }

  private func check(_ indices: [Int]) throws(TableSetError) {
    if let index = indices.first(where: { $0 < 0 || $0 >= count }) {
      throw .badIndex(name: name, index: index, count: count)
    }
  }
}

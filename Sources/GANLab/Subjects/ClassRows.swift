// Which classes the generated images of a picture have: one for each row.

/// The classes of images in rows of a picture's width.
package enum ClassRows {
  /// The classes of some images in a row of many: a picture's row of the first class, one of the
  /// second, and so on, from the first again after the last.
  package static func classes(from first: Int, count: Int, of classCount: Int) -> [Int32] {
    (first..<(first + count)).map { Int32($0 / SnapshotStrip.columns % max(1, classCount)) }
  }
}

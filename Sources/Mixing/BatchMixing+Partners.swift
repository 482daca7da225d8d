// Whom each row of a batch is mixed with.

import Tensors

extension BatchMixing {
  /// The rows that the rows are mixed with, `int32[rows]`, or nil for a second batch.
  /// - Parameters:
  ///   - rows: How many, at least 1.
  ///   - number: Which of a row's partners, from 1.
  ///   - classes: `int32[rows]`.
  func order(
    _ rows: Int, _ number: Int, classes: @autoclosure () -> Tensor, _ key: RandomKey
  ) -> Tensor? {
    switch partners {
    case .permutation:
      return key.permutation(rows, from: .lambda)
    case .reversed:
      return Tensor(HostTensor((0..<rows).map { Int32(rows - 1 - $0) }))
    case .shifted:
      let shift = rows - number % rows
      return Tensor(HostTensor((0..<rows).map { Int32(($0 + shift) % rows) }))
    case .sameClass:
      return Self.sameClass(classes(), key.permutation(rows, from: .lambda))
    case .given:
      return nil
    }
  }

  /// A random permutation within each class.
  ///
  /// In every class, the row that comes n-th in the batch meets the row whose score is the n-th
  /// smallest. Comparing all rows with all rows is cheap beside a layer.
  /// - Parameters:
  ///   - classes: `int32[rows]`.
  ///   - scores: Different numbers in random order, `int32[rows]`.
  private static func sameClass(_ classes: Tensor, _ scores: Tensor) -> Tensor {
    let rows = classes.rowCount
    let down = { (x: Tensor) in x.reshaped(to: [rows, 1]) }
    let across = { (x: Tensor) in x.reshaped(to: [1, rows]) }
    let alike = down(classes) .== across(classes)
    // How many of a row's class have a smaller number.
    let rank = { (numbers: Tensor) in
      (alike .& (across(numbers) .< down(numbers))).converted(to: .float32).sum(along: [1])
    }
    let places = Tensor(HostTensor((0..<rows).map { Int32($0) }))
    let meets = alike .& (down(rank(places)) .== across(rank(scores)))
    return meets.converted(to: .float32).argmax(along: 1)
  }
}

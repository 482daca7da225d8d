// The weights with which two samples are mixed, and who shares a draw.

import Tensors

/// Which rows of a batch share one mixing weight.
public enum LambdaGranularity: String, Sendable, CaseIterable {
  /// Every row has its own.
  case sample
  /// A row and its mirror image in the batch, `i` and `count - 1 - i`, share one.
  case pair
  /// The whole batch shares one, as in the paper's Figure 1a.
  case batch

  /// One weight for each row, `[count, 1]`, from as many draws as the granularity needs.
  func spread(over count: Int, _ draw: (Shape) -> Tensor) -> Tensor {
    switch self {
    case .sample:
      return draw([count, 1])
    case .pair:
      let half = (count + 1) / 2
      let rows = (0..<count).map { Int32(min($0, count - 1 - $0)) }
      return half == 0 ? draw([0, 1]) : draw([half, 1]).gathering(rows: Tensor(HostTensor(rows)))
    case .batch:
      return draw([1, 1]).broadcast(to: [count, 1])
    }
  }
}

/// `lambda a + (1 - lambda) b`, row by row; lambda is `[count, 1]`, and a row of images is an image.
public func mixed(_ a: Tensor, _ b: Tensor, lambda: Tensor) -> Tensor {
  let ones = [Int](repeating: 1, count: max(0, a.rank - 1))
  let weight =
    a.rank == lambda.rank || lambda.rank != 2 || lambda.shape[1] != 1
    ? lambda : lambda.reshaped(to: Shape([lambda.shape[0]] + ones))
  return weight * a + (1 - weight) * b
}

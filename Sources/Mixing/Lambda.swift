// The weights with which samples are mixed, and who shares a draw.

import Tensors

/// Which rows of a batch share one mixing weight.
public enum LambdaGranularity: String, Sendable, CaseIterable {
  /// Every row has its own.
  case sample
  /// A row and its mirror image in the batch, `i` and `count - 1 - i`, share one.
  case pair
  /// The whole batch shares one, as in the paper's Figure 1a.
  case batch

  /// One number for each row, `[count, 1]`, from as many draws as the granularity needs.
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

  /// Weights from Beta(a, b), `[count, 1]`.
  func beta(_ a: Float, _ b: Float, over count: Int, _ key: RandomKey) -> Tensor {
    spread(over: count) { key.beta(a, b, $0, from: .lambda) }
  }
}

/// `lambda a + (1 - lambda) b`, row by row; lambda is `[count, 1]`, and a row of images is an image.
public func mixed(_ a: Tensor, _ b: Tensor, lambda: Tensor) -> Tensor {
  let weight = lambda.aligned(with: a)
  return mixture([a, b], [weight, 1 - weight])
}

/// The sum of arrays times their weights, which are columns or have the arrays' rank; an array alone
/// stays as it is.
func mixture(_ parts: [Tensor], _ weights: [Tensor]) -> Tensor {
  guard parts.count > 1 else { return parts[0] }
  let terms = zip(parts, weights).map { part, weight in weight.aligned(with: part) * part }
  return terms.dropFirst().reduce(terms[0], +)
}

extension Tensor {
  /// A column with one number for each row, in the form that multiplies rows of any rank.
  func aligned(with samples: Tensor) -> Tensor {
    guard samples.rank != rank, rank == 2, shape[1] == 1 else { return self }
    let ones = [Int](repeating: 1, count: Swift.max(0, samples.rank - 1))
    return reshaped(to: Shape([shape[0]] + ones))
  }
}

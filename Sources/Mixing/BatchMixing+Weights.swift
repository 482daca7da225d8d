// How much of a mixture each of its samples is.

import Tensors

/// The weights of a sample and its partners.
struct MixWeights {
  /// One column `[rows, 1]` for the row itself and for each of its partners; they sum to 1.
  var columns: [Tensor]
  /// For CutMix, how much of each pixel is the row's own, `[rows, 1, height, width]`.
  var own: Tensor?
}

extension BatchMixing {
  /// Draws the weights for a batch of at least one row.
  func weights(
    _ rows: Int, _ key: RandomKey, _ imageSize: (height: Int, width: Int)?
  ) -> MixWeights {
    switch effectiveMethod {
    case .off:
      return MixWeights(columns: [Tensor(repeating: 1, shape: [rows, 1])])
    case .mixup(let alpha):
      return MixWeights(columns: gated(simplex(2, alpha, rows, key), key))
    case .simplex(let ways, let alpha):
      return MixWeights(columns: gated(simplex(ways, alpha, rows, key), key))
    case .cutMix(let alpha):
      let columns = gated(simplex(2, alpha, rows, key), key)
      return box(lambda: columns[0], key, imageSize)
    case .mixupOrCutMix(let mixupAlpha, let cutMixAlpha, let share):
      let blend = gated(simplex(2, mixupAlpha, rows, key), key)[0]
      let cut = box(
        lambda: gated(simplex(2, cutMixAlpha, rows, key), key)[0], key, imageSize)
      let isCut = key.uniform([1, 1], from: .lambda) .< share
      let lambda = select(isCut, cut.columns[0], blend)
      let own = cut.own.map {
        select(isCut.aligned(with: $0), $0, blend.aligned(with: $0))
      }
      return MixWeights(columns: [lambda, 1 - lambda], own: own)
    }
  }

  /// Weights from Dirichlet(alpha, ..., alpha) by breaking a stick: each takes Beta(alpha, alpha m)
  /// of what those before it left, m being the number of those after it.
  private func simplex(_ ways: Int, _ alpha: Float, _ rows: Int, _ key: RandomKey) -> [Tensor] {
    var rest = Tensor(repeating: 1, shape: [rows, 1])
    guard alpha > 0 else { return [rest, 1 - rest] }
    var columns: [Tensor] = []
    for after in (1..<ways).reversed() {
      let share = granularity.beta(alpha, alpha * Float(after), over: rows, key)
      columns.append(rest * share)
      rest = rest * (1 - share)
    }
    return columns + [rest]
  }

  /// The weights where a draw says that there is mixing, else 1 for the row itself.
  private func gated(_ columns: [Tensor], _ key: RandomKey) -> [Tensor] {
    guard probability < 1 else { return columns }
    let rows = columns[0].rowCount
    let mixes = granularity.spread(over: rows) { key.uniform($0, from: .lambda) } .< probability
    return columns.enumerated().map { place, weight in
      select(mixes, weight, Tensor(repeating: place == 0 ? 1 : 0, shape: weight.shape))
    }
  }

  /// CutMix's box of the partner, and the weight that is left: `1 - box / image`, exactly.
  ///
  /// Half its sides are `sqrt(1 - lambda) / 2` of the image's, rounded down to pixels; its centre is
  /// any pixel.
  private func box(
    lambda: Tensor, _ key: RandomKey, _ imageSize: (height: Int, width: Int)?
  ) -> MixWeights {
    let (height, width) = imageSize ?? (1, 1)
    let rows = lambda.rowCount
    let reach = 0.5 * sqrt(1 - lambda)
    let sides = [(height, Shape([1, 1, height, 1])), (width, Shape([1, 1, 1, width]))]
    let spans = sides.map { size, shape in
      let centre = granularity.spread(over: rows) { shape in
        key.integers(below: size, shape, from: .lambda).converted(to: .float32)
      }
      let half = floor(reach * Float(size))
      let (low, high) = (
        maximum(centre - half, Tensor(0)), minimum(centre + half, Tensor(Float(size)))
      )
      let places = Tensor(HostTensor((0..<size).map { Float($0) })).reshaped(to: shape)
      let inside =
        (places .>= low.reshaped(to: [rows, 1, 1, 1]))
        .& (places .< high.reshaped(to: [rows, 1, 1, 1]))
      return (length: high - low, inside: inside)
    }
    let area = spans[0].length * spans[1].length
    let left = 1 - area / Float(height * width)
    let own = (.!(spans[0].inside .& spans[1].inside)).converted(to: .float32)
    return MixWeights(columns: [left, 1 - left], own: own)
  }
}

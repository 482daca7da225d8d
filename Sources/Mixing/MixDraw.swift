// What a batch has drawn, applied to inputs, hidden representations and targets alike.

import Tensors

/// The partners and weights that one batch has drawn.
///
/// The same rows meet with the same weights however often it is applied, so a batch can be mixed
/// anywhere: `inputs` before the network, or `mixed` in front of any of its layers (Table 5's "mix
/// latent representations"; Verma et al., "Manifold Mixup", 2019).
public struct MixDraw {
  /// What the loss takes: the labels, smoothed, mixed or the nearer ones, `[rows, classes]`.
  public let targets: Tensor
  /// How much of each mixture is the row itself and each of its partners: columns `[rows, 1]` that
  /// sum to 1; a single one where nothing is mixed.
  public let weights: [Tensor]

  /// The weights of the labels.
  let labelWeights: [Tensor]
  /// The labels of the row itself and of its partners, `[rows, classes]`.
  let labels: [Tensor]
  /// For each partner its rows, or nil for a second batch.
  private let orders: [Tensor?]
  private var takesPartner: Bool { orders.contains { $0 == nil } }
  /// For CutMix, how much of each pixel is the row's own.
  private let own: Tensor?
  private let noise: Float
  private let key: RandomKey

  /// A batch that stays as it is.
  init(_ mixing: BatchMixing, _ key: RandomKey, unmixed labels: Tensor) {
    let ones = Tensor(repeating: 1, shape: [labels.rowCount, 1])
    self.init(mixing, key, labels: [labels], orders: [], MixWeights(columns: [ones]))
  }

  init(
    _ mixing: BatchMixing, _ key: RandomKey, labels: [Tensor], orders: [Tensor?],
    _ weights: MixWeights
  ) {
    self.labels = labels
    self.orders = orders
    self.weights = weights.columns
    own = weights.own
    labelWeights = mixing.targets == .mixed ? weights.columns : Self.nearest(weights.columns)
    targets = mixture(labels, labelWeights)
    noise = mixing.noise
    self.key = key
  }

  /// The draw for some of its rows, whose inputs were mixed among the whole batch before.
  ///
  /// For a batch that goes through a network in parts: labels and their weights are those of the
  /// rows, and inputs stay as they are.
  /// - Parameter rows: The places of the rows in the batch, `int32[part]`.
  public func selecting(rows: Tensor) -> MixDraw {
    MixDraw(
      targets: targets.gathering(rows: rows), labels: labels.map { $0.gathering(rows: rows) },
      labelWeights: labelWeights.map { $0.gathering(rows: rows) },
      weights: [Tensor(repeating: 1, shape: [rows.rowCount, 1])], key: key)
  }

  private init(
    targets: Tensor, labels: [Tensor], labelWeights: [Tensor], weights: [Tensor], key: RandomKey
  ) {
    self.targets = targets
    self.labels = labels
    self.labelWeights = labelWeights
    self.weights = weights
    self.key = key
    orders = []
    own = nil
    noise = 0
  }

  /// The inputs of the network: mixed, and with noise where there is to be some.
  /// - Parameters:
  ///   - x: `[rows, ...]`; images `[rows, channels, height, width]` for CutMix.
  ///   - partner: The second batch; for `Partners.given` only.
  public func inputs(_ x: Tensor, partner: Tensor? = nil) -> Tensor {
    noised(mixed(x, partner: partner))
  }

  /// Gaussian noise added to every number, drawn anew at every call from the stream `augmentation`;
  /// for inputs whose mixing happens at a later layer.
  public func noised(_ x: Tensor) -> Tensor {
    noise > 0 ? x + noise * key.normal(x.shape, from: .augmentation) : x
  }

  /// The mixture of rows of any rank, without noise.
  /// - Parameters:
  ///   - x: `[rows, ...]`; images of the size drawn for, `[rows, channels, height, width]`, for CutMix.
  ///   - partner: The second batch; for `Partners.given` only.
  public func mixed(_ x: Tensor, partner: Tensor? = nil) -> Tensor {
    withPath("mixing") {
      guard let own else { return mixture(parts(of: x, partner: partner), weights) }
      guard x.rank == 4, x.shape.dimensions.suffix(2) == own.shape.dimensions.suffix(2) else {
        return x.trace.fail(
          operation: "CutMix", problem: "\(x.type) came for a box drawn in \(own.shape)",
          remedy: "pass images [rows, channels, height, width] of the size drawn for")
      }
      return mixture(parts(of: x, partner: partner), [own, 1 - own])
    }
  }

  /// Targets of any kind mixed as the labels are: with the same partners and weights, or those of
  /// the nearer sample.
  /// - Parameters:
  ///   - y: `[rows, n]`, not smoothed.
  ///   - partner: The targets of the second batch; for `Partners.given` only.
  public func mixedTargets(_ y: Tensor, partner: Tensor? = nil) -> Tensor {
    withPath("mixing") { mixture(parts(of: y, partner: partner), labelWeights) }
  }

  /// What is mixed: the rows themselves and, row by row, their partners.
  ///
  /// With `weights` enough for whatever has no mixture of its own, such as masks of a segmentation,
  /// whose losses are mixed pixel by pixel.
  public func parts(of x: Tensor, partner: Tensor? = nil) -> [Tensor] {
    guard !orders.isEmpty else { return [x] }
    let rows = weights[0].rowCount
    guard x.rank >= 1, x.rowCount == rows, takesPartner == (partner != nil),
      partner.map({ $0.type == x.type }) ?? true
    else {
      let came = partner.map { "\(x.type) and a partner \($0.type)" } ?? "\(x.type)"
      let void = x.trace.fail(
        operation: "mixture", problem: "\(came) came for a draw of \(rows) rows",
        remedy: takesPartner
          ? "pass as many rows as labels, and the second batch" : "pass as many rows as labels")
      return weights.map { _ in void }
    }
    return [x] + orders.map { $0.map(x.gathering) ?? partner ?? x }
  }

  /// 1 for the largest of a row's weights, the first of equal ones, and 0 for the others.
  private static func nearest(_ columns: [Tensor]) -> [Tensor] {
    guard columns.count > 1 else { return columns }
    let largest = concatenate(columns, along: 1).argmax(along: 1).oneHot(depth: columns.count)
    return columns.indices.map { largest.sliced(along: 1, $0..<($0 + 1)) }
  }
}

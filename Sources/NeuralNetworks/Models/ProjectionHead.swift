// The last layer of a discriminator that knows classes.

import Tensors

/// Images `[batch, features, height, width]` as the sums over their pixels, `[batch, features]`.
public struct GlobalSumPooling: Layer {
  /// A layer without parameters.
  public init() {}

  /// The sums over all pixels; any other shape is a recorded error.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    guard x.rank == 4 else {
      return x.trace.fail(
        operation: "global sum pooling", problem: "\(x.type) came",
        remedy: "pass images [batch, features, height, width]")
    }
    return x.sum(along: [2, 3])
  }
}

/// A logit for a row of a class: `logit(phi) + <embedding_c, phi>`, phi being summed over pixels
/// where it has some.
///
/// Miyato, Koyama, "cGANs with projection discriminator" (2018), arXiv 1802.05637, equation 4.
struct ProjectionHead: NamedLayer {
  let name: String
  /// Makes one number of a row.
  let logit: any NamedLayer
  /// Makes a class's vector.
  let embedding: any NamedLayer

  init(_ name: String, logit: any NamedLayer, embedding: any NamedLayer) {
    (self.name, self.logit, self.embedding) = (name, logit, embedding)
  }

  var parameters: [Variable] { logit.parameters + embedding.parameters }
  var statistics: [Variable] { logit.statistics + embedding.statistics }
  var dependsOnBatch: Bool { logit.dependsOnBatch }

  func callAsFunction(_ x: Tensor) -> Tensor {
    withPath(path) { x.refusedWithoutClasses() }
  }

  func callAsFunction(_ x: Tensor, classes: Tensor?, mode: LayerMode) -> Tensor {
    withPath(path) {
      guard let classes = classes?.expected(asClassesOf: x) else {
        return x.refusedWithoutClasses()
      }
      let sums = x.rank == 4 ? x.sum(along: [2, 3]) : x
      let answer = logit(x, mode: mode).reshaped(to: [x.shape[0], 1])
      let vectors = embedding(classes, mode: mode)
      return answer + (vectors * sums).sum(along: [1], keepingDimensions: true)
    }
  }

  private var path: String { "\(lastNamePart) ProjectionHead" }
}

// Draws a batch's partners and weights.

import Tensors

extension BatchMixing {
  /// Draws partners and weights for a batch of labelled samples.
  ///
  /// Partners come first among the draws of the stream `lambda`, then weights, then whatever the
  /// method needs beside; `off` draws nothing.
  /// - Parameters:
  ///   - labels: The class of each row, `int32[rows]`, or a distribution for each, `[rows, classes]`.
  ///   - classCount: The number of classes.
  ///   - key: What is random comes from it.
  ///   - partnerLabels: The labels of the second batch, in either form; for `Partners.given` only.
  ///   - imageSize: The height and width of the images; for CutMix only.
  public func draw(
    labels: Tensor, classCount: Int, key: RandomKey, partnerLabels: Tensor? = nil,
    imageSize: (height: Int, width: Int)? = nil
  ) -> MixDraw {
    withPath("mixing") {
      let own = distributions(labels, classCount)
      return draw(
        own: own, classes: labels.dtype == .int32 ? labels : nil,
        partner: partnerLabels.map { distributions($0, classCount) }, key, imageSize)
    }
  }

  /// Draws partners and weights for a batch whose targets are numbers, as in regression.
  ///
  /// Mixed targets of a regression are right where the truth is close to linear between two samples;
  /// `Partners.given` with neighbours of similar targets keeps them close (Yao et al., "C-Mixup",
  /// 2022).
  /// - Parameters:
  ///   - targets: `[rows, n]`; for `Partners.sameClass`, one score for each class.
  ///   - key: What is random comes from it.
  ///   - partnerTargets: The targets of the second batch; for `Partners.given` only.
  ///   - imageSize: The height and width of the images; for CutMix only.
  public func draw(
    targets: Tensor, key: RandomKey, partnerTargets: Tensor? = nil,
    imageSize: (height: Int, width: Int)? = nil
  ) -> MixDraw {
    withPath("mixing") {
      guard smoothing == 0 else {
        let void = targets.trace.fail(
          operation: "label smoothing",
          problem: "\(smoothing) came with targets that are no labels",
          remedy: "set it to 0, or draw for labels")
        return MixDraw(self, key, unmixed: void)
      }
      return draw(own: targets, classes: nil, partner: partnerTargets, key, imageSize)
    }
  }

  private func draw(
    own: Tensor, classes: Tensor?, partner: Tensor?, _ key: RandomKey,
    _ imageSize: (height: Int, width: Int)?
  ) -> MixDraw {
    if let mistake = mistake(own: own, partner: partner, imageSize: imageSize) {
      let void = own.trace.fail(
        operation: mistake.setting, problem: mistake.problem, remedy: mistake.remedy)
      return MixDraw(self, key, unmixed: void)
    }
    let rows = own.shape[0]
    guard ways > 1, rows > 0 else { return MixDraw(self, key, unmixed: own) }
    let orders = (1..<ways).map { number in
      order(rows, number, classes: classes ?? own.argmax(along: 1), key)
    }
    let labels = [own] + orders.map { $0.map(own.gathering) ?? partner ?? own }
    return MixDraw(self, key, labels: labels, orders: orders, weights(rows, key, imageSize))
  }

  /// Labels as smoothed distributions, `[rows, classes]`.
  private func distributions(_ labels: Tensor, _ classCount: Int) -> Tensor {
    let dense = labels.dtype == .int32 && labels.rank == 1
    guard classCount >= 1, dense || labels.type == TensorType(Shape([labels.rowCount, classCount]))
    else {
      return labels.trace.fail(
        operation: "labels", problem: "\(labels.type) came for \(classCount) classes",
        remedy: "pass int32[rows] or float32[rows, classes]")
    }
    let known = dense ? labels.oneHot(depth: classCount) : labels
    return smoothing == 0 ? known : known * (1 - smoothing) + smoothing / Float(classCount)
  }
}

extension Tensor {
  /// The size of the first axis, 0 without one, as after a mistake.
  var rowCount: Int { shape.dimensions.first ?? 0 }
}

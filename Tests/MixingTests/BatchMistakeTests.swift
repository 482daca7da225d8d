// Settings and shapes that cannot be followed are refused where they stand.

import Mixing
import Tensors
import Testing

extension MixingTests {
  @Suite struct BatchMistakeTests {
    /// What compiling a draw and one use of it ends with.
    private func message(
      _ mixing: BatchMixing, imageSize: (height: Int, width: Int)? = nil,
      labels: HostTensor = HostTensor([0, 1, 1] as [Int32]), partnerLabels: HostTensor? = nil,
      _ use: @escaping (MixDraw) -> Tensor = { $0.targets }
    ) -> String {
      let function = compile { (key: Tensor) in
        withPath("step") {
          use(
            mixing.draw(
              labels: Tensor(labels), classCount: 2, key: RandomKey(key),
              partnerLabels: partnerLabels.map { Tensor($0) }, imageSize: imageSize))
        }
      }
      let error = #expect(throws: ShapeError.self) {
        try function(RandomKey.host(seed: 1, step: 1))
      }
      return error?.description ?? "no error"
    }

    @Test(arguments: [
      (BatchMixing(.mixup(alpha: -1)), "alpha: -1.0 came"),
      (BatchMixing(.cutMix(alpha: .infinity)), "alpha: inf came"),
      (BatchMixing(.mixup(alpha: .nan)), "alpha: nan came"),
      (BatchMixing(.simplex(ways: 0, alpha: 1)), "ways: 0 came"),
      (
        BatchMixing(.mixupOrCutMix(mixupAlpha: 1, cutMixAlpha: 1, cutMixShare: 2)),
        "share of CutMix: 2.0 came"
      ),
      (BatchMixing(smoothing: 1.5), "label smoothing: 1.5 came"),
      (BatchMixing(noise: -0.1), "noise: -0.1 came"),
      (BatchMixing(probability: .nan), "probability: nan came"),
      (BatchMixing(.mixup(alpha: 1), partners: .given), "partner labels: none came"),
      (BatchMixing(.simplex(ways: 3, alpha: 1), partners: .reversed), "ways: 3 came"),
      (BatchMixing(.cutMix(alpha: 1)), "image size: none came for CutMix"),
    ])
    func settingsOutOfRange(mixing: BatchMixing, text: String) {
      let came = message(mixing)
      #expect(came.hasPrefix("step/mixing: \(text)"), "\(came)")
    }

    @Test func imagesOfNoSize() {
      let text = message(BatchMixing(.cutMix(alpha: 1)), imageSize: (0, 4))
      #expect(text.hasPrefix("step/mixing: image size: 0 x 4 came"))
    }

    @Test func labelsOfTheWrongForm() throws {
      for labels in [HostTensor([1, 0] as [Float]), column(3, of: 1), HostTensor(1)] {
        let text = message(BatchMixing(.mixup(alpha: 1)), labels: labels)
        #expect(text.hasPrefix("step/mixing: labels: float32"), "\(text)")
      }
      let two = HostTensor([0, 1] as [Int32])
      let given = BatchMixing(.mixup(alpha: 1), partners: .given)
      #expect(
        message(given, partnerLabels: two).hasPrefix("step/mixing: partner labels: float32[2"))
      #expect(
        message(BatchMixing(.mixup(alpha: 1)), partnerLabels: two)
          .hasPrefix("step/mixing: partner labels: they came for partners \"permutation\""))
    }

    @Test func samplesThatDoNotFitTheDraw() {
      let mixup = BatchMixing(.mixup(alpha: 1))
      let four = { (draw: MixDraw) in draw.mixed(Tensor(repeating: 1, shape: [4, 2])) }
      #expect(message(mixup, four).contains("float32[4, 2] came for a draw of 3 rows"))
      let scalar = { (draw: MixDraw) in draw.mixed(Tensor(1)) }
      #expect(message(mixup, scalar).contains("came for a draw of 3 rows"))
      let partner = { (draw: MixDraw) in
        let x = Tensor(repeating: 1, shape: [3, 2])
        return draw.mixed(x, partner: x)
      }
      #expect(message(mixup, partner).contains("and a partner"))
      let wide = { (draw: MixDraw) in draw.mixed(Tensor(repeating: 1, shape: [3, 1, 5, 6])) }
      #expect(
        message(BatchMixing(.cutMix(alpha: 1)), imageSize: (5, 5), wide)
          .contains("CutMix: float32[3, 1, 5, 6] came"))
    }

    @Test func lossesAndLogitsOfTheWrongShape() {
      let mixup = BatchMixing(.mixup(alpha: 1))
      #expect(message(mixup) { $0.loss { $0 } }.contains("float32[3, 2] came for 3 rows"))
      let logits = { (draw: MixDraw) in
        draw.weightedAccuracy(logits: Tensor(repeating: 1, shape: [3, 5]))
      }
      #expect(message(mixup, logits).contains("weighted accuracy: float32[3, 5] came"))
    }

    @Test func regressionHasNoLabelsToSmooth() {
      let error = #expect(throws: ShapeError.self) {
        try compile { (key: Tensor) in
          let targets = Tensor(repeating: 1, shape: [3, 1])
          return BatchMixing(smoothing: 0.1).draw(targets: targets, key: RandomKey(key)).targets
        }(RandomKey.host(seed: 1, step: 1))
      }
      #expect(error?.description.contains("label smoothing: 0.1 came with targets") == true)
    }

    /// Nothing traps on what a mistake leaves behind.
    @Test func everythingBearsAnEarlierMistake() {
      let wrong = BatchMixing(.cutMix(alpha: -1))
      let text = message(wrong) { draw in
        let void = draw.inputs(draw.targets)
        let again = BatchMixing(.simplex(ways: 3, alpha: 1), partners: .sameClass).draw(
          labels: void, classCount: 2, key: RandomKey(void))
        _ = draw.pairs
        return draw.loss { $0.sum(along: [1]) } + draw.weightedAccuracy(logits: void)
          + draw.mixedTargets(void) + again.mixed(void)
      }
      #expect(text.hasPrefix("step/mixing: alpha: -1.0 came"))
    }
  }
}

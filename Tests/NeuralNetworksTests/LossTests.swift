// Losses against their closed forms, and at the ends of the range.

import Foundation
import NeuralNetworks
import Tensors
import Testing

extension NeuralNetworksTests {
  @Suite struct LossTests {
    /// The value and the gradient by the first tensor of a scalar loss.
    private func valueAndGradient(
      _ x: HostTensor, _ loss: @escaping (Tensor) -> Tensor
    ) throws -> (value: Float, gradient: [Float]) {
      let results = try compile(options: testOptions()) { x in
        let value = loss(x)
        return [value] + gradients(of: value, withRespectTo: [x])
      }(x)
      return (try #require(results[0].scalar), results[1].floats)
    }

    @Test(arguments: [Float(0), 0.3, 1])
    func constantDiscriminatorGivesLogarithmOfTwo(label: Float) throws {
      let logits = HostTensor(repeating: 0, shape: [8, 1])
      let loss = try valueAndGradient(logits) {
        binaryCrossEntropy(logits: $0, labels: Tensor(label))
      }
      expectClose([loss.value], [log(2)])
      expectClose(loss.gradient, Array(repeating: (0.5 - Double(label)) / 8, count: 8), 1e-7)
    }

    @Test(arguments: [Float(-8), -1, 0, 2, 8])
    func binaryGradientsAreLogistic(s: Float) throws {
      let wide = Double(s)
      let real = try valueAndGradient(HostTensor([s])) {
        binaryCrossEntropy(logits: $0, labels: Tensor(1))
      }
      expectClose([real.value], [log1p(exp(-wide))])
      expectClose(real.gradient, [-logistic(-wide)], 1.2e-7)
      let fake = try valueAndGradient(HostTensor([s])) {
        binaryCrossEntropy(logits: $0, labels: Tensor(0))
      }
      expectClose([fake.value], [log1p(exp(wide))])
      expectClose(fake.gradient, [logistic(wide)], 1.2e-7)
    }

    @Test func binarySoftLabels() throws {
      let (s, y): ([Float], [Float]) = ([-2, 0.5, 3], [0.25, 0.5, 0.9])
      let loss = try valueAndGradient(HostTensor(s)) {
        binaryCrossEntropy(logits: $0, labels: Tensor(HostTensor(y)), reduction: .sum)
      }
      var (value, gradient) = (0.0, [Double]())
      for (s, y) in zip(s, y).map({ (Double($0), Double($1)) }) {
        value += -y * log(logistic(s)) - (1 - y) * log(1 - logistic(s))
        gradient.append(logistic(s) - y)
      }
      expectClose([loss.value], [value])
      expectClose(loss.gradient, gradient, 2e-7)
    }

    @Test func hugeLogitsStayFinite() throws {
      let logits = vector(1e4, -1e4, 1e4, -1e4)
      let labels = vector(1, 0, 0, 0.5)
      let results = try compile(options: testOptions()) { s, y in
        let losses = binaryCrossEntropy(logits: s, labels: y, reduction: .none)
        return [losses] + gradients(of: losses.sum(), withRespectTo: [s])
      }(logits, labels)
      #expect(results[0].floats == [0, 0, 1e4, 5e3])
      #expect(results[1].floats == [0, 0, 1, -0.5])
    }

    @Test func reductions() throws {
      let values = try evaluate {
        let (s, y) = (Tensor(vector(1, 2, 6)), Tensor(vector(0, 0, 3)))
        return LossReduction.allCases.map {
          meanSquaredError(predictions: s, targets: y, reduction: $0)
        }
      }
      #expect(values.map(\.floats) == [[1, 4, 9], [14.0 / 3], [14]])
      #expect(LossReduction.allCases == [.none, .mean, .sum])
    }

    @Test func uniformSoftmaxGivesLogarithmOfClasses() throws {
      let logits = HostTensor(repeating: 3, shape: [2, 10])
      let loss = try valueAndGradient(logits) { s in
        softmaxCrossEntropy(
          logits: s, labels: Tensor(HostTensor([Int32(4), 0])).oneHot(depth: 10))
      }
      expectClose([loss.value], [log(10)])
      let expected = (0..<20).map { (0.1 - ($0 == 4 || $0 == 10 ? 1 : 0)) / 2 }
      expectClose(loss.gradient, expected, 1e-7)
    }

    @Test func softmaxSoftLabelsAreMixturesOfLosses() throws {
      let logits = try matrix([[1, -2, 0.5], [1, -2, 0.5], [1, -2, 0.5]])
      let labels = try matrix([[1, 0, 0], [0, 0, 1], [0.7, 0, 0.3]])
      let losses = try compile(options: testOptions()) {
        softmaxCrossEntropy(logits: $0, labels: $1, reduction: .none)
      }(logits, labels)[0]
      #expect(losses.shape == [3])
      let normalizer = log(exp(1) + exp(-2) + exp(0.5))
      let (first, third) = (normalizer - 1, normalizer - 0.5)
      expectClose(losses.floats, [first, third, 0.7 * first + 0.3 * third])
    }

    @Test func softmaxHugeLogitsStayFinite() throws {
      let logits = try matrix([[1e4, -1e4], [-1e4, 1e4]])
      let labels = try matrix([[1, 0], [1, 0]])
      let results = try compile(options: testOptions()) { s, y in
        let losses = softmaxCrossEntropy(logits: s, labels: y, reduction: .none)
        return [losses] + gradients(of: losses.sum(), withRespectTo: [s])
      }(logits, labels)
      #expect(results[0].floats == [0, 2e4])
      #expect(results[1].floats == [0, 0, -1, 1])
    }

    @Test func labelsThatWouldMakeASquareAreRefused() {
      let error = compileError {
        let logits = Tensor(HostTensor(repeating: 0, shape: [4, 1]))
        return [binaryCrossEntropy(logits: logits, labels: Tensor(vector(1, 0, 1, 0)))]
      }
      #expect(
        error == "binaryCrossEntropy: loss: labels of shape [4] came beside shape [4, 1]; "
          + "give labels the shape [4, 1]")
      let classes = compileError {
        let logits = Tensor(HostTensor(repeating: 0, shape: [4, 3]))
        return [
          softmaxCrossEntropy(
            logits: logits, labels: Tensor(HostTensor(repeating: 0, shape: [4, 2])))
        ]
      }
      #expect(classes.contains("labels of shape [4, 2] came beside shape [4, 3]"))
      let scalar = compileError { [softmaxCrossEntropy(logits: Tensor(1), labels: Tensor(1))] }
      #expect(scalar.contains("logits of shape [] came"))
    }
  }
}

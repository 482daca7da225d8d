// Every public operation on tensors, used as it must not be, and used as it may be.

import Tensors

/// One use of an operation on a matrix of shape [2, 3].
struct OperationUse: Sendable, CustomStringConvertible {
  let description: String
  let apply: @Sendable (Tensor) -> [Tensor]

  init(_ description: String, _ apply: @escaping @Sendable (Tensor) -> [Tensor]) {
    self.description = description
    self.apply = apply
  }

  private static func randomKey() -> RandomKey {
    RandomKey(Tensor(RandomKey.host(seed: 1, step: 1)))
  }

  /// Uses that no shape or kind allows.
  static let mistaken: [OperationUse] = [
    OperationUse("sum along an axis that is not there") { [$0.sum(along: [7])] },
    OperationUse("sum along a negative axis") { [$0.sum(along: [-1], keepingDimensions: true)] },
    OperationUse("sum along an axis twice") { [$0.sum(along: [0, 0])] },
    OperationUse("mean along an axis that is not there") { [$0.mean(along: [9])] },
    OperationUse("max along an axis that is not there") { [$0.max(along: [5])] },
    OperationUse("min along an axis that is not there") { [$0.min(along: [.max])] },
    OperationUse("variance along an axis that is not there") { [$0.variance(along: [4])] },
    OperationUse("logSumExp along an axis that is not there") { [$0.logSumExp(along: [.min])] },
    OperationUse("argmax along a negative axis") { [$0.argmax(along: -2)] },
    OperationUse("mean of integers") { [$0.converted(to: .int32).mean()] },
    OperationUse("reshape that overflows") { [$0.reshaped(to: [.max, 2, .max])] },
    OperationUse("reshape to negative sizes") { [$0.reshaped(to: [-2, -3])] },
    OperationUse("reshape to too many axes") { [$0.reshaped(to: [2, 3, 1, 1, 1, 1, 1, 1, 1])] },
    OperationUse("broadcast to fewer axes") { [$0.broadcast(to: [])] },
    OperationUse("broadcast to another size") { [$0.broadcast(to: [2, 4])] },
    OperationUse("broadcast that overflows") { [$0.broadcast(to: [.max, 2, 3])] },
    OperationUse("transpose naming an axis twice") { [$0.transposed([0, 0])] },
    OperationUse("transpose of too few axes") { [$0.transposed([0])] },
    OperationUse("transpose of none") { [$0.transposed([])] },
    OperationUse("slice along an axis that is not there") { [$0.sliced(along: 9, 0..<1)] },
    OperationUse("slice beyond the end") { [$0.sliced(along: 0, -5..<90)] },
    OperationUse("slice of everything there is") { [$0.sliced(along: 0, .min ..< .max)] },
    OperationUse("slice with stride 0") { [$0.sliced(along: 1, 0..<2, stride: 0)] },
    OperationUse("slice with a negative stride") { [$0.sliced(along: 1, 0..<2, stride: .min)] },
    OperationUse("rows by numbers") { [$0.gathering(rows: $0)] },
    OperationUse("rows by a matrix") { [$0.gathering(rows: $0.converted(to: .int32))] },
    OperationUse("one-hot of numbers") { [$0.oneHot(depth: 3)] },
    OperationUse("one-hot of negative depth") { [$0.converted(to: .int32).oneHot(depth: -1)] },
    OperationUse("one-hot of endless depth") { [$0.converted(to: .int32).oneHot(depth: .max)] },
    OperationUse("nothing joined") { _ in [concatenate([])] },
    OperationUse("joined along an axis that is not there") { [concatenate([$0, $0], along: 12)] },
    OperationUse("joined along a negative axis") { [concatenate([$0], along: -1)] },
    OperationUse("joined shapes that do not fit") { [concatenate([$0, $0.transposed()])] },
    OperationUse("joined kinds that do not fit") { [concatenate([$0, $0 .> 0])] },
    OperationUse("product of inner sizes that differ") { [matmul($0, $0)] },
    OperationUse("product of a vector") { [matmul($0, $0.sum(along: [0]))] },
    OperationUse("kernel as large as the image, spread beyond it") {
      let image = $0.reshaped(to: [1, 1, 2, 3])
      return [convolution(image, image, dilation: 2)]
    },
    OperationUse("kernel as large as the image, with stride 0") {
      let image = $0.reshaped(to: [1, 1, 2, 3])
      return [convolution(image, image, stride: 0)]
    },
    OperationUse("sum of shapes that do not fit") { [$0 + $0.transposed()] },
    OperationUse("comparison of shapes that do not fit") { [$0 .< $0.transposed()] },
    OperationUse("sum of different kinds") { [$0 + $0.converted(to: .int32)] },
    OperationUse("number added to truths") { [($0 .> 0) + 1] },
    OperationUse("quotient of integers") { [$0.converted(to: .int32) / 2] },
    OperationUse("fraction times integers") { [$0.converted(to: .int32) * 0.5] },
    OperationUse("integers compared with a fraction") { [$0.converted(to: .int32) .< 2.5] },
    OperationUse("integers and a number beyond their range") { [$0.converted(to: .int32) + 1e10] },
    OperationUse("power of integers") { [pow($0.converted(to: .int32), 2)] },
    OperationUse("power of shapes that do not fit") { [pow($0, $0.transposed())] },
    OperationUse("choice by numbers") { [select($0, $0, $0)] },
    OperationUse("choice among shapes that do not fit") { [select($0 .> 0, $0, $0.transposed())] },
    OperationUse("conjunction of numbers") { [$0 .& $0] },
    OperationUse("negation of numbers") { [.!$0] },
    OperationUse("range of truths") { [($0 .> 0).clamped(to: 0...1)] },
    OperationUse("exponential of integers") { [exp($0.converted(to: .int32))] },
    OperationUse("finiteness of integers") { [isFinite($0.converted(to: .int32))] },
    OperationUse("gradient of a matrix") { gradients(of: $0, withRespectTo: [$0]) },
    OperationUse("random numbers from a matrix") { [RandomKey($0).uniform([2], from: .data)] },
    OperationUse("a repeated number of negative size") { _ in
      [Tensor(repeating: 1, shape: [-1])]
    },
    OperationUse("a constant of negative size") { _ in
      [Tensor(HostTensor(repeating: 1, shape: [-3]))]
    },
    OperationUse("a constant of endless size") { _ in
      [Tensor(HostTensor(repeating: 1, shape: [.max, 8]))]
    },
    OperationUse("a variable of endless size") { _ in
      [Variable("v", HostTensor(repeating: 1, shape: [.max, 8])).value]
    },
  ]

  /// Uses that a matrix allows; on what stands for nothing they must not trap either.
  static let ordinary: [OperationUse] = [
    OperationUse("reductions") { x in
      [
        x.sum(), x.mean(along: [1], keepingDimensions: true), x.max(along: [0]), x.min(),
        x.variance(along: [1]), x.logSumExp(along: [1]), x.logSumExp(keepingDimensions: true),
        x.argmax(along: 1),
      ]
    },
    OperationUse("movement") { x in
      [
        x.reshaped(to: [3, 2]), x.broadcast(to: [4, 2, 3]), x.transposed(), x.transposed([1, 0]),
        x.sliced(along: 1, 1..<3), x.gathering(rows: x.argmax(along: 1)),
        x.argmax(along: 0).oneHot(depth: 4), concatenate([x, x], along: 1),
      ]
    },
    OperationUse("arithmetic") { x in
      [
        x + x, x - x, x * x, x / x, x + 1, 1 + x, x - 1, 1 - x, x * 2, 2 * x, x / 2, -x,
        maximum(x, x), minimum(x, x), pow(x, x), pow(x, 2), pow(2, x), x.clamped(to: 0...1),
        matmul(x, x, transposeB: true),
      ]
    },
    OperationUse("logic") { x in
      let (a, b) = (x .> 0, x .< 1)
      return [
        a, b, x .== x, x .!= x, x .< x, x .<= x, x .> x, x .>= x, a .& b, a .| b, .!a,
        select(a, x, x), isFinite(x),
      ]
    },
    OperationUse("functions") { x in
      [
        exp(x), log(x), log1p(x), tanh(x), sigmoid(x), softplus(x), relu(x), leakyReLU(x), sqrt(x),
        rsqrt(x), abs(x), sign(x), sin(x), cos(x), floor(x), x.stoppingGradient(),
        x.converted(to: .bool),
      ]
    },
    OperationUse("gradients") { x in gradients(of: (x * x).sum(), withRespectTo: [x, x]) },
    OperationUse("random numbers") { x in
      let key = randomKey()
      return [
        key.uniform(x.shape, from: .data), key.normal([2], from: .data),
        key.beta(1, 1, [2], from: .data), key.integers(below: 3, [2], from: .data),
        key.permutation(3, from: .data),
      ]
    },
    OperationUse("variables") { x in
      let v = Variable("v", HostTensor(repeating: 1, shape: [2, 3]))
      v.assign(v.value + x)
      return withValues([(v, x)]) { [v.value] } + gradients(of: v.value.sum(), withRespectTo: [v])
    },
  ]
}

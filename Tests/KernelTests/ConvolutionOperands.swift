// Operands of a convolution and its three results by plain loops in double precision.
import CVectorKernels

/// Sums in double precision, and the sizes of their terms for the tolerance.
struct ExpectedSums {
  var sums: [Double]
  var sizes: [Double]

  init(count: Int) {
    sums = [Double](repeating: 0, count: count)
    sizes = sums
  }

  mutating func add(_ term: Double, at index: Int) {
    sums[index] += term
    sizes[index] += abs(term)
  }

  /// The same where errors of one sum are spread over others, of which some are of few terms.
  var evened: ExpectedSums {
    var result = self
    result.sizes = sizes.map { [greatest = sizes.max() ?? 0] _ in greatest }
    return result
  }

  /// The first result that is further off than sums in single precision come, or another part of
  /// the sizes of the terms.
  func firstMistake(in results: [Float], tolerance: Double = 2e-6) -> String? {
    guard results.count == sums.count else { return "\(results.count) results" }
    for (index, result) in results.enumerated() {
      let isNear = abs(Double(result) - sums[index]) <= tolerance * sizes[index]
      if !isNear { return "\(result) for \(sums[index]) at \(index)" }
    }
    return nil
  }

  /// The norm of the errors, relative to that of the sums.
  func relativeError(of results: [Float]) -> Double {
    let errors = zip(results, sums).map { Double($0) - $1 }
    let (error, size) = (errors.reduce(0) { $0 + $1 * $1 }, sums.reduce(0) { $0 + $1 * $1 })
    return (error / size).squareRoot()
  }
}

struct ConvolutionOperands {
  let convolution: ConvolutionCase
  var source: [Float]
  var weights: [Float]
  var bias: [Float]
  var gradient: [Float]

  init(_ convolution: ConvolutionCase) {
    self.convolution = convolution
    source = convolution.source.random(seed: 61)
    weights = randomFloats(convolution.weightCount, seed: 62)
    bias = randomFloats(convolution.channels.output, seed: 63)
    gradient = convolution.destination.random(seed: 64)
  }

  /// Calls `body` with the places of source, weight and destination of every product.
  func forEachProduct(_ body: (_ x: Int, _ w: Int, _ y: Int) -> Void) {
    let it = convolution
    let layouts = (it.source, it.destination)
    let perGroup = (it.channels.input / it.groups, it.channels.output / it.groups)
    for n in 0..<it.batch {
      for o in 0..<it.channels.output {
        for i in 0..<perGroup.0 {
          let channel = o / perGroup.1 * perGroup.0 + i
          for r in 0..<it.kernel.height {
            for s in 0..<it.kernel.width {
              let weight = ((o * perGroup.0 + i) * it.kernel.height + r) * it.kernel.width + s
              for y in 0..<it.output.height {
                let row = y * it.stride.height + r * it.dilation - it.padding.top
                guard (0..<it.input.height).contains(row) else { continue }
                for x in 0..<it.output.width {
                  let column = x * it.stride.width + s * it.dilation - it.padding.left
                  guard (0..<it.input.width).contains(column) else { continue }
                  body(
                    layouts.0.index(n, channel, row, column), weight,
                    layouts.1.index(n, o, y, x))
                }
              }
            }
          }
        }
      }
    }
  }

  /// What the three passes should give.
  var expected: (forward: ExpectedSums, source: ExpectedSums, weights: ExpectedSums) {
    let layout = convolution.destination
    var forward = ExpectedSums(count: layout.count)
    var inputs = ExpectedSums(count: convolution.source.count)
    var kernels = ExpectedSums(count: weights.count)
    for n in 0..<layout.batch {
      for (o, bias) in bias.enumerated() {
        for y in 0..<layout.height {
          for x in 0..<layout.width { forward.add(Double(bias), at: layout.index(n, o, y, x)) }
        }
      }
    }
    forEachProduct { x, w, y in
      forward.add(Double(source[x]) * Double(weights[w]), at: y)
      inputs.add(Double(gradient[y]) * Double(weights[w]), at: x)
      kernels.add(Double(gradient[y]) * Double(source[x]), at: w)
    }
    return (forward, inputs, kernels)
  }

  /// Runs a pass into memory full of NaN, with no room to overstep anything.
  private func run(
    _ pass: mk_convolution_pass, count: Int,
    _ body: (inout mk_convolution, UnsafeMutablePointer<Float>, UnsafeMutableRawPointer) -> Void
  ) -> [Float] {
    var shape = convolution.shape
    let workspace = GuardedBuffer(
      count: Int((mk_convolution_workspace(&shape, pass) + 63) / 64 * 16))
    let results = GuardedBuffer(count: count)
    body(&shape, results.floats, workspace.words)
    return results.floatValues
  }

  func forward(hasBias: Bool = true) -> [Float] {
    let (x, w, b) = (GuardedBuffer(source), GuardedBuffer(weights), GuardedBuffer(bias))
    return run(MK_CONVOLUTION_FORWARD, count: convolution.destination.count) {
      mk_convolution_forward(&$0, x.floats, w.floats, hasBias ? b.floats : nil, $1, $2)
    }
  }

  func inputGradient() -> [Float] {
    let (y, w) = (GuardedBuffer(gradient), GuardedBuffer(weights))
    return run(MK_CONVOLUTION_INPUT_GRADIENT, count: convolution.source.count) {
      mk_convolution_input_gradient(&$0, y.floats, w.floats, $1, $2)
    }
  }

  func weightGradient() -> [Float] {
    let (x, y) = (GuardedBuffer(source), GuardedBuffer(gradient))
    return run(MK_CONVOLUTION_WEIGHT_GRADIENT, count: weights.count) {
      mk_convolution_weight_gradient(&$0, x.floats, y.floats, $1, $2)
    }
  }
}

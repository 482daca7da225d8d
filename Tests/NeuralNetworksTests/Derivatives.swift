// Holds a layer's derivatives of first and second order against central differences.

import GraphCompiler
import NeuralNetworks
import Tensors
import Testing

/// Numbers from -1 to 1 in a row of `modulus` that `stride` leaps through.
func sequence(_ count: Int, modulus: Int = 11, stride: Int = 7) -> [Float] {
  (0..<count).map { Float($0 * stride % modulus) * 0.2 - 1 }
}

/// An array of `sequence`.
func sequence(_ shape: Shape, modulus: Int = 11, stride: Int = 7) throws -> HostTensor {
  try HostTensor(
    sequence(shape.elementCount, modulus: modulus, stride: stride), shape: shape)
}

/// Checks a loss of what a network makes, and the loss's squared slopes by the input, which need
/// derivatives of derivatives: both are differentiated by the input and by every variable given.
func expectDerivatives(
  by wanted: [Variable], at x: HostTensor, sourceLocation: SourceLocation = #_sourceLocation,
  _ network: @escaping (Tensor) -> Tensor
) throws {
  let function = compile { (x: Tensor) in
    let y = network(x)
    let weights = (try? sequence(y.shape, modulus: 13, stride: 5)).map { Tensor($0) } ?? y
    let loss = (tanh(y) * weights).sum()
    let slopes = gradients(of: loss, withRespectTo: [x])[0]
    let steepness = (slopes * slopes).sum()
    return [loss, steepness]
      + [loss, steepness].flatMap {
        gradients(of: $0, withRespectTo: [x]) + gradients(of: $0, withRespectTo: wanted)
      }
  }
  let (graph, variables) = try function.trace([x.type])
  let interpreter = Interpreter<Double>(graph)
  let arrays = ([x] + variables.map(\.hostValue)).map { ReferenceArray<Double>($0) }
  let run = { (arrays: [ReferenceArray<Double>]) in
    try interpreter.run(parameters: [arrays[0]], variables: Array(arrays.dropFirst())).outputs
  }
  let results = try run(arrays)
  let places =
    try [0]
    + wanted.map { variable in
      try #require(variables.firstIndex { $0 === variable }) + 1
    }
  for order in 0..<2 {
    for (index, place) in places.enumerated() {
      let slopes = results[2 + order * places.count + index].doubles
      for (element, slope) in slopes.enumerated() {
        let value = { (distance: Double) in
          var moved = arrays
          var numbers = arrays[place].doubles
          numbers[element] += distance
          moved[place].storage = .float32(numbers)
          return try run(moved)[order].doubles[0]
        }
        let expected = try (value(1e-5) - value(-1e-5)) / 2e-5
        #expect(
          abs(slope - expected) < 2e-6 * max(1, abs(slope)),
          "order \(order + 1), input \(index), element \(element): \(slope), not \(expected)",
          sourceLocation: sourceLocation)
      }
    }
  }
}

// What a network says of labelled samples.

import GraphCompiler
import NeuralNetworks
import Tensors
import Training

/// The logits of some samples.
package struct ClassifierOutputs: Sendable {
  /// `[count, classes]`.
  package let logits: [Float]
  package let labels: [Int32]
  package let classCount: Int

  /// Logits of labelled samples.
  package init(logits: [Float], labels: [Int32], classCount: Int) {
    (self.logits, self.labels, self.classCount) = (logits, labels, classCount)
  }

  package var count: Int { labels.count }

  /// Whether the network gave numbers only.
  package var isFinite: Bool { logits.allSatisfy(\.isFinite) }

  /// The logits of a sample.
  package subscript(place: Int) -> ArraySlice<Float> {
    logits[(place * classCount)..<((place + 1) * classCount)]
  }

  /// The class with the greatest logit of every sample, the first of equals.
  package var guesses: [Int32] {
    (0..<count).map { place in
      let row = self[place]
      let best = row.indices.max { row[$0] < row[$1] } ?? row.startIndex
      return Int32(best - row.startIndex)
    }
  }

  /// The samples at some places.
  package func selecting(_ places: [Int]) -> ClassifierOutputs {
    ClassifierOutputs(
      logits: places.flatMap { self[$0] }, labels: places.map { labels[$0] },
      classCount: classCount)
  }
}

/// What ends a measurement that the user does not want to wait for.
struct MeasurementInterrupted: Error {}

/// Asks a network in inference, many samples at a time.
package final class ClassifierJudge {
  /// Bounds the memory of a batch.
  private static let most = (samples: 250, numbers: 250 * 3 * 64 * 64)

  private let function: CompiledFunction
  private let classCount: Int
  /// Asked between batches whether to leave.
  package var isInterrupted: () -> Bool = { Interrupt.isRequested }

  package init(_ network: any Layer, _ normalization: InputNormalization, classCount: Int) {
    self.classCount = classCount
    function = CompiledFunction(inputCount: 1) { inputs in
      [network(normalization(inputs[0]), mode: .inference)]
    }
  }

  /// What the network says of labelled samples, which are neither mixed nor changed.
  package func outputs(of samples: LabelledSamples) throws -> ClassifierOutputs {
    ClassifierOutputs(
      logits: try logits(of: samples.content), labels: samples.labels, classCount: classCount)
  }

  /// The logits of all samples, `[count, classes]`.
  /// - Throws: `MeasurementInterrupted` where the user wants to leave.
  package func logits(of samples: Samples) throws -> [Float] {
    let size = samples.sizes.reduce(1, *)
    let batch = max(1, min(Self.most.samples, Self.most.numbers / size))
    var logits: [Float] = []
    logits.reserveCapacity(samples.count * classCount)
    for start in stride(from: 0, to: samples.count, by: batch) {
      if isInterrupted() { throw MeasurementInterrupted() }
      let places = Array(start..<min(start + batch, samples.count))
      var values = [Float](repeating: 0, count: places.count * size)
      try values.withUnsafeMutableBufferPointer { try samples.write(places, to: $0) }
      logits += try function.run([
        try HostTensor(values, shape: Shape([places.count] + samples.sizes))
      ])[0].floats
    }
    return logits
  }
}

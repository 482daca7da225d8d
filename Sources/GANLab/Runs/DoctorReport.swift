// The state of this machine as far as training cares, with a test of the kernels.

import Foundation
import GraphCompiler
import Imaging
import NeuralNetworks
import Runs
import Tensors
import Training

/// What runs here and whether it computes right.
public struct DoctorReport {
  private let record: MetricsRecord
  /// Whether the kernels agree with the reference interpreter.
  public let isHealthy: Bool
  private let hasOneDNN: Bool

  /// Measures this machine in about a second.
  public init() throws {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    KernelLibrary.threadCount = cores
    let kernels = KernelLibrary.standard
    hasOneDNN = kernels.usesOneDNN
    let deviation = try Self.deviationFromReference()
    isHealthy = deviation < 1e-5
    record = [
      "version": .text(mixlabVersion), "cores": .integer(cores),
      "cpu_level": .text(KernelLibrary.cpuLevel), "kernels": .text(kernels.name),
      "bf16_units": .text(BFloat16Units.ofThisProcessor.rawValue),
      "memory_gb": .real((Double(ProcessInfo.processInfo.physicalMemory) / 1e8).rounded() / 10),
      "jpeg": .text(JPEGLibrary.isAvailable ? JPEGLibrary.version : "none"),
      "matmul_gflops": .real((try Self.matmulRate() / 1e8).rounded() / 10),
      "deviation_from_reference": .real(deviation), "healthy": .flag(isHealthy),
    ]
  }

  /// One object for machines.
  public var json: String { record.json }

  /// Lines for a reader, with what to do about what is missing.
  public var text: String {
    let names = record.fields.map { field in
      field.name.padding(toLength: 26, withPad: " ", startingAt: 0) + field.value.readableText
    }
    var lines = names
    if !hasOneDNN {
      lines.append(
        "oneDNN 2 is not part of this build; matrix products run on portable kernels. "
          + "For more speed: apt-get install libdnnl-dev, then swift package purge-cache and "
          + "build again.")
    }
    if !JPEGLibrary.isAvailable {
      lines.append(
        "libjpeg is not part of this build; JPEG images are not read. To read them: "
          + "\(JPEGLibrary.remedy).")
    }
    if !isHealthy {
      lines.append("The kernels disagree with the reference interpreter: do not trust results.")
    }
    return lines.joined(separator: "\n")
  }

  /// The largest difference between compiled kernels and the interpreter over a small network's
  /// loss and gradients.
  private static func deviationFromReference() throws -> Double {
    var random = RandomSource(seed: 1)
    let network = try multilayerPerceptron("doctor", sizes: [3, 33, 17, 1], from: &random)
    let function = compile { (key: Tensor) in
      let points = RandomKey(key).normal([29, 3], from: .evaluation)
      let loss = binaryCrossEntropy(
        logits: network(points), labels: Tensor(repeating: 0.3, shape: [29, 1]))
      return [loss] + gradients(of: loss, withRespectTo: network.parameters)
    }
    let key = RandomKey.host(seed: 1, step: 1)
    let fast = try function(key)
    let (graph, variables) = try function.trace([RandomKey.type])
    let slow = try Interpreter<Float>(graph).run(
      parameters: [ReferenceArray(key)], variables: variables.map { ReferenceArray($0.hostValue) })
    return zip(fast, slow.outputs).flatMap { zip($0.floats, $1.doubles) }
      .map { Swift.abs(Double($0) - $1) }.reduce(0, Swift.max)
  }

  /// Operations per second of a 512 x 512 x 512 product.
  private static func matmulRate() throws -> Double {
    let size = 512
    let function = compile { (key: Tensor) in
      let a = RandomKey(key).normal([size, size], from: .evaluation)
      return (0..<40).reduce(a) { product, _ in matmul(product, a) * 0.04 }.mean()
    }
    let key = RandomKey.host(seed: 1, step: 1)
    _ = try function(key)
    let seconds = try secondsTaken { _ = try function(key) }
    return 40 * 2 * Double(size * size * size) / seconds
  }
}

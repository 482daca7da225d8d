// How far one step moves the weights, relative to their size.

import Tensors

/// `||w_after - w_before||_2 / ||w_before||_2` of one step, over all parameters of a network.
struct UpdateRatios {
  /// The discriminator's, over all its updates of the step.
  let discriminator: Double
  /// The generator's.
  let generator: Double
}

extension GANTrainer {
  /// Makes a step and compares the weights before and after.
  func stepMeasuringUpdates() throws -> (StepReport, UpdateRatios?) {
    let networks = [discriminator.parameters, generator.parameters]
    let before = networks.map { $0.map(\.hostValue.floats) }
    let report = try step()
    let ratios = zip(networks, before).map { parameters, old in
      Self.ratio(from: old, to: parameters.map(\.hostValue.floats))
    }
    return (report, UpdateRatios(discriminator: ratios[0], generator: ratios[1]))
  }

  private static func ratio(from old: [[Float]], to new: [[Float]]) -> Double {
    var (moved, size) = (0.0, 0.0)
    for (old, new) in zip(old, new) {
      for (old, new) in zip(old, new) {
        moved += Double(new - old) * Double(new - old)
        size += Double(old) * Double(old)
      }
    }
    return (moved / size).squareRoot()
  }
}

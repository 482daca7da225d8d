// What can be wrong with the samples whose neighbours are looked for.

/// Samples whose nearest neighbours cannot be found.
public enum NeighbourError: Error, Sendable, Equatable {
  /// Values that are not as many as samples times features.
  case badShape(values: Int, count: Int, dimension: Int)
  /// A feature that is not finite.
  case badValue(sample: Int, value: Float)
  /// Labels that are not as many as samples.
  case badLabels(count: Int, samples: Int)
  /// A number of neighbours below 1.
  case badNumber(Int)
  /// Fewer samples, in all or of a class, than a sample and its neighbours.
  case tooFew(label: Int32?, samples: Int, neighbours: Int)
}

extension NeighbourError: CustomStringConvertible {
  /// What came, what was needed, and the remedy.
  public var description: String {
    switch self {
    case .badShape(let values, let count, let dimension):
      "\(values) features came for \(count) samples of \(dimension). Needed: as many as their "
        + "product, and at least one for each sample; pass one row for each sample."
    case .badValue(let sample, let value):
      "the features of sample \(sample) hold \(value). Needed: finite numbers; drop the sample or "
        + "repair it."
    case .badLabels(let count, let samples):
      "\(count) labels came for \(samples) samples. Needed: one for each; pass none to look among "
        + "all classes."
    case .badNumber(let number):
      "\(number) neighbours were asked for. Needed: at least 1."
    case .tooFew(let label, let samples, let neighbours):
      "\(samples) samples\(label.map { " of class \($0)" } ?? "") came. Needed: more than the "
        + "\(neighbours) neighbours that each is to have; ask for fewer or pass more samples."
    }
  }
}

// What a classifier takes samples for: one row of class probabilities for each.

import Foundation

/// Class probabilities of samples from the classifier that judges them, a row for each sample.
public struct ClassProbabilities: Sendable, Equatable {
  /// How far the probabilities of a sample may be from summing to 1.
  public static let sumTolerance: Float = 1e-3

  /// The number of samples.
  public let count: Int
  /// The number of classes.
  public let classCount: Int
  /// `[count, classCount]`, row-major.
  public let values: [Float]

  /// Probabilities in row-major order.
  ///
  /// - Throws: `FeatureMetricError.badShape` for less than two classes, without rows or with a part
  ///   of one, `.badProbability`, `.badSum`.
  public init(_ values: [Float], classCount: Int) throws(FeatureMetricError) {
    guard classCount > 1, !values.isEmpty, values.count % classCount == 0 else {
      throw .badShape(
        what: "class probabilities", count: values.count, columns: classCount, fewestColumns: 2)
    }
    for (row, start) in stride(from: 0, to: values.count, by: classCount).enumerated() {
      let line = values[start..<start + classCount]
      if let value = line.first(where: { !(0...1).contains($0) }) {
        throw .badProbability(row: row, value: value)
      }
      let sum = line.reduce(0, +)
      guard abs(sum - 1) <= Self.sumTolerance else { throw .badSum(row: row, sum: sum) }
    }
    self.init(checked: values, classCount: classCount)
  }

  private init(checked values: [Float], classCount: Int) {
    count = values.count / classCount
    self.classCount = classCount
    self.values = values
  }

  /// The probabilities of some samples, by their places.
  func rows(_ places: some Sequence<Int>) -> ClassProbabilities {
    var chosen: [Float] = []
    for place in places {
      chosen += values[place * classCount..<(place + 1) * classCount]
    }
    return ClassProbabilities(checked: chosen, classCount: classCount)
  }

  /// The share of samples whose most probable class is more probable than `threshold`.
  public func confidentShare(above threshold: Float = 0.9) -> Double {
    let confident = (0..<count).count { mostProbable($0).probability > threshold }
    return Double(confident) / Double(count)
  }

  /// The most probable class of each sample, the first of equals.
  public var labels: [Int] { (0..<count).map { mostProbable($0).label } }

  /// The number of samples of each class, each counted for its most probable one, the first of
  /// equals.
  public var classCounts: [Int] {
    (0..<count).reduce(into: [Int](repeating: 0, count: classCount)) { counts, row in
      counts[mostProbable(row).label] += 1
    }
  }

  /// The number of classes that at least one sample is of.
  public var presentClasses: Int { classCounts.count { $0 > 0 } }

  /// The KL divergence `sum p ln(p / q)` of the shares p of classes from the data's q, in nats.
  ///
  /// Both are shares of most probable classes, so that mistakes of the classifier weigh on both.
  /// Infinite where samples are of a class that the data lack. About (classes - 1) / 2 * (1 / n +
  /// 1 / m) for n samples and m data of one law.
  /// - Throws: `FeatureMetricError.unlike` for another number of classes.
  public func classDivergence(
    from data: ClassProbabilities
  ) throws(FeatureMetricError) -> Double {
    guard classCount == data.classCount else {
      throw .unlike(
        what: "classes", first: classCount, second: data.classCount,
        remedy: "take both from one classifier")
    }
    return zip(classCounts, data.classCounts).reduce(0) { sum, bin in
      guard bin.0 > 0 else { return sum }
      let share = Double(bin.0) / Double(count)
      return sum + share * log(share * Double(data.count) / Double(bin.1))
    }
  }

  private func mostProbable(_ row: Int) -> (label: Int, probability: Float) {
    var best = (label: 0, probability: values[row * classCount])
    for label in 1..<classCount where values[row * classCount + label] > best.probability {
      best = (label, values[row * classCount + label])
    }
    return best
  }
}

// Which classes are taken for which.

/// How often each class was answered for each.
package struct ConfusionMatrix: Sendable, Equatable {
  package let classCount: Int
  /// `[true class, answer]`.
  package let counts: [Int]
  /// The samples of each class.
  package let totals: [Int]

  package init(_ outputs: ClassifierOutputs) {
    classCount = outputs.classCount
    var counts = [Int](repeating: 0, count: classCount * classCount)
    for (guess, label) in zip(outputs.guesses, outputs.labels) {
      counts[Int(label) * classCount + Int(guess)] += 1
    }
    self.counts = counts
    let classes = 0..<classCount
    totals = classes.map { label in classes.reduce(0) { $0 + counts[label * classes.count + $1] } }
  }

  /// How often a class got an answer.
  package subscript(label: Int, answer: Int) -> Int { counts[label * classCount + answer] }

  /// The share of the samples of a class that got an answer; 0 for a class without samples.
  package func share(_ label: Int, _ answer: Int) -> Double {
    totals[label] == 0 ? 0 : Double(self[label, answer]) / Double(totals[label])
  }
}

// Scaled columns in closed form: mean 0, deviation 1, and 0 for what is missing or never changes.

import Datasets
import Foundation
import Testing

@Suite struct TableScalingTests {
  private func table(_ columns: [[Float]], name: String = "t") throws -> TableSet {
    let count = columns.first?.count ?? 0
    return try TableSet(
      name: name, featureNames: columns.indices.map { "f\($0)" },
      features: (0..<count).flatMap { row in columns.map { $0[row] } },
      labels: (0..<count).map { Int32($0 % 2) }, classNames: ["a", "b"])
  }

  private func column(_ index: Int, of table: TableSet) -> [Float] {
    (0..<table.count).map { table.features[$0 * table.featureCount + index] }
  }

  @Test func meansAndDeviationsAreThoseOfTheValuesThatAreThere() throws {
    // 2, 4, 4, 4, 5, 5, 7, 9 have the mean 5 and the deviation 2.
    let values: [Float] = [2, 4, 4, 4, 5, 5, 7, 9]
    let scaling = TableScaling(
      fittedTo: try table([values + [.nan, .nan], [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]]))
    #expect(scaling.means == [5, 0.5])
    #expect(scaling.deviations == [2, 0.5])
    let scaled = try scaling.applied(to: try table([values + [.nan, 1], [0, 1] + values]))
    #expect(column(0, of: scaled) == [-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2, 0, -2])
    #expect(column(1, of: scaled).prefix(3) == [-1, 1, 3])
    #expect(scaled.labels == [0, 1, 0, 1, 0, 1, 0, 1, 0, 1] && scaled.name == "t")
  }

  @Test func columnsOfOneValueBecomeZero() throws {
    // A mean of ten times 0.1 in binary differs from 0.1 where sums are rounded.
    let same = [Float](repeating: 0.1, count: 10)
    let scaling = TableScaling(
      fittedTo: try table([same, same.map { _ in .nan }, [.nan] + same.dropFirst()]))
    #expect(scaling.deviations == [0, 0, 0])
    #expect(scaling.means == [0.1, 0, 0.1])
    let other = try table([[5, .nan], [7, .nan], [0.1, 9]])
    #expect(try scaling.applied(to: other).features == [0, 0, 0, 0, 0, 0])
  }

  @Test func scaledColumnsHaveMeanZeroAndDeviationOne() throws {
    let values = (0..<1000).map { index -> Float in
      index % 7 == 3 ? .nan : Float(sin(Double(index)) * 1e6 + 3e6)
    }
    let tiny = values.map { $0 * 1e-30 }
    let set = try table([values, tiny])
    let scaled = try TableScaling(fittedTo: set).applied(to: set)
    for index in 0..<2 {
      let present = zip(column(index, of: scaled), values).filter { !$0.1.isNaN }.map {
        Double($0.0)
      }
      let mean = present.reduce(0, +) / Double(present.count)
      let square = present.reduce(0) { $0 + $1 * $1 } / Double(present.count)
      #expect(abs(mean) < 1e-6)
      #expect(abs(square - 1) < 1e-6)
    }
    #expect(scaled.missingCount == 0)
  }

  @Test func scalingsAreKept() throws {
    let scaling = TableScaling(fittedTo: try table([[1, 2, 4], [5, 5, 5]]))
    let data = try JSONEncoder().encode(scaling)
    #expect(try JSONDecoder().decode(TableScaling.self, from: data) == scaling)
    #expect(
      try TableScaling(means: scaling.means, deviations: scaling.deviations) == scaling)
    for text in [
      #"{"means":[1],"deviations":[1,2]}"#, #"{"means":[],"deviations":[]}"#,
      #"{"means":[1],"deviations":[-1]}"#,
    ] {
      #expect(throws: TableSetError.self) {
        try JSONDecoder().decode(TableScaling.self, from: Data(text.utf8))
      }
    }
    #expect(throws: TableSetError.badScaling("the mean nan and the deviation 1.0")) {
      try TableScaling(means: [.nan], deviations: [1])
    }
  }

  @Test func otherTablesAreRefused() throws {
    let scaling = TableScaling(fittedTo: try table([[1, 2], [3, 4]]))
    #expect(throws: TableSetError.otherFeatures(name: "o", count: 1, needed: 2)) {
      try scaling.applied(to: try table([[1, 2]], name: "o"))
    }
    let narrow = TableScaling(fittedTo: try table([[0, 1e-30]]))
    #expect(throws: TableSetError.infinite(name: "o", row: 1, feature: "f0")) {
      try narrow.applied(to: try table([[0, 1e30]], name: "o"))
    }
  }
}

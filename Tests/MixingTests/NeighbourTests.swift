// Nearest neighbours against all distances sorted, and partners drawn among them.

import Mixing
import Tensors
import TestSupport
import Testing

extension MixingTests {
  @Suite struct NeighbourTests {
    /// Neighbours from all distances in double precision, sorted, the first of equals first.
    private func sorted(
      _ features: [Float], _ count: Int, _ dimension: Int, _ k: Int, _ labels: [Int32]?
    ) -> [Int32] {
      (0..<count).flatMap { row -> [Int32] in
        let others = (0..<count).filter {
          $0 != row && (labels.map { $0[row] } == nil || labels?[$0] == labels?[row])
        }
        let distance = { (other: Int) in
          (0..<dimension).reduce(0.0) { sum, index in
            let a = Double(features[row * dimension + index])
            let b = Double(features[other * dimension + index])
            return sum + (a - b) * (a - b)
          }
        }
        return others.map { (distance($0), Int32($0)) }.sorted { $0 < $1 }.prefix(k).map(\.1)
      }
    }

    /// Small whole numbers, so that distances are exact and often equal; counts on both sides of the
    /// blocks.
    @Test(arguments: [(2, 1, 1), (40, 3, 7), (523, 2, 40), (1100, 5, 200)], [false, true])
    func neighboursAreThoseOfAllDistances(
      form: (count: Int, dimension: Int, k: Int), withinClasses: Bool
    ) throws {
      let (count, dimension, k) = form
      var generator = TestGenerator(seed: 3)
      let features = (0..<count * dimension).map { _ in
        Float(Int.random(in: -6...6, using: &generator))
      }
      let labels =
        withinClasses ? (0..<count).map { Int32($0 % 3 == 0 || count < 9 ? 4 : -1) } : nil
      let few = withinClasses ? min(k, max(1, count / 3 - 1)) : k
      let came = try NearestNeighbours.indices(
        of: features, count: count, dimension: dimension, k: few, labels: labels)
      let expected = sorted(features, count, dimension, few, labels)
      #expect(came.count == expected.count)
      #expect(zip(came, expected).first { $0 != $1 } == nil)
    }

    @Test func samplesThatCannotBeServed() {
      let find = { (values: [Float], count: Int, dimension: Int, k: Int, labels: [Int32]?) in
        #expect(throws: NeighbourError.self) {
          try NearestNeighbours.indices(
            of: values, count: count, dimension: dimension, k: k, labels: labels)
        }
      }
      #expect(find([1, 2, 3], 2, 2, 1, nil) == .badShape(values: 3, count: 2, dimension: 2))
      #expect(find([], 0, 0, 1, nil) == .badShape(values: 0, count: 0, dimension: 0))
      #expect(find([1], .max, 2, 1, nil) == .badShape(values: 1, count: .max, dimension: 2))
      #expect(find([], 0, 1, 1, nil) == .tooFew(label: nil, samples: 0, neighbours: 1))
      #expect(find([1, 2], 2, 1, 2, nil) == .tooFew(label: nil, samples: 2, neighbours: 2))
      #expect(find([1, 2], 2, 1, 0, nil) == .badNumber(0))
      #expect(find([1, .infinity], 2, 1, 1, nil) == .badValue(sample: 1, value: .infinity))
      #expect(find([1, 2], 2, 1, 1, [1]) == .badLabels(count: 1, samples: 2))
      let alone = find([1, 2, 3], 3, 1, 1, [5, 7, 5])
      #expect(alone == .tooFew(label: 7, samples: 1, neighbours: 1))
      #expect(alone?.description.contains("1 samples of class 7 came") == true)
    }

    @Test func partnersAreNeighbours() throws {
      let neighbours = try NearestNeighbours(
        of: [0, 1, 10, 12, 13, 30], count: 6, dimension: 1, k: 2)
      #expect(neighbours.indices == [1, 2, 0, 2, 3, 4, 4, 2, 3, 2, 4, 3])
      #expect((0..<4).map { neighbours.partner(of: 3, draw: $0) } == [4, 2, 4, 2])
      #expect(neighbours.partner(of: 5, draw: .max) == 3)
      let function = compile { (rows: Tensor, key: Tensor) in
        neighbours.partners(of: rows, key: RandomKey(key))
      }
      let rows = HostTensor((0..<600).map { Int32($0 % 6) })
      let partners = try function(rows, RandomKey.host(seed: 1, step: 1))[0].integers
      var first = 0
      for (row, partner) in partners.enumerated() {
        let own = (0..<2).map { Int32(neighbours.partner(of: row % 6, draw: $0)) }
        #expect(own.contains(partner))
        if partner == own[0] { first += 1 }
      }
      #expect(abs(Double(first) - 300) < 4 * 150.0.squareRoot())
    }
  }
}

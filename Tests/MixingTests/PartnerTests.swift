// Whom each row meets.

import Mixing
import Tensors
import Testing

extension MixingTests {
  @Suite struct PartnerTests {
    private func partners(
      _ partners: BatchMixing.Partners, _ classes: [Int32], step: Int = 1
    ) throws -> [Int] {
      try BatchMixing(.mixup(alpha: 2), partners: partners)
        .seen(classes, classCount: 300, step: step).partners
    }

    @Test(arguments: [1, 2, 7, 8])
    func orders(count: Int) throws {
      let classes = ownClasses(count)
      #expect(try partners(.reversed, classes) == (0..<count).reversed())
      #expect(try partners(.shifted, classes) == (0..<count).map { ($0 + count - 1) % count })
      #expect(try partners(.permutation, classes).sorted() == Array(0..<count))
      #expect(try partners(.sameClass, classes) == Array(0..<count))
    }

    @Test func everyStepHasAnotherOrder() throws {
      let classes = [Int32](repeating: 3, count: 40)
      for kind in [BatchMixing.Partners.permutation, .sameClass] {
        let orders = try (1...4).map { try partners(kind, classes, step: $0) }
        #expect(Set(orders).count == 4)
        for order in orders { #expect(order.sorted() == Array(0..<40)) }
      }
    }

    @Test func classesStayAmongThemselves() throws {
      let classes = (0..<67).map { Int32(($0 * $0 + 3) % 10) }
      let order = try partners(.sameClass, classes)
      #expect(order.sorted() == Array(0..<67))
      for (row, partner) in order.enumerated() { #expect(classes[row] == classes[partner]) }
      #expect(order != Array(0..<67))
    }

    /// The six orders of three are equally likely; chi squared of five degrees of freedom exceeds
    /// 20.5 once in a thousand.
    @Test func ordersWithinClassesAreUniform() throws {
      let count = 200
      let order = try partners(.sameClass, (0..<3 * count).map { Int32($0 % count) })
      var seen: [[Int]: Int] = [:]
      for label in 0..<count {
        let members = [label, label + count, label + 2 * count]
        seen[members.map { order[$0] / count }, default: 0] += 1
      }
      let expected = Double(count) / 6
      let squares = seen.values.map { (Double($0) - expected) * (Double($0) - expected) }
      #expect(seen.count == 6)
      #expect(squares.reduce(0, +) / expected < 20.5)
    }

    @Test func classesOfDistributionsAreTheLargest() throws {
      let function = compile { (labels: Tensor, units: Tensor, key: Tensor) in
        BatchMixing(.mixup(alpha: 2), partners: .sameClass)
          .draw(labels: labels, classCount: 2, key: RandomKey(key)).mixed(units)
      }
      let labels = try matrix([0.6, 0.4, 0.3, 0.7, 0.9, 0.1, 0, 1], [4, 2])
      for step in 1...5 {
        let rows = try function(labels, unitVectors(4), RandomKey.host(seed: 1, step: step))[0]
          .rowList
        for (row, shares) in rows.enumerated() {
          #expect(shares[(row + 1) % 4] == 0 && shares[(row + 3) % 4] == 0)
        }
      }
    }

    /// Three ways of one class: both partners are of that class, and drawn apart.
    @Test func moreWaysHaveMorePartners() throws {
      let shifted = try BatchMixing(.simplex(ways: 3, alpha: 4), partners: .shifted)
        .seen(ownClasses(5))
      for (row, shares) in shifted.shares.enumerated() {
        let weights = shifted.weights[row]
        #expect(shares[row] == weights[0])
        #expect(shares[(row + 4) % 5] == weights[1] && shares[(row + 3) % 5] == weights[2])
      }
      let classes = (0..<30).map { Int32($0 % 3) }
      let alike = try BatchMixing(.simplex(ways: 3, alpha: 4), partners: .sameClass)
        .seen(classes, classCount: 3)
      for (row, shares) in alike.shares.enumerated() {
        #expect(shares.indices.allSatisfy { shares[$0] == 0 || classes[$0] == classes[row] })
        #expect(abs(shares.reduce(0, +) - 1) < 1e-6)
      }
      #expect(alike.shares.contains { $0.count { $0 > 0 } == 3 })
    }
  }
}

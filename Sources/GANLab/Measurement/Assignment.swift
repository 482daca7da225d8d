// The linear assignment problem, solved exactly by shortest augmenting paths.

/// Which column each row takes so that the sum of costs is least.
///
/// Jonker and Volgenant 1987, "A shortest augmenting path algorithm for dense and sparse linear
/// assignment problems": rows take columns at prices that keep every choice a cheapest one, then
/// each row that is left over enters along a shortest path in reduced costs. The prices are first
/// found for every other row and column, which spares most of the long paths where the rows'
/// points and the columns' points lie in different places. O(n^3) at worst.
struct Assignment {
  /// The column of each row.
  private(set) var columns: [Int]

  private let count: Int
  private let costs: [Float]
  /// The row of each column, or `none`.
  private var rows: [Int]
  private var prices: [Double]

  private static let none = -1
  /// Below this many rows, prices of half of them are not worth their time.
  private static let smallest = 64

  /// Solves a square problem.
  ///
  /// - Parameter costs: `count` squared finite numbers in row-major order.
  init(costs: [Float], count: Int) {
    self.count = count
    self.costs = costs
    columns = [Int](repeating: Self.none, count: count)
    rows = columns
    prices = [Double](repeating: 0, count: count)
    if count >= Self.smallest { takePricesOfHalf() } else { takeLeastCostsAsPrices() }
    for _ in 0..<2 { reduceRows() }
    var search = PathSearch(count: count)
    for row in 0..<count where columns[row] == Self.none {
      var column = search.run(from: row, costs: costs, prices: prices, rows: rows)
      search.adjust(&prices)
      var owner = row
      repeat {
        owner = search.before[column]
        rows[column] = owner
        (columns[owner], column) = (column, columns[owner])
      } while owner != row
    }
  }

  private mutating func takeLeastCostsAsPrices() {
    for column in 0..<count {
      var least = Float.infinity
      for row in 0..<count { least = min(least, costs[row * count + column]) }
      prices[column] = Double(least)
    }
  }

  /// Solves every other row and column, and extends the dual solution to all columns.
  private mutating func takePricesOfHalf() {
    let chosen = Array(stride(from: 0, to: count, by: 2))
    let half = Assignment(
      costs: chosen.flatMap { row in chosen.map { costs[row * count + $0] } }, count: chosen.count)
    for column in 0..<count { prices[column] = .infinity }
    for (place, row) in chosen.enumerated() {
      let taken = half.columns[place]
      let value = Double(costs[row * count + chosen[taken]]) - half.prices[taken]
      for column in 0..<count {
        prices[column] = min(prices[column], Double(costs[row * count + column]) - value)
      }
    }
  }

  /// Each free row takes its cheapest column, lowers its price to where the second cheapest is as
  /// good, and sends away who had it.
  private mutating func reduceRows() {
    var waiting = (0..<count).filter { columns[$0] == Self.none }
    // Rounding can keep two rows outbidding each other by nothing.
    var bids = 4 * count
    while let row = waiting.popLast() {
      let (first, second, gap) = cheapest(row)
      if gap > 0 { prices[first] -= gap }
      let column = gap > 0 || rows[first] == Self.none ? first : second
      let sentAway = rows[column]
      rows[column] = row
      columns[row] = column
      bids -= 1
      guard sentAway != Self.none else { continue }
      columns[sentAway] = Self.none
      if gap > 0, bids > 0 { waiting.append(sentAway) }
    }
  }

  /// The two cheapest columns of a row, and how much dearer the second is.
  private func cheapest(_ row: Int) -> (first: Int, second: Int, gap: Double) {
    var (first, second) = (0, 0)
    var (least, next) = (Double.infinity, Double.infinity)
    let line = row * count
    costs.withUnsafeBufferPointer { costs in
      for column in 0..<count {
        let cost = Double(costs[line + column]) - prices[column]
        if cost < least {
          (second, next) = (first, least)
          (first, least) = (column, cost)
        } else if cost < next {
          (second, next) = (column, cost)
        }
      }
    }
    return (first, second, count > 1 ? next - least : 0)
  }
}

/// Dijkstra's search for the free column that is nearest to a free row in reduced costs.
private struct PathSearch {
  /// The row from which each column was reached.
  private(set) var before: [Int]
  private var distances: [Double]
  /// All columns: those whose rows were scanned, those at the least distance, then the others.
  private var order: [Int]
  private var scanned = 0
  private var reached = 0
  private var least = 0.0

  init(count: Int) {
    before = [Int](repeating: 0, count: count)
    distances = [Double](repeating: 0, count: count)
    order = Array(0..<count)
  }

  /// The free column at the end of a shortest path; `before` leads back along it.
  mutating func run(from start: Int, costs: [Float], prices: [Double], rows: [Int]) -> Int {
    let count = order.count
    for column in 0..<count {
      distances[column] = Double(costs[start * count + column]) - prices[column]
      before[column] = start
    }
    (scanned, reached) = (0, 0)
    while true {
      if reached == scanned {
        reachNearest()
        for place in scanned..<reached where rows[order[place]] < 0 { return order[place] }
      }
      let column = order[scanned]
      scanned += 1
      let end = costs.withUnsafeBufferPointer { costs in
        prices.withUnsafeBufferPointer { prices in
          scan(rows[column], of: column, costs: costs, prices: prices, rows: rows)
        }
      }
      if let end { return end }
    }
  }

  /// Moves the columns at the least distance of those not reached behind the scanned ones.
  private mutating func reachNearest() {
    least = .infinity
    for place in scanned..<order.count {
      let distance = distances[order[place]]
      guard distance <= least else { continue }
      if distance < least { (least, reached) = (distance, scanned) }
      order.swapAt(place, reached)
      reached += 1
    }
  }

  /// Shortens paths that lead over a row; a free column that is as near as can be ends the search.
  private mutating func scan(
    _ row: Int, of column: Int, costs: UnsafeBufferPointer<Float>,
    prices: UnsafeBufferPointer<Double>, rows: [Int]
  ) -> Int? {
    let line = row * order.count
    let base = least - (Double(costs[line + column]) - prices[column])
    for place in reached..<order.count {
      let other = order[place]
      let distance = Double(costs[line + other]) - prices[other] + base
      guard distance < distances[other] else { continue }
      distances[other] = distance
      before[other] = row
      guard distance <= least else { continue }
      if rows[other] < 0 { return other }
      order.swapAt(place, reached)
      reached += 1
    }
    return nil
  }

  /// Moves prices so that every row's column stays a cheapest one, on the new path, too.
  func adjust(_ prices: inout [Double]) {
    for column in order[..<scanned] { prices[column] += distances[column] - least }
  }
}

// The nearest samples found so far, for every row.

/// The nearest samples found so far for every row, at most `capacity` each.
///
/// A heap for each row has the farthest on top, and of equally far ones that with the largest place.
struct NeighbourHeaps {
  private let capacity: Int
  private var sizes: [Int]
  private var distances: [Float]
  private var places: [Int32]

  init(rows: Int, capacity: Int) {
    self.capacity = capacity
    sizes = [Int](repeating: 0, count: rows)
    distances = [Float](repeating: .infinity, count: rows * capacity)
    places = [Int32](repeating: .max, count: rows * capacity)
  }

  /// The places of a row's neighbours, the nearest first, of equally near ones the first in the set.
  func sorted(_ row: Int) -> [Int32] {
    (row * capacity..<row * capacity + sizes[row])
      .sorted { (distances[$0], places[$0]) < (distances[$1], places[$1]) }
      .map { places[$0] }
  }

  /// Takes a sample in if it is among the nearest.
  mutating func offer(_ place: Int, at distance: Float, to row: Int) {
    let top = row * capacity
    if sizes[row] < capacity {
      sizes[row] += 1
      rise(place, distance, top, from: sizes[row] - 1)
    } else if distance < distances[top] || distance == distances[top] && place < places[top] {
      sink(place, distance, top)
    }
  }

  private mutating func rise(_ place: Int, _ distance: Float, _ top: Int, from hole: Int) {
    var hole = hole
    while hole > 0 {
      let parent = (hole - 1) / 2
      guard (distances[top + parent], Int(places[top + parent])) < (distance, place) else { break }
      move(top + parent, to: top + hole)
      hole = parent
    }
    put(place, distance, at: top + hole)
  }

  private mutating func sink(_ place: Int, _ distance: Float, _ top: Int) {
    var hole = 0
    while 2 * hole + 1 < capacity {
      var child = 2 * hole + 1
      if child + 1 < capacity,
        (distances[top + child], places[top + child])
          < (distances[top + child + 1], places[top + child + 1])
      {
        child += 1
      }
      guard (distance, place) < (distances[top + child], Int(places[top + child])) else { break }
      move(top + child, to: top + hole)
      hole = child
    }
    put(place, distance, at: top + hole)
  }

  private mutating func move(_ from: Int, to: Int) {
    distances[to] = distances[from]
    places[to] = places[from]
  }

  private mutating func put(_ place: Int, _ distance: Float, at: Int) {
    distances[at] = distance
    places[at] = Int32(truncatingIfNeeded: place)
  }
}

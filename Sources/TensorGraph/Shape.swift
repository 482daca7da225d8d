// The sizes of an array along each axis.

/// The sizes of a dense, row-major array along each axis; `[]` is a scalar.
public struct Shape: Hashable, Sendable {
  /// The size of every axis.
  public let dimensions: [Int]

  /// A shape of the given sizes.
  public init(_ dimensions: [Int]) {
    self.dimensions = dimensions
  }

  /// The shape of a single value.
  public static let scalar = Shape([])

  /// The number of axes.
  public var rank: Int { dimensions.count }

  /// The number of elements; `Int.max` where it would overflow.
  public var elementCount: Int {
    var count = 1
    for size in dimensions {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      if overflow { return Int.max }
      count = product
    }
    return count
  }

  /// Whether an array can have this shape: at most 8 axes, no negative size, at most
  /// 2,147,483,647 elements.
  package var isPossible: Bool {
    rank <= 8 && dimensions.allSatisfy { $0 >= 0 } && elementCount <= Int(Int32.max)
  }

  /// The size of one axis.
  public subscript(axis: Int) -> Int { dimensions[axis] }

  /// The row-major distance, in elements, between neighbours along each axis.
  package var strides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    for axis in stride(from: rank - 2, through: 0, by: -1) {
      strides[axis] = strides[axis + 1] * dimensions[axis + 1]
    }
    return strides
  }

  /// The shape without the given axes, or with size 1 in their place.
  package func reduced(along axes: [Int], keepingDimensions: Bool = false) -> Shape {
    var kept: [Int] = []
    for (axis, size) in dimensions.enumerated() {
      if !axes.contains(axis) {
        kept.append(size)
      } else if keepingDimensions {
        kept.append(1)
      }
    }
    return Shape(kept)
  }

  /// The smallest shape that both broadcast to by NumPy's rule, or nil.
  package static func broadcast(_ a: Shape, _ b: Shape) -> Shape? {
    let rank = max(a.rank, b.rank)
    var sizes: [Int] = []
    for axis in 0..<rank {
      let x = axis < rank - a.rank ? 1 : a[axis - (rank - a.rank)]
      let y = axis < rank - b.rank ? 1 : b[axis - (rank - b.rank)]
      guard x == y || x == 1 || y == 1 else { return nil }
      sizes.append(x == 1 ? y : x)
    }
    return Shape(sizes)
  }
}

extension Shape: ExpressibleByArrayLiteral {
  /// A shape written as a list of sizes.
  public init(arrayLiteral elements: Int...) {
    self.init(elements)
  }
}

extension Shape: CustomStringConvertible {
  /// The sizes in brackets, as `[128, 2]`.
  public var description: String {
    "[" + dimensions.map(String.init).joined(separator: ", ") + "]"
  }
}

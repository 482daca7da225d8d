// The operations of the reference interpreter that only move elements.

import TensorGraph

extension Shape {
  /// Calls `body` with every index of the shape in row-major order.
  func forEachIndex(_ body: (_ index: [Int]) -> Void) {
    var index = [Int](repeating: 0, count: rank)
    for _ in 0..<elementCount {
      body(index)
      var axis = rank - 1
      while axis >= 0 {
        index[axis] += 1
        if index[axis] < dimensions[axis] { break }
        index[axis] = 0
        axis -= 1
      }
    }
  }

  /// The place of an index in row-major order.
  func position(of index: [Int]) -> Int {
    zip(index, dimensions).reduce(0) { $0 * $1.1 + $1.0 }
  }
}

extension ReferenceArray.Storage {
  /// The elements at the given places; zero (or false) where the place is nil.
  func picking(_ places: [Int?]) -> Self {
    switch self {
    case .float32(let values): .float32(places.map { $0.map { values[$0] } ?? 0 })
    case .int32(let values): .int32(places.map { $0.map { values[$0] } ?? 0 })
    case .bool(let values): .bool(places.map { $0.map { values[$0] } ?? false })
    }
  }
}

extension Interpreter {
  /// The array of shape `shape` whose element at each index is `x` at the index that `source`
  /// names, or zero where it names none.
  static func moved(
    _ x: Value, to shape: Shape, from source: (_ index: [Int]) -> [Int]?
  ) -> Value.Storage {
    var places: [Int?] = []
    shape.forEachIndex { index in places.append(source(index).map(x.shape.position(of:))) }
    return x.storage.picking(places)
  }

  static func iota(_ shape: Shape, axis: Int) -> Value.Storage {
    var values: [Int32] = []
    shape.forEachIndex { values.append(Int32($0[axis])) }
    return .int32(values)
  }

  static func stretch(_ x: Value, _ broadcast: Broadcast) -> Value.Storage {
    moved(x, to: broadcast.shape) { index in
      zip(x.shape.dimensions, broadcast.axes).map { size, axis in size == 1 ? 0 : index[axis] }
    }
  }

  static func transpose(_ x: Value, _ permutation: [Int], to shape: Shape) -> Value.Storage {
    moved(x, to: shape) { index in
      var source = index
      for (axis, sourceAxis) in permutation.enumerated() { source[sourceAxis] = index[axis] }
      return source
    }
  }

  static func cut(_ x: Value, _ slice: Slice, to shape: Shape) -> Value.Storage {
    moved(x, to: shape) { index in
      index.indices.map { slice.starts[$0] + index[$0] * slice.strides[$0] }
    }
  }

  static func pad(_ x: Value, _ padding: Padding, to shape: Shape) -> Value.Storage {
    moved(x, to: shape) { index in
      var source: [Int] = []
      for axis in index.indices {
        let offset = index[axis] - padding.low[axis]
        let (place, between) = offset.quotientAndRemainder(dividingBy: padding.interior[axis] + 1)
        guard offset >= 0, between == 0, place < x.shape[axis] else { return nil }
        source.append(place)
      }
      return source
    }
  }

  static func concatenate(
    _ parts: [Value], axis: Int, to shape: Shape
  ) throws(InterpreterError) -> Value.Storage {
    var places: [Int?] = []
    shape.forEachIndex { index in
      var source = index
      var partStart = 0
      for part in parts {
        if source[axis] < part.shape[axis] {
          places.append(partStart + part.shape.position(of: source))
          return
        }
        source[axis] -= part.shape[axis]
        partStart += part.shape.elementCount
      }
    }
    return try joined(parts).picking(places)
  }

  /// The elements of all parts, one part after the other.
  private static func joined(_ parts: [Value]) throws(InterpreterError) -> Value.Storage {
    switch parts[0].dtype {
    case .float32:
      var values: [Real] = []
      for part in parts { values += try part.reals() }
      return .float32(values)
    case .int32:
      var values: [Int32] = []
      for part in parts { values += try part.integers() }
      return .int32(values)
    case .bool:
      var values: [Bool] = []
      for part in parts { values += try part.truths() }
      return .bool(values)
    }
  }
}

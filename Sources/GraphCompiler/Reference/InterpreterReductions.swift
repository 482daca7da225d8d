// Reductions, matrix products, gather and scatter of the reference interpreter.

import TensorGraph

extension Interpreter {
  static func reduce(
    _ reduction: Reduction, _ x: Value, _ axes: [Int], _ shape: Shape
  ) throws(InterpreterError) -> Value.Storage {
    let values = try x.reals()
    let kept = x.shape.dimensions.indices.filter { !axes.contains($0) }
    var places: [Int] = []
    x.shape.forEachIndex { index in
      places.append(shape.position(of: kept.map { index[$0] }))
    }
    switch reduction {
    case .sum:
      var sums = [Double](repeating: 0, count: shape.elementCount)
      for (place, value) in zip(places, values) { sums[place] += value.inDouble }
      return .float32(sums.map { Real($0) })
    case .maximum:
      var greatest = [Real](repeating: -.infinity, count: shape.elementCount)
      for (place, value) in zip(places, values) {
        greatest[place] = greater(greatest[place], value)
      }
      return .float32(greatest)
    case .minimum:
      var least = [Real](repeating: .infinity, count: shape.elementCount)
      for (place, value) in zip(places, values) { least[place] = lesser(least[place], value) }
      return .float32(least)
    }
  }

  /// The first greatest element along an axis, NaN counting as greatest.
  static func argmax(_ x: Value, axis: Int) throws(InterpreterError) -> Value.Storage {
    let values = try x.reals()
    let size = x.shape[axis]
    let inner = x.shape.dimensions[(axis + 1)...].reduce(1, *)
    let outer = x.shape.dimensions[..<axis].reduce(1, *)
    var winners: [Int32] = []
    for row in 0..<outer {
      for column in 0..<inner {
        let line = (0..<size).map { values[(row * size + $0) * inner + column] }
        var winner = 0
        for (place, value) in line.enumerated() where !line[winner].isNaN {
          if value.isNaN || value > line[winner] { winner = place }
        }
        winners.append(Int32(winner))
      }
    }
    return .int32(winners)
  }

  static func multiply(
    _ matmul: Matmul, _ a: Value, _ b: Value, to shape: Shape
  ) throws(InterpreterError) -> Value.Storage {
    let (left, right) = (try a.reals(), try b.reals())
    let (m, n) = (shape[0], shape[1])
    let k = a.shape[matmul.transposeA ? 0 : 1]
    var products: [Real] = []
    for i in 0..<m {
      for j in 0..<n {
        var sum = 0.0
        for l in 0..<k {
          let x = left[matmul.transposeA ? l * m + i : i * k + l]
          let y = right[matmul.transposeB ? j * k + l : l * n + j]
          sum += x.inDouble * y.inDouble
        }
        products.append(Real(sum))
      }
    }
    return .float32(products)
  }

  static func gather(_ table: Value, _ indices: Value) throws(InterpreterError) -> Value.Storage {
    let rowSize = table.shape.dimensions.dropFirst().reduce(1, *)
    var places: [Int?] = []
    for index in try indices.integers() {
      let row = clamped(index, rows: table.shape[0])
      places += (0..<rowSize).map { row * rowSize + $0 }
    }
    return table.storage.picking(places)
  }

  static func scatterAdd(
    _ updates: Value, _ indices: Value, rows: Int
  ) throws(InterpreterError) -> Value.Storage {
    let values = try updates.reals()
    let rowSize = updates.shape.dimensions.dropFirst().reduce(1, *)
    var table = [Double](repeating: 0, count: rows * rowSize)
    for (source, index) in try indices.integers().enumerated() {
      let row = clamped(index, rows: rows)
      for column in 0..<rowSize {
        table[row * rowSize + column] += values[source * rowSize + column].inDouble
      }
    }
    return .float32(table.map { Real($0) })
  }

  private static func clamped(_ index: Int32, rows: Int) -> Int {
    min(max(Int(index), 0), rows - 1)
  }

  static func random(_ draw: RandomDraw, key: Value) throws(InterpreterError) -> Value.Storage {
    let words = try key.integers().map(UInt32.init(bitPattern:))
    let numbers = RandomNumbers(
      PhiloxKey(
        seed: SIMD2(words[0], words[1]), step: SIMD2(words[2], words[3]), stream: draw.stream,
        draw: draw.draw))
    let count = draw.shape.elementCount
    return switch draw.distribution {
    case .uniform: .float32(numbers.uniform(count).map { Real($0) })
    case .normal: .float32(numbers.normal(count).map { Real($0) })
    case .betaLogit(let a, let b):
      .float32(numbers.betaLogit(a: Double(a), b: Double(b), count).map { Real($0) })
    case .integers(let bound): .int32(numbers.integers(below: bound, count))
    case .permutation: .int32(numbers.permutation(count))
    }
  }
}

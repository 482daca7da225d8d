// The pools of the reference interpreter; channels may lie in blocks.

import TensorGraph

/// The pixels of an image that lie in each window.
private struct PoolingLoops {
  let pooling: Pooling
  let image: Shape
  let result: Shape

  /// Calls `body` with the place of every window and those of its pixels in row-major order.
  func forEachWindow(_ body: (_ window: Int, _ pixels: [Int]) -> Void) {
    result.forEachIndex { index in
      var pixels: [Int] = []
      var source = index
      for i in 0..<pooling.window[0] {
        for j in 0..<pooling.window[1] {
          source[2] = index[2] * pooling.strides[0] + i - pooling.low[0]
          source[3] = index[3] * pooling.strides[1] + j - pooling.low[1]
          guard source[2] >= 0, source[2] < image[2], source[3] >= 0, source[3] < image[3]
          else { continue }
          pixels.append(image.position(of: source))
        }
      }
      body(result.position(of: index), pixels)
    }
  }
}

extension Interpreter {
  /// The first of the greatest; NaN counts as greatest.
  private static func firstMaximum(_ values: [Real], _ places: [Int]) -> Int? {
    guard var best = places.first else { return nil }
    for place in places.dropFirst() {
      let (value, greatest) = (values[place].inDouble, values[best].inDouble)
      if greatest.isNaN { break }
      if value > greatest || value.isNaN { best = place }
    }
    return best
  }

  static func maxPool(
    _ pooling: Pooling, _ x: Value, to shape: Shape
  ) throws(InterpreterError) -> Value.Storage {
    try maxPoolGather(pooling, x, x, to: shape)
  }

  static func maxPoolGather(
    _ pooling: Pooling, _ x: Value, _ values: Value, to shape: Shape
  ) throws(InterpreterError) -> Value.Storage {
    let (pixels, picked) = (try x.reals(), try values.reals())
    var result = [Real](repeating: 0, count: shape.elementCount)
    PoolingLoops(pooling: pooling, image: x.shape, result: shape).forEachWindow { window, places in
      // No padding is as wide as a window, so that none lies outside of the image.
      if let place = firstMaximum(pixels, places) { result[window] = picked[place] }
    }
    return .float32(result)
  }

  static func maxPoolGradient(
    _ pooling: Pooling, _ x: Value, _ gradient: Value, to shape: Shape
  ) throws(InterpreterError) -> Value.Storage {
    let (pixels, g) = (try x.reals(), try gradient.reals())
    var sums = [Double](repeating: 0, count: shape.elementCount)
    PoolingLoops(pooling: pooling, image: shape, result: gradient.shape)
      .forEachWindow { window, places in
        if let place = firstMaximum(pixels, places) { sums[place] += g[window].inDouble }
      }
    return .float32(sums.map { Real($0) })
  }

  static func averagePool(
    _ pooling: Pooling, _ x: Value, to shape: Shape
  ) throws(InterpreterError) -> Value.Storage {
    let pixels = try x.reals()
    let count = Double(pooling.window[0] * pooling.window[1])
    var result = [Real](repeating: 0, count: shape.elementCount)
    PoolingLoops(pooling: pooling, image: x.shape, result: shape).forEachWindow { window, places in
      result[window] = Real(places.reduce(0) { $0 + pixels[$1].inDouble } / count)
    }
    return .float32(result)
  }

  static func averagePoolGradient(
    _ pooling: Pooling, _ gradient: Value, to shape: Shape
  ) throws(InterpreterError) -> Value.Storage {
    let g = try gradient.reals()
    let count = Double(pooling.window[0] * pooling.window[1])
    var sums = [Double](repeating: 0, count: shape.elementCount)
    PoolingLoops(pooling: pooling, image: shape, result: gradient.shape)
      .forEachWindow { window, places in
        for place in places { sums[place] += g[window].inDouble / count }
      }
    return .float32(sums.map { Real($0) })
  }
}

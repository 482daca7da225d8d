// Pooling, blocked and plain, against plain loops.
import CVectorKernels
import Testing

struct PoolCase: CustomTestStringConvertible, Sendable {
  var batch = 2
  var channels = 3
  var input = (height: 8, width: 9)
  var kernel = (height: 2, width: 2)
  var stride = (height: 2, width: 2)
  var pad = (top: 0, left: 0)
  var output = (height: 4, width: 4)
  var lanes = 16

  var testDescription: String {
    "\(batch)x\(channels)x\(input.height)x\(input.width) to \(output.height)x\(output.width)"
      + " k\(kernel.height)x\(kernel.width) s\(stride.height)x\(stride.width)"
      + " p\(pad.top),\(pad.left) lanes \(lanes)"
  }

  static let all: [PoolCase] = [
    PoolCase(), PoolCase(channels: 16), PoolCase(batch: 3, channels: 40),
    PoolCase(kernel: (3, 3), stride: (2, 2), pad: (1, 1), output: (4, 5)),
    PoolCase(kernel: (3, 2), stride: (1, 3), pad: (2, 0), output: (10, 3)),
    PoolCase(channels: 17, kernel: (8, 9), stride: (1, 1), output: (1, 1)),
    PoolCase(kernel: (1, 1), stride: (3, 2), output: (3, 5)),
    // Windows that are cut off at the bottom, and ones that lie in the padding altogether.
    PoolCase(kernel: (3, 3), stride: (3, 3), pad: (2, 1), output: (4, 4)),
    PoolCase(kernel: (2, 2), stride: (2, 2), pad: (2, 3), output: (6, 7)),
    PoolCase(batch: 16, channels: 32, input: (28, 28), output: (14, 14)),
    // More windows side by side than a vector has lanes.
    PoolCase(input: (4, 51), output: (2, 25)),
    PoolCase(input: (5, 45), kernel: (3, 3), stride: (1, 2), pad: (1, 1), output: (5, 23)),
    PoolCase(input: (6, 70), kernel: (2, 3), stride: (2, 3), pad: (0, 1), output: (3, 24)),
  ].flatMap { pool in
    var plain = pool
    plain.lanes = 1
    return [pool, plain]
  }

  var pool: mk_pool {
    mk_pool(
      batch: Int64(batch), channels: Int64(channels), in_height: Int64(input.height),
      in_width: Int64(input.width), out_height: Int64(output.height),
      out_width: Int64(output.width), kernel_height: Int64(kernel.height),
      kernel_width: Int64(kernel.width), stride_height: Int64(stride.height),
      stride_width: Int64(stride.width), pad_top: Int64(pad.top), pad_left: Int64(pad.left),
      lanes: Int32(lanes))
  }

  var source: Activations {
    Activations(
      batch: batch, channels: channels, height: input.height, width: input.width, lanes: lanes)
  }

  var destination: Activations {
    Activations(
      batch: batch, channels: channels, height: output.height, width: output.width, lanes: lanes)
  }

  /// Calls `body` with each window's place and the places in it, in row-major order.
  func forEachWindow(_ body: (_ window: Int, _ places: [Int]) -> Void) {
    for n in 0..<batch {
      for c in 0..<channels {
        for y in 0..<output.height {
          for x in 0..<output.width {
            let (top, left) = (y * stride.height - pad.top, x * stride.width - pad.left)
            let rows = (top..<top + kernel.height).filter { (0..<input.height).contains($0) }
            let columns = (left..<left + kernel.width).filter { (0..<input.width).contains($0) }
            body(
              destination.index(n, c, y, x),
              rows.flatMap { row in columns.map { source.index(n, c, row, $0) } })
          }
        }
      }
    }
  }

  /// Few distinct values make ties; some are NaN or infinite.
  var tiedValues: [Float] {
    zip(source.random(seed: 71), source.isAlive).enumerated().map { index, value in
      guard value.1 else { return 0 }
      return index % 41 == 7 ? .nan : index % 23 == 5 ? -.infinity : (value.0 * 3).rounded()
    }
  }

  func run(
    count: Int, _ body: (inout mk_pool, UnsafeMutablePointer<Float>) -> Void
  ) -> [Float] {
    let results = GuardedBuffer(count: count)
    var pool = pool
    body(&pool, results.floats)
    return results.floatValues
  }
}

/// The place of the first greatest value, NaN being greatest.
private func firstMaximum(_ places: [Int], of values: [Float]) -> Int? {
  if let place = places.first(where: { values[$0].isNaN }) { return place }
  guard let greatest = places.map({ values[$0] }).max() else { return nil }
  return places.first { values[$0] == greatest }
}

extension KernelTests {
  @Suite struct Pools {
    @Test(arguments: PoolCase.all) func maximaAreTheFirstOnes(pool: PoolCase) {
      let values = pool.tiedValues
      let others = pool.source.random(seed: 72)
      let gradient = pool.destination.random(seed: 73)
      var maxima = [Float](repeating: 0, count: pool.destination.count)
      var gathered = maxima
      var scattered = [Float](repeating: 0, count: pool.source.count)
      pool.forEachWindow { window, places in
        guard let place = firstMaximum(places, of: values) else {
          maxima[window] = -.infinity
          return
        }
        maxima[window] = values[place]
        gathered[window] = others[place]
        scattered[place] += gradient[window]
      }
      let (x, v, g) = (GuardedBuffer(values), GuardedBuffer(others), GuardedBuffer(gradient))
      let pooled = pool.run(count: maxima.count) { mk_max_pool(&$0, x.floats, $1) }
      #expect(firstDifference(pooled.map(\.description), maxima.map(\.description)) == nil)
      let picked = pool.run(count: gathered.count) {
        mk_max_pool_gather(&$0, x.floats, v.floats, $1)
      }
      #expect(firstDifference(picked, gathered) == nil)
      let spread = pool.run(count: scattered.count) {
        mk_max_pool_gradient(&$0, x.floats, g.floats, $1)
      }
      #expect(firstDifference(spread, scattered) == nil)
    }

    @Test(arguments: PoolCase.all) func averagesAndTheirAdjoint(pool: PoolCase) {
      let values = pool.source.random(seed: 74)
      let gradient = pool.destination.random(seed: 75)
      let (x, g) = (GuardedBuffer(values), GuardedBuffer(gradient))
      for includesPadding in [false, true] {
        var averages = ExpectedSums(count: pool.destination.count)
        var spread = ExpectedSums(count: pool.source.count)
        pool.forEachWindow { window, places in
          let count = includesPadding ? pool.kernel.height * pool.kernel.width : places.count
          for place in places {
            averages.add(Double(values[place]) / Double(count), at: window)
            spread.add(Double(gradient[window]) / Double(count), at: place)
          }
        }
        let includes: Int32 = includesPadding ? 1 : 0
        let results = pool.run(count: averages.sums.count) {
          mk_average_pool(&$0, x.floats, $1, includes)
        }
        #expect(averages.firstMistake(in: results) == nil)
        let gradients = pool.run(count: spread.sums.count) {
          mk_average_pool_gradient(&$0, g.floats, $1, includes)
        }
        #expect(spread.firstMistake(in: gradients) == nil)
      }
    }

    @Test func threadsDoNotChangePools() {
      let pool = PoolCase(batch: 16, channels: 40, input: (28, 28), output: (14, 14))
      let x = GuardedBuffer(pool.source.random(seed: 76))
      #expect(
        isSameForAllThreadCounts {
          pool.run(count: pool.destination.count) { mk_max_pool(&$0, x.floats, $1) }
        })
    }
  }
}

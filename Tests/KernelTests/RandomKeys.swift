// Keys for random draws and the statistics that the draws are judged by.
import CVectorKernels

func randomKey(draw: UInt32 = 0, step: UInt64 = 5, stream: UInt32 = 3, seed: UInt64 = 20_18)
  -> mk_random_key
{
  mk_random_key(
    seed: (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)),
    step: (UInt32(truncatingIfNeeded: step), UInt32(truncatingIfNeeded: step >> 32)),
    stream: stream, draw: draw)
}

func philox(_ counter: [UInt32], key: [UInt32]) -> [UInt32] {
  var out = [UInt32](repeating: 0, count: 4)
  mk_philox(counter, key, &out)
  return out
}

/// The block of a key's draw, as the header lays out the counter.
func block(_ key: mk_random_key, _ index: Int, attempt: UInt32 = 0) -> [UInt32] {
  philox(
    [
      UInt32(index), key.draw << 16 | attempt, key.step.0,
      key.stream << 24 | (key.step.1 & 0xff_ffff),
    ], key: [key.seed.0, key.seed.1])
}

struct Moments {
  let mean: Double
  let variance: Double
  let skewness: Double
  let kurtosis: Double

  init(_ values: [Double]) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    func central(_ power: Int) -> Double {
      values.reduce(0) { sum, value in
        sum + (0..<power).reduce(1.0) { product, _ in product * (value - mean) }
      } / count
    }
    self.mean = mean
    variance = central(2)
    skewness = central(3) / (variance * variance.squareRoot())
    kurtosis = central(4) / (variance * variance)
  }
}

/// Pearson's statistic of counts that should all be equal, as standard deviations from its mean.
func chiSquareDeviation(_ counts: [Int]) -> Double {
  let expected = Double(counts.reduce(0, +)) / Double(counts.count)
  let statistic = counts.reduce(0.0) {
    $0 + (Double($1) - expected) * (Double($1) - expected) / expected
  }
  let freedom = Double(counts.count - 1)
  return (statistic - freedom) / (2 * freedom).squareRoot()
}

// What is done to the numbers of a sample before the network sees them.

import Datasets
import Tensors

/// A factor and an addend for each channel: `x <- factor x + addend`.
///
/// Images come as numbers from -1 to 1; rows of tables are scaled already and stay as they are.
package struct InputNormalization: Sendable, Equatable {
  package let factors: [Float]
  package let addends: [Float]

  /// Numbers as they come.
  package static let none = InputNormalization(factors: [], addends: [])

  /// Known factors and addends; none leave numbers as they come.
  package init(factors: [Float], addends: [Float]) {
    self.factors = factors
    self.addends = addends
  }

  /// `(v - mean) / deviation` for values v from 0 to 1.
  package init(means: [Double], deviations: [Double]) {
    // v = (x + 1) / 2
    factors = deviations.map { Float(0.5 / $0) }
    addends = zip(means, deviations).map { Float((0.5 - $0) / $1) }
  }

  /// The means and deviations of the mixup authors' CIFAR code, deviations being averages of those
  /// of single images.
  package static let authorsCIFAR = InputNormalization(
    means: [0.4914, 0.4822, 0.4465], deviations: [0.2023, 0.1994, 0.2010])

  /// The mean and deviation of every channel over all pixels of a set.
  package init(of set: ImageSet) {
    let plane = set.height * set.width
    var means: [Double] = []
    var deviations: [Double] = []
    set.pixels.withUnsafeBufferPointer { bytes in
      for channel in 0..<set.channels {
        var (sum, squares) = (0, 0)
        for image in 0..<set.count {
          let start = image * set.imageSize + channel * plane
          for place in start..<(start + plane) {
            let value = Int(bytes[place])
            sum &+= value
            squares &+= value &* value
          }
        }
        let count = Double(set.count * plane)
        let mean = Double(sum) / count
        let variance = max(0, Double(squares) / count - mean * mean)
        means.append(mean / 255)
        // A channel of one value has nothing to be scaled by.
        deviations.append(variance > 0 ? variance.squareRoot() / 255 : 1)
      }
    }
    self.init(means: means, deviations: deviations)
  }

  /// The samples of a batch, `[rows, channels, height, width]` or `[rows, features]`, normalised.
  package func callAsFunction(_ x: Tensor) -> Tensor {
    guard !factors.isEmpty else { return x }
    return withPath("normalization") {
      let shape = Shape([1, factors.count] + [Int](repeating: 1, count: max(0, x.rank - 2)))
      let scale = Tensor(HostTensor(factors)).reshaped(to: shape)
      let shift = Tensor(HostTensor(addends)).reshaped(to: shape)
      return x * scale + shift
    }
  }
}

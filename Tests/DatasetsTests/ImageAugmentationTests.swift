// Flips and crops: what they do to pixels, and on what they depend.

import Datasets
import TestSupport
import Testing

@Suite struct ImageAugmentationTests {
  private let set: ImageSet

  init() throws {
    var random = TestGenerator(seed: 1)
    set = try ImageSet(
      name: "noise", channels: 3, height: 5, width: 7,
      pixels: (0..<(20 * 105)).map { _ in UInt8.random(in: 1...255, using: &random) })
  }

  private func batch(
    _ indices: [Int], _ augmentation: ImageAugmentation, seed: UInt64 = 3, epoch: Int = 2
  ) throws -> [Float] {
    var numbers = [Float](repeating: .nan, count: indices.count * set.imageSize)
    try numbers.withUnsafeMutableBufferPointer {
      try set.writeBatch(indices, augmentation: augmentation, seed: seed, epoch: epoch, to: $0)
    }
    return numbers
  }

  /// The definition of a change, pixel by pixel.
  private func expected(_ index: Int, _ change: ImageAugmentation.Change) -> [Float] {
    (0..<set.imageSize).map { place in
      let (channel, row, column) = (place / 35, place / 7 % 5, place % 7)
      let x = (change.isFlipped ? 6 - column : column) + change.right
      let y = row + change.down
      guard (0..<7).contains(x), (0..<5).contains(y) else { return -1 }
      return Float(set.pixels[index * 105 + channel * 35 + y * 7 + x]) / 127.5 - 1
    }
  }

  @Test(arguments: [(true, 2), (false, 5), (true, 0)])
  func pixelsMoveAsTheChangeSays(flips: Bool, padding: Int) throws {
    let augmentation = try ImageAugmentation(flips: flips, padding: padding)
    let numbers = try batch(Array(0..<20), augmentation)
    for index in 0..<20 {
      let change = augmentation.change(ofImage: index, seed: 3, epoch: 2)
      let image = numbers[(index * 105)..<((index + 1) * 105)]
      for (number, wanted) in zip(image, expected(index, change)) {
        #expect(abs(number - wanted) < 1e-6)
      }
    }
  }

  @Test func nothingIsChangedWithoutAugmentation() throws {
    var plain = [Float](repeating: 0, count: set.imageSize)
    try plain.withUnsafeMutableBufferPointer { try set.writeBatch([7], to: $0) }
    #expect(try batch([7], .none) == plain)
  }

  @Test func changesDependOnSeedEpochAndImageAlone() throws {
    let standard = ImageAugmentation.standard
    let both = try batch([4, 9], standard)
    #expect(try Array(both[105...]) == batch([9], standard))
    let changes = { (seed: UInt64, epoch: Int) in
      (0..<200).map { standard.change(ofImage: $0, seed: seed, epoch: epoch) }
    }
    #expect(changes(3, 2) == changes(3, 2))
    #expect(changes(3, 2) != changes(3, 3))
    #expect(changes(3, 2) != changes(4, 2))
    #expect(Set(changes(3, 2).map { "\($0)" }).count > 80)
  }

  @Test func changesAreUniform() {
    let count = 40_500
    let changes = (0..<count).map {
      ImageAugmentation.standard.change(ofImage: $0, seed: 5, epoch: 0)
    }
    // Five standard deviations of a binomial count.
    #expect(abs(changes.count { $0.isFlipped } - count / 2) < 504)
    for shift in -4...4 {
      #expect(abs(changes.count { $0.right == shift } - count / 9) < 317, "\(shift)")
      #expect(abs(changes.count { $0.down == shift } - count / 9) < 317, "\(shift)")
    }
    #expect(changes.allSatisfy { abs($0.right) <= 4 && abs($0.down) <= 4 })
    let together = changes.count { $0.isFlipped && $0.right > 0 && $0.down > 0 }
    #expect(abs(together - count * 8 / 81) < 301)
  }

  @Test func absurdPaddingIsRefused() throws {
    for padding in [-1, 4097, Int.max] {
      #expect(throws: ImageSetError.badPadding(padding, largest: 4096)) {
        try ImageAugmentation(flips: true, padding: padding)
      }
    }
    let wide = try ImageAugmentation(flips: true, padding: 6)
    #expect(throws: ImageSetError.badPadding(6, largest: 5)) { try batch([0], wide) }
    #expect(throws: ImageSetError.badIndex(name: "noise", index: 20, count: 20)) {
      try batch([20], .standard)
    }
  }
}

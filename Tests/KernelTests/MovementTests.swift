// Strided copies, fills, gathers and scatters against plain loops.
import CVectorKernels
import Testing

struct StridedCopy: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let sizes: [Int]
  let outStrides: [Int]
  let inStrides: [Int]
  var inOffset = 0

  static func dense(_ sizes: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: sizes.count)
    for axis in sizes.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * sizes[axis + 1]
    }
    return strides
  }

  /// A dense output whose axis i is axis `order[i]` of a dense input.
  static func permutation(_ inputSizes: [Int], _ order: [Int]) -> StridedCopy {
    let inputStrides = dense(inputSizes)
    let sizes = order.map { inputSizes[$0] }
    return StridedCopy(
      testDescription: "\(inputSizes) in order \(order)", sizes: sizes, outStrides: dense(sizes),
      inStrides: order.map { inputStrides[$0] })
  }

  static let all: [StridedCopy] = [
    permutation([1], [0]), permutation([5, 7], [0, 1]), permutation([5, 7], [1, 0]),
    permutation([16, 16], [1, 0]), permutation([33, 50], [1, 0]), permutation([300, 260], [1, 0]),
    permutation([2, 3, 4], [2, 0, 1]), permutation([4, 3, 20, 20], [0, 2, 3, 1]),
    permutation([4, 20, 20, 3], [0, 3, 1, 2]), permutation([6, 5, 17, 18], [3, 2, 1, 0]),
    permutation([2, 1, 3, 1, 2, 2, 1, 5], [7, 6, 5, 4, 3, 2, 1, 0]),
    permutation([128, 1024], [1, 0]), permutation([70_000], [0]), permutation([8, 9000], [1, 0]),
    StridedCopy(
      testDescription: "broadcast row", sizes: [40, 30], outStrides: [30, 1], inStrides: [0, 1]),
    StridedCopy(
      testDescription: "broadcast column", sizes: [40, 30], outStrides: [30, 1],
      inStrides: [1, 0]),
    StridedCopy(
      testDescription: "broadcast scalar", sizes: [70, 1000], outStrides: [1000, 1],
      inStrides: [0, 0]),
    StridedCopy(
      testDescription: "slice with steps", sizes: [5, 6], outStrides: [6, 1],
      inStrides: [40, 3]),
    StridedCopy(
      testDescription: "reversed", sizes: [4, 9], outStrides: [9, 1], inStrides: [9, -1],
      inOffset: 8),
    StridedCopy(
      testDescription: "into a wider matrix", sizes: [7, 9], outStrides: [20, 1],
      inStrides: [9, 1]),
    StridedCopy(testDescription: "rank 0", sizes: [], outStrides: [], inStrides: []),
    StridedCopy(testDescription: "empty", sizes: [3, 0], outStrides: [1, 1], inStrides: [1, 1]),
  ]

  /// Calls `body` with the places of every element in the output and the input.
  func forEachPlace(_ body: (_ out: Int, _ in: Int) -> Void) {
    for flat in 0..<sizes.reduce(1, *) {
      var rest = flat
      var out = 0
      var place = inOffset
      for axis in sizes.indices.reversed() {
        out += rest % sizes[axis] * outStrides[axis]
        place += rest % sizes[axis] * inStrides[axis]
        rest /= sizes[axis]
      }
      body(out, place)
    }
  }
}

extension KernelTests {
  @Suite struct Movement {
    @Test(arguments: StridedCopy.all) func stridedCopies(copy: StridedCopy) {
      var outCount = 0
      var inCount = 0
      copy.forEachPlace { out, place in
        outCount = max(outCount, out + 1)
        inCount = max(inCount, place + 1)
      }
      let input = GuardedBuffer((0..<Int32(inCount)).map { $0 * 7 + 1 })
      let output = GuardedBuffer(count: outCount)
      var expected = output.intValues
      copy.forEachPlace { out, place in expected[out] = input.ints[place] }
      mk_strided_copy(
        output.words, input.words + copy.inOffset, Int32(copy.sizes.count),
        copy.sizes.map(Int64.init), copy.outStrides.map(Int64.init),
        copy.inStrides.map(Int64.init))
      #expect(firstDifference(output.intValues, expected) == nil)
    }

    @Test(arguments: [0, 1, 15, 16, 17, 1000]) func fills(count: Int) {
      let buffer = GuardedBuffer(count: count)
      mk_fill(buffer.words, 0xdead_beef, Int64(count))
      #expect(buffer.bitValues.allSatisfy { $0 == 0xdead_beef })
    }

    @Test(arguments: [(1, 1), (40, 3), (100, 784), (3, 40_000)])
    func gathersAndClampsRows(count: Int, rowSize: Int) {
      let tableRows = 10
      let table = GuardedBuffer(randomFloats(tableRows * rowSize, seed: 41))
      let indices = GuardedBuffer(randomInts(count, seed: 42, in: -3...12))
      let output = GuardedBuffer(count: count * rowSize)
      mk_gather_rows(
        output.words, table.words, indices.ints, Int64(count), Int64(rowSize), Int64(tableRows))
      let expected = indices.intValues.flatMap { index -> [Float] in
        let row = min(max(Int(index), 0), tableRows - 1)
        return Array(table.floatValues[row * rowSize..<(row + 1) * rowSize])
      }
      #expect(firstDifference(output.floatValues, expected) == nil)
    }

    @Test(arguments: [(0, 4), (1, 1), (500, 3), (200, 784)])
    func scattersInOrder(count: Int, rowSize: Int) {
      let tableRows = 9
      let updates = GuardedBuffer(randomFloats(count * rowSize, seed: 43))
      let indices = GuardedBuffer(randomInts(count, seed: 44, in: -1...9))
      var expected = [Float](repeating: 0, count: tableRows * rowSize)
      for i in 0..<count {
        let row = min(max(Int(indices.ints[i]), 0), tableRows - 1)
        for j in 0..<rowSize { expected[row * rowSize + j] += updates.floats[i * rowSize + j] }
      }
      func scattered() -> [Float] {
        let output = GuardedBuffer(count: tableRows * rowSize)
        mk_scatter_add_rows(
          output.floats, updates.floats, indices.ints, Int64(count), Int64(rowSize),
          Int64(tableRows))
        return output.floatValues
      }
      #expect(firstDifference(scattered(), expected) == nil)
      #expect(isSameForAllThreadCounts(scattered))
    }
  }
}

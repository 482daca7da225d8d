// How programs cover rows x columns: access modes, odd sizes, aliases, several outputs, threads.
import CVectorKernels
import Testing

extension KernelTests {
  @Suite struct ElementwiseAccess {
    static let sizes = [
      (0, 5), (5, 0), (1, 1), (1, 2), (2, 1), (3, 2), (2, 3), (17, 17), (300, 2), (1000, 3),
      (513, 1), (1, 513), (7, 511), (5, 512), (3, 513), (2, 1000), (1000, 2), (40, 100), (64, 16),
      (129, 4), (3, 2048), (1, 40_000), (9, 15),
    ]

    @Test(arguments: sizes) func everyAccessModeReadsItsElement(rows: Int, columns: Int) {
      let full = randomFloats(rows * columns, seed: 21)
      let row = randomFloats(columns, seed: 22)
      let column = randomFloats(rows, seed: 23)
      let scalar = Float(0.75)
      let sum = GuardedBuffer(count: rows * columns)
      let product = GuardedBuffer(count: rows * columns)
      // Slots: 0...3 inputs, 4 and 5 temporaries, 6 and 7 outputs.
      runProgram(
        [
          instruction(MK_MULTIPLY, 4, 0, 1), instruction(MK_SUBTRACT, 5, 4, 2),
          instruction(MK_ADD, 6, 5, 3), instruction(MK_MULTIPLY, 7, 6, 2),
        ],
        inputs: [
          KernelInput(full), KernelInput(row, MK_ROW), KernelInput(column, MK_COLUMN),
          KernelInput([scalar], MK_SCALAR),
        ],
        temporaries: 2, outputs: [sum, product], rows: rows, columns: columns)
      var expectedSum: [Float] = []
      var expectedProduct: [Float] = []
      for i in 0..<rows {
        for j in 0..<columns {
          let value = full[i * columns + j] * row[j] - column[i] + scalar
          expectedSum.append(value)
          expectedProduct.append(value * column[i])
        }
      }
      #expect(firstDifference(sum.floatValues, expectedSum) == nil)
      #expect(firstDifference(product.floatValues, expectedProduct) == nil)
    }

    /// Lanes that repeat `inner` times before the next of `count` rows of them, again and again.
    static let periods: [(lanes: Int, inner: Int, count: Int)] = [
      (1, 1, 1), (1, 7, 3), (3, 1, 2), (3, 5, 4), (5, 200, 2), (16, 49, 4), (16, 1, 3), (20, 5, 7),
      (31, 3, 3), (32, 5, 6), (33, 4, 5), (200, 5, 4), (512, 2, 2), (513, 3, 2), (1000, 2, 3),
    ]

    @Test(arguments: periods)
    func aPeriodicInputRepeatsItsLanes(lanes: Int, inner: Int, count: Int) {
      let values = randomFloats(lanes * count, seed: 26)
      for columns in [2 * lanes * inner * count + 3, 1300] {
        let output = GuardedBuffer(count: columns)
        runProgram(
          [instruction(MK_NEGATE, 1, 0)],
          inputs: [KernelInput(values, lanes: lanes, inner: inner)], outputs: [output], rows: 1,
          columns: columns)
        let expected = (0..<columns).map { i in
          -values[i / (inner * lanes) % count * lanes + i % lanes]
        }
        #expect(firstDifference(output.floatValues, expected) == nil)
      }
    }

    @Test(arguments: [1, 15, 16, 511, 512, 513, 5000])
    func anOutputMayReplaceAnInput(count: Int) {
      let values = randomFloats(count, seed: 24)
      let shared = GuardedBuffer(values)
      let second = GuardedBuffer(count: count)
      // The input is read again after the output that takes its memory was written.
      runProgram(
        [instruction(MK_ADD, 1, 0, 0), instruction(MK_MULTIPLY, 2, 0, 1)],
        inputs: [KernelInput(shared)], outputs: [shared, second], rows: 1, columns: count)
      #expect(firstDifference(shared.floatValues, values.map { $0 + $0 }) == nil)
      #expect(firstDifference(second.floatValues, values.map { $0 * ($0 + $0) }) == nil)

      let updated = GuardedBuffer(values)
      runProgram(
        [instruction(MK_EXP, 1, 0), instruction(MK_NEGATE, 2, 1)],
        inputs: [KernelInput(updated)], temporaries: 1, outputs: [updated], rows: count,
        columns: 1)
      let expected = apply(MK_EXP, values).floatValues.map { -$0 }
      #expect(firstDifference(updated.floatValues, expected) == nil)
    }

    @Test func allSlotsCanBeUsed() {
      let inputs = (0..<31).map { KernelInput(randomFloats(700, seed: UInt64($0)), MK_ROW) }
      let output = GuardedBuffer(count: 2100)
      var steps = [instruction(MK_COPY, 31, 0)]
      for i in 1..<31 { steps.append(instruction(MK_ADD, 31 + i, 30 + i, i)) }
      steps.append(instruction(MK_COPY, 63, 61))
      runProgram(
        steps, inputs: inputs, temporaries: 32, outputs: [output], rows: 3, columns: 700)
      for j in 0..<700 {
        let expected = inputs.dropFirst().reduce(inputs[0].buffer.floatValues[j]) {
          $0 + $1.buffer.floats[j]
        }
        #expect(output.floats[j] == expected && output.floats[1400 + j] == expected)
      }
    }

    @Test func threadsDoNotChangeResults() {
      let values = randomFloats(100_003, seed: 25)
      #expect(isSameForAllThreadCounts { apply(MK_TANH, values).bitValues })
    }
  }
}

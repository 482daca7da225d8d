// Sums in element-wise programs: of rows and of everything, for every shape of block.
import CVectorKernels
import Testing

/// The sums of the rows and of all elements of `x * x`.
private func sums(_ values: [Float], rows: Int, columns: Int) -> (rows: [Float], total: Float) {
  let input = GuardedBuffer(values)
  let rowSums = GuardedBuffer(count: rows)
  let total = GuardedBuffer(count: 1)
  let inputs = [mk_input(data: input.words, access: Int32(MK_FULL.rawValue))]
  let instructions = [instruction(MK_MULTIPLY, 1, 0, 0)]
  let sums = [
    mk_sum(out: rowSums.floats, slot: 1, extent: UInt16(MK_SUM_ROWS.rawValue)),
    mk_sum(out: total.floats, slot: 1, extent: UInt16(MK_SUM_ALL.rawValue)),
  ]
  instructions.withUnsafeBufferPointer { instructions in
    inputs.withUnsafeBufferPointer { inputs in
      sums.withUnsafeBufferPointer { sums in
        var program = mk_program(
          instructions: instructions.baseAddress, inputs: inputs.baseAddress, outputs: nil,
          sums: sums.baseAddress, partials: nil, instruction_count: 1, input_count: 1,
          temporary_count: 1, output_count: 0, sum_count: 2, rows: Int64(rows),
          columns: Int64(columns))
        let partials = GuardedBuffer(count: 2 * Int(mk_program_partials(&program)))
        program.partials = UnsafeMutableRawPointer(partials.words)
          .assumingMemoryBound(to: Double.self)
        mk_elementwise(&program)
      }
    }
  }
  return (rowSums.floatValues, total.floatValues[0])
}

extension KernelTests {
  @Suite struct ElementwiseSums {
    static let shapes = [
      (1, 1), (3, 1), (1, 511), (1, 512), (1, 513), (7, 32), (5, 100), (128, 512), (3, 1000),
      (300, 33), (2, 5000), (4, 0), (1, 100_000), (1000, 130),
    ]

    @Test(arguments: shapes) func addUpWhatThereIs(rows: Int, columns: Int) {
      let values = randomFloats(rows * columns, seed: 71)
      let results = sums(values, rows: rows, columns: columns)
      var total = 0.0
      for row in 0..<rows {
        let exact = values[(row * columns)..<((row + 1) * columns)]
          .reduce(0.0) { $0 + Double($1) * Double($1) }
        #expect(abs(Double(results.rows[row]) - exact) <= 1e-6 * exact)
        total += exact
      }
      #expect(abs(Double(results.total) - total) <= 1e-6 * total)
    }

    @Test(arguments: shapes) func areTheSameForAllThreadCounts(rows: Int, columns: Int) {
      let values = randomFloats(rows * columns, seed: 72)
      #expect(
        isSameForAllThreadCounts {
          let results = sums(values, rows: rows, columns: columns)
          return results.rows + [results.total]
        })
    }
  }
}

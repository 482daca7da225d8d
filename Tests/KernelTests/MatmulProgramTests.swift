// Element-wise programs over the rows of a product, against the product and the program apart.
import CVectorKernels
import Testing

/// What a program over a product wrote.
private struct ProgramResults {
  let scaled: [Float]
  let difference: [Float]
  let rowSums: [Float]
  let total: Float
  let product: [Float]
}

/// `scaled = product * row * 0.5 + column`, `difference = other - product` in the memory of
/// `other`, the sums of the rows of `scaled`, and the sum of the product.
private func runProgram(
  _ matmul: MatmulCase, _ operands: MatmulOperands, keepsProduct: Bool
) -> ProgramResults {
  let (m, n) = (matmul.m, matmul.n)
  let row = GuardedBuffer(randomFloats(n, seed: 61))
  let column = GuardedBuffer(randomFloats(m, seed: 62))
  let half = GuardedBuffer([0.5 as Float])
  let other = GuardedBuffer(randomFloats(m * n, seed: 63))
  let product = GuardedBuffer(count: m * n)
  let scaled = GuardedBuffer(count: m * n)
  let rowSums = GuardedBuffer(count: m)
  let total = GuardedBuffer(count: 1)
  let inputs = [
    mk_input(data: product.words, access: Int32(MK_PRODUCT.rawValue)),
    mk_input(data: row.words, access: Int32(MK_ROW.rawValue)),
    mk_input(data: column.words, access: Int32(MK_COLUMN.rawValue)),
    mk_input(data: half.words, access: Int32(MK_SCALAR.rawValue)),
    mk_input(data: other.words, access: Int32(MK_FULL.rawValue)),
  ]
  let instructions = [
    instruction(MK_MULTIPLY, 5, 0, 1), instruction(MK_MULTIPLY_ADD, 6, 5, 3, 2),
    instruction(MK_SUBTRACT, 7, 4, 0),
  ]
  let outputs: [UnsafeMutableRawPointer?] = [
    UnsafeMutableRawPointer(scaled.words), UnsafeMutableRawPointer(other.words),
  ]
  let sums = [
    mk_sum(out: rowSums.floats, slot: 6, extent: UInt16(MK_SUM_ROWS.rawValue)),
    mk_sum(out: total.floats, slot: 0, extent: UInt16(MK_SUM_ALL.rawValue)),
  ]
  var shape = matmul.shape
  let workspace = GuardedBuffer(count: Int((mk_matmul_workspace(&shape) + 63) / 64 * 16))
  instructions.withUnsafeBufferPointer { instructions in
    inputs.withUnsafeBufferPointer { inputs in
      outputs.withUnsafeBufferPointer { outputs in
        sums.withUnsafeBufferPointer { sums in
          var program = mk_program(
            instructions: instructions.baseAddress, inputs: inputs.baseAddress,
            outputs: outputs.baseAddress, sums: sums.baseAddress, partials: nil,
            instruction_count: 3, input_count: 5, temporary_count: 1, output_count: 2,
            sum_count: 2, rows: Int64(m), columns: Int64(n))
          let partials = GuardedBuffer(count: 2 * Int(mk_program_partials(&program)))
          program.partials = UnsafeMutableRawPointer(partials.words)
            .assumingMemoryBound(to: Double.self)
          mk_matmul_run(
            &shape, operands.a.floats, operands.b.floats, operands.bias?.floats, product.floats,
            &program, keepsProduct ? 1 : 0, workspace.words)
        }
      }
    }
  }
  return ProgramResults(
    scaled: scaled.floatValues, difference: other.floatValues, rowSums: rowSums.floatValues,
    total: total.floatValues[0], product: product.floatValues)
}

extension KernelTests {
  @Suite struct MatmulPrograms {
    /// The transpositions alone; products of every kind: strips, tiles, dot products, empty ones.
    static let cases =
      MatmulCase.all.filter { $0.bias != .perColumn && !$0.relu }
      + [MatmulCase(m: 33, n: 32, k: 16_384, transposeA: true)]

    @Test(arguments: cases) func agreesWithProductAndProgramApart(matmul: MatmulCase) {
      let operands = MatmulOperands(matmul)
      let product = multiply(matmul, operands)
      let (m, n) = (matmul.m, matmul.n)
      let row = randomFloats(n, seed: 61)
      let column = randomFloats(m, seed: 62)
      let other = randomFloats(m * n, seed: 63)
      for keepsProduct in [false, true] {
        let results = runProgram(matmul, operands, keepsProduct: keepsProduct)
        for i in 0..<m {
          var rowSum = 0.0
          var size = 0.0
          for j in 0..<n {
            let place = i * n + j
            let scaled = Double(product[place] * row[j]) * 0.5 + Double(column[i])
            expectClose(results.scaled[place], scaled, abs(scaled) + 1)
            expectClose(
              results.difference[place], Double(other[place]) - Double(product[place]),
              abs(Double(product[place])) + 1)
            rowSum += scaled
            size += abs(scaled) + 1
          }
          expectClose(results.rowSums[i], rowSum, size)
        }
        let total = product.reduce(0.0) { $0 + Double($1) }
        expectClose(results.total, total, product.reduce(1.0) { $0 + Double(abs($1)) })
        if keepsProduct { #expect(results.product == product) }
      }
    }

    @Test(arguments: cases.filter { $0.m * $0.n * $0.k > 100_000 })
    func threadsChangeNothing(matmul: MatmulCase) {
      let operands = MatmulOperands(matmul)
      #expect(
        isSameForAllThreadCounts {
          let results = runProgram(matmul, operands, keepsProduct: false)
          return results.scaled + results.difference + results.rowSums + [results.total]
        })
    }

    private func expectClose(_ result: Float, _ expected: Double, _ size: Double) {
      // Compared first: an expectation for each of a million elements would take minutes.
      if !(abs(Double(result) - expected) <= 1e-6 * size) {
        Issue.record("\(result) came instead of \(expected)")
      }
    }
  }
}

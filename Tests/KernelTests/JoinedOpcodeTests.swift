// Opcodes that join several operations, against double precision and at the ends of the range.
import CVectorKernels
import Foundation
import Testing

extension KernelTests {
  @Suite struct JoinedOpcodes {
    private struct Row: Sendable {
      let opcode: mk_opcode
      let arity: Int
      let truth: @Sendable ([Double]) -> Double
      /// What rounding errors are measured by.
      let size: @Sendable ([Double]) -> Double
    }

    private static let rows = [
      Row(
        opcode: MK_MULTIPLY_ADD, arity: 3, truth: { $0[0] * $0[1] + $0[2] },
        size: { abs($0[0] * $0[1]) + abs($0[2]) }),
      Row(
        opcode: MK_MULTIPLY_SUBTRACT, arity: 3, truth: { $0[0] * $0[1] - $0[2] },
        size: { abs($0[0] * $0[1]) + abs($0[2]) }),
      Row(
        opcode: MK_SUBTRACT_PRODUCT, arity: 3, truth: { $0[2] - $0[0] * $0[1] },
        size: { abs($0[0] * $0[1]) + abs($0[2]) }),
      Row(
        opcode: MK_TWO_PRODUCTS, arity: 4, truth: { $0[0] * $0[1] + $0[2] * $0[3] },
        size: { abs($0[0] * $0[1]) + abs($0[2] * $0[3]) }),
      Row(
        opcode: MK_APPROACH, arity: 3, truth: { $0[0] + ($0[1] - $0[0]) * $0[2] },
        size: { abs($0[0]) + (abs($0[1]) + abs($0[0])) * abs($0[2]) }),
      Row(
        opcode: MK_ROOT_MULTIPLY_ADD, arity: 3, truth: { $0[0].squareRoot() * $0[1] + $0[2] },
        size: { abs($0[0].squareRoot() * $0[1]) + abs($0[2]) }),
      Row(
        opcode: MK_SUBTRACT_SCALED_QUOTIENT, arity: 4, truth: { $0[3] - $0[0] * ($0[1] / $0[2]) },
        size: { abs($0[0] * ($0[1] / $0[2])) + abs($0[3]) }),
    ]

    @Test(arguments: 0..<rows.count) func agreeWithDoublePrecision(row: Int) {
      let row = Self.rows[row]
      let count = 4001
      var operands = (0..<row.arity).map { randomFloats(count, seed: 81 + UInt64($0)) }
      if row.opcode == MK_ROOT_MULTIPLY_ADD { operands[0] = operands[0].map { $0 * $0 * 1e-6 } }
      let results = apply(row.opcode, operands)
      for index in 0..<count {
        let inputs = operands.map { Double($0[index]) }
        let error = abs(Double(results[index]) - row.truth(inputs))
        #expect(error <= 2.5e-7 * row.size(inputs), "\(inputs)")
      }
    }

    /// Zeros, denormals, infinities, NaN and every magnitude: as near as separate roundings, and of
    /// the same kind.
    @Test(arguments: [MK_ROOT_MULTIPLY_ADD, MK_SUBTRACT_SCALED_QUOTIENT])
    func ordinaryAtTheEndsOfTheRange(opcode: mk_opcode) {
      let left =
        specialFloats.flatMap { x in specialFloats.map { _ in x } }
        + randomBits(3000, seed: 91)
      let right = specialFloats.flatMap { _ in specialFloats } + randomBits(3000, seed: 92)
      let ones = [Float](repeating: 1, count: left.count)
      let zeros = [Float](repeating: -0.0, count: left.count)
      let root = opcode == MK_ROOT_MULTIPLY_ADD
      let results = apply(opcode, root ? [left, ones, zeros] : [ones, left, right, zeros])
      for (index, result) in results.enumerated() {
        let expected =
          root ? left[index].squareRoot() + -0.0 : -0.0 - left[index] / right[index]
        let same =
          expected.isNaN
          ? result.isNaN
          : result == expected || abs(result - expected) <= 2 * expected.ulp
        #expect(same, "\(left[index]) and \(right[index]): \(result) instead of \(expected)")
      }
    }

    private func apply(_ opcode: mk_opcode, _ operands: [[Float]]) -> [Float] {
      let inputs = operands.map { KernelInput($0) }
      let output = GuardedBuffer(count: operands[0].count)
      runProgram(
        [instruction(opcode, inputs.count, 0, 1, 2, inputs.count > 3 ? 3 : 0)], inputs: inputs,
        outputs: [output], rows: 1, columns: output.count)
      return output.floatValues
    }
  }
}

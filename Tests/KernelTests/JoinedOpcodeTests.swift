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

    @Test func choosesByComparison() {
      let (left, right) = (specialFloats, Array(specialFloats.reversed()))
      let (yes, no) = (randomFloats(left.count, seed: 85), randomFloats(left.count, seed: 86))
      let results = apply(MK_CHOOSE_GREATER, [left, right, yes, no])
      for (index, result) in results.enumerated() {
        #expect(result == (left[index] > right[index] ? yes[index] : no[index]))
      }
    }

    /// A step of Adam at once and instruction by instruction, in place, with its sum.
    @Test(arguments: [1, 16, 100, 512, 5000]) func adaptiveStepIsTheSameAtOnce(count: Int) {
      let scalars = [0.1, 0.001, 0.999, 1.1, 1e-8, 0.01] as [Float]
      let steps = [
        instruction(MK_APPROACH, 11, 1, 0, 4), instruction(MK_MULTIPLY, 10, 0, 0),
        instruction(MK_TWO_PRODUCTS, 12, 5, 10, 6, 2),
        instruction(MK_ROOT_MULTIPLY_ADD, 14, 12, 7, 8),
        instruction(MK_SUBTRACT_SCALED_QUOTIENT, 13, 9, 11, 14, 3),
      ]
      var results: [[[Float]]] = []
      for mark in [[], [instruction(MK_ADAPTIVE_STEP, 0, 0)]] {
        let arrays = [
          randomFloats(count, seed: 87), randomFloats(count, seed: 88),
          randomFloats(count, seed: 89, in: 0...1), randomFloats(count, seed: 90),
        ].map { GuardedBuffer($0) }
        // The root has the last register, as an output that nobody reads.
        let root = GuardedBuffer(count: count)
        runProgram(
          mark + steps,
          inputs: arrays.map { KernelInput($0) } + scalars.map { KernelInput([$0], MK_SCALAR) },
          temporaries: 1, outputs: [arrays[1], arrays[2], arrays[3], root], rows: 1,
          columns: count)
        results.append(arrays.map(\.floatValues))
      }
      for (apart, atOnce) in zip(results[0], results[1]) {
        for (a, b) in zip(apart, atOnce) { #expect(abs(a - b) <= 1e-6 * abs(a) + 1e-9) }
      }
      #expect(results[1][3] != randomFloats(count, seed: 90))
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

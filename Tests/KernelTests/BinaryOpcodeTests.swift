// Opcodes of two and three operands, integers, masks and conversions against plain Swift.
import CVectorKernels
import Foundation
import Testing

extension KernelTests {
  @Suite struct BinaryOpcodes {
    /// All pairs of special numbers, then random ones.
    static let pairs: [(Float, Float)] =
      specialFloats.flatMap { x in specialFloats.map { (x, $0) } }
      + zip(randomBits(5000, seed: 11), randomBits(5000, seed: 12))
      + zip(randomFloats(5000, seed: 13), randomFloats(5000, seed: 14))
    static let left = pairs.map(\.0)
    static let right = pairs.map(\.1)

    static func propagating(
      _ choose: @escaping @Sendable (Float, Float) -> Float
    ) -> @Sendable (Float, Float) -> Float {
      { $0.isNaN || $1.isNaN ? .nan : choose($0, $1) }
    }

    @Test(arguments: [MK_ADD, MK_SUBTRACT, MK_MULTIPLY, MK_DIVIDE, MK_MAXIMUM, MK_MINIMUM])
    func arithmeticIsThatOfSwift(opcode: mk_opcode) {
      let function: @Sendable (Float, Float) -> Float =
        switch opcode {
        case MK_ADD: { $0 + $1 }
        case MK_SUBTRACT: { $0 - $1 }
        case MK_MULTIPLY: { $0 * $1 }
        case MK_DIVIDE: { $0 / $1 }
        case MK_MAXIMUM: Self.propagating { max($0, $1) }
        default: Self.propagating { min($0, $1) }
        }
      let results = apply(opcode, Self.left, Self.right).floatValues
      let wrong = zip(results, Self.pairs).first { result, pair in
        let expected = function(pair.0, pair.1)
        return result != expected && !(result.isNaN && expected.isNaN)
      }
      #expect(wrong.map { "\($0)" } == nil)
    }

    @Test(arguments: [
      MK_EQUAL, MK_NOT_EQUAL, MK_LESS, MK_LESS_EQUAL, MK_GREATER, MK_GREATER_EQUAL,
    ])
    func comparisonsMakeMasks(opcode: mk_opcode) {
      let compare: (Float, Float) -> Bool =
        switch opcode {
        case MK_EQUAL: (==)
        case MK_NOT_EQUAL: (!=)
        case MK_LESS: (<)
        case MK_LESS_EQUAL: (<=)
        case MK_GREATER: (>)
        default: (>=)
        }
      let results = apply(opcode, Self.left, Self.right).intValues
      #expect(firstDifference(results, Self.pairs.map { compare($0, $1) ? -1 : 0 }) == nil)
    }

    @Test func powerAgreesWithDoublePrecision() {
      let bases = randomFloats(20_000, seed: 15, in: 0...3)
      let exponents = randomFloats(20_000, seed: 16, in: -60...60)
      let whole = randomFloats(20_000, seed: 17, in: -20...20).map { $0.rounded() }
      let signed = randomFloats(20_000, seed: 18, in: -8...8)
      let left = Self.left + bases + signed
      let right = Self.right + exponents + whole
      let results = apply(MK_POWER, left, right).floatValues
      let wrong = zip(zip(left, right), results).first { operands, result in
        let truth = pow(Double(operands.0), Double(operands.1))
        return ulpError(result, truth) > 1 || (!truth.isNaN && result.sign != truth.sign)
      }
      #expect(wrong.map { "\($0)" } == nil)
    }

    @Test(arguments: [
      MK_INT_ADD, MK_INT_SUBTRACT, MK_INT_MULTIPLY, MK_INT_MAXIMUM, MK_INT_MINIMUM, MK_INT_EQUAL,
      MK_INT_NOT_EQUAL, MK_INT_LESS, MK_INT_LESS_EQUAL, MK_INT_GREATER, MK_INT_GREATER_EQUAL,
    ])
    func integersWrap(opcode: mk_opcode) {
      let special: [Int32] = [0, 1, -1, 2, 7, .max, .min, .max - 1, .min + 1, 65_536]
      let pairs =
        special.flatMap { x in special.map { (x, $0) } }
        + zip(
          randomInts(999, seed: 19, in: .min...(.max)), randomInts(999, seed: 20, in: .min...(.max))
        )
      func mask(_ truth: Bool) -> Int32 { truth ? -1 : 0 }
      let expected = pairs.map { x, y -> Int32 in
        switch opcode {
        case MK_INT_ADD: x &+ y
        case MK_INT_SUBTRACT: x &- y
        case MK_INT_MULTIPLY: x &* y
        case MK_INT_MAXIMUM: max(x, y)
        case MK_INT_MINIMUM: min(x, y)
        case MK_INT_EQUAL: mask(x == y)
        case MK_INT_NOT_EQUAL: mask(x != y)
        case MK_INT_LESS: mask(x < y)
        case MK_INT_LESS_EQUAL: mask(x <= y)
        case MK_INT_GREATER: mask(x > y)
        default: mask(x >= y)
        }
      }
      let results = apply(opcode, pairs.map(\.0), pairs.map(\.1)).intValues
      #expect(firstDifference(results, expected) == nil)
    }

    @Test func integersOfOneOperand() {
      let x: [Int32] = [0, 1, -1, 5, -5, .max, .min, .min + 1]
      #expect(apply(MK_INT_NEGATE, x).intValues == x.map { 0 &- $0 })
      #expect(apply(MK_INT_ABS, x).intValues == x.map { $0 < 0 ? 0 &- $0 : $0 })
      #expect(apply(MK_INT_SIGN, x).intValues == x.map { $0.signum() })
    }

    @Test func masks() {
      let x: [Int32] = [0, 0, -1, -1]
      let y: [Int32] = [0, -1, 0, -1]
      #expect(apply(MK_NOT, x).intValues == [-1, -1, 0, 0])
      #expect(apply(MK_AND, x, y).intValues == [0, 0, 0, -1])
      #expect(apply(MK_OR, x, y).intValues == [0, -1, -1, -1])
      let chosen = apply(
        MK_SELECT,
        [
          KernelInput(x), KernelInput([1, .nan, 3, 4]),
          KernelInput([5, 6, .nan, 8]),
        ])
      #expect(chosen.floatValues == [5, 6, 3, 4])
    }

    @Test func conversions() {
      let ints: [Int32] = [0, 1, -1, 16_777_217, .max, .min]
      #expect(apply(MK_FLOAT_FROM_INT, ints).floatValues == ints.map { Float($0) })
      let floats: [Float] = [
        0, -0.0, 0.99, -0.99, 1.5, -1.5, 2_147_483_520, 2_147_483_648, -2_147_483_648, -3e9,
        .infinity, -.infinity, .nan, .leastNonzeroMagnitude,
      ]
      #expect(
        apply(MK_INT_FROM_FLOAT, floats).intValues == [
          0, 0, 0, 0, 1, -1, 2_147_483_520, .max, .min, .min, .max, .min, 0, 0,
        ])
      #expect(
        apply(MK_MASK_FROM_FLOAT, floats).intValues
          == [0, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1])
      #expect(apply(MK_FLOAT_FROM_MASK, [Int32](arrayLiteral: 0, -1)).floatValues == [0, 1])
      #expect(apply(MK_INT_FROM_MASK, [Int32](arrayLiteral: 0, -1)).intValues == [0, 1])
      #expect(apply(MK_MASK_FROM_INT, ints).intValues == [0, -1, -1, -1, -1, -1])
    }
  }
}

// The instructions of an element-wise kernel as the C interpreter runs them.

import CVectorKernels
import TensorGraph

/// An opcode over values, which count the kernel's inputs first, then its instructions.
struct MachineInstruction {
  var opcode: mk_opcode
  var operands: [Int]
  /// What it makes; nil for a mark.
  let value: Int?
}

extension ElementwiseKernel {
  /// The instructions in order, those joined into one that frequently stand together.
  ///
  /// Each instruction is a pass over a block, so that two in one save the writing and reading of
  /// what lies between them.
  var machineInstructions: [MachineInstruction] {
    let first = accesses.count
    var joining = InstructionJoining(self)
    for (index, instruction) in instructions.enumerated() {
      joining.append(
        MachineInstruction(
          opcode: instruction.opcode, operands: instruction.operands, value: first + index))
    }
    return joining.finished
  }
}

/// Joins each instruction with those that alone it reads.
private struct InstructionJoining {
  private(set) var code: [MachineInstruction?] = []
  private let first: Int
  private var useCount: [Int]

  init(_ kernel: ElementwiseKernel) {
    first = kernel.accesses.count
    useCount = [Int](repeating: 0, count: first + kernel.instructions.count)
    for operand in kernel.instructions.flatMap(\.operands) { useCount[operand] += 1 }
    for result in kernel.results { useCount[result.value] += 1 }
  }

  mutating func append(_ instruction: MachineInstruction) {
    var instruction = instruction
    while let joined = joined(instruction) { instruction = joined }
    code.append(instruction)
  }

  /// The instruction with one that makes an operand taken in, or nil where none can be.
  private mutating func joined(_ outer: MachineInstruction) -> MachineInstruction? {
    // The right operand is often the shorter way to the result.
    for side in outer.operands.indices.reversed() {
      let value = outer.operands[side]
      guard let inner = maker(of: value),
        let (opcode, operands) = combination(outer, side, inner)
      else { continue }
      code[value - first] = nil
      return MachineInstruction(opcode: opcode, operands: operands, value: outer.value)
    }
    return nil
  }

  /// The instruction that makes a value which nothing else reads.
  private func maker(of value: Int) -> MachineInstruction? {
    value >= first && useCount[value] == 1 ? code[value - first] : nil
  }

  private func combination(
    _ outer: MachineInstruction, _ side: Int, _ inner: MachineInstruction
  ) -> (mk_opcode, [Int])? {
    let (o, i) = (outer.operands, inner.operands)
    switch (outer.opcode, inner.opcode, side) {
    case (MK_ADD, MK_MULTIPLY, _): return (MK_MULTIPLY_ADD, i + [o[1 - side]])
    case (MK_SUBTRACT, MK_MULTIPLY, 0): return (MK_MULTIPLY_SUBTRACT, i + [o[1]])
    case (MK_SUBTRACT, MK_MULTIPLY, 1): return (MK_SUBTRACT_PRODUCT, i + [o[0]])
    case (MK_MULTIPLY_ADD, MK_MULTIPLY, 2): return (MK_TWO_PRODUCTS, [o[0], o[1]] + i)
    case (MK_MULTIPLY_ADD, MK_SUBTRACT, 0...1) where i[1] == o[2]:
      return (MK_APPROACH, [i[1], i[0], o[1 - side]])
    case (MK_MULTIPLY_ADD, MK_SQRT, 0...1):
      return (MK_ROOT_MULTIPLY_ADD, [i[0], o[1 - side], o[2]])
    case (MK_SUBTRACT_PRODUCT, MK_DIVIDE, 0...1):
      return (MK_SUBTRACT_SCALED_QUOTIENT, [o[1 - side]] + i + [o[2]])
    case (MK_SELECT, MK_GREATER, 0): return (MK_CHOOSE_GREATER, i + [o[1], o[2]])
    default: return nil
    }
  }

  // MARK: - Optimizer steps

  /// The instructions, the steps of optimizers like Adam marked to run at once.
  var finished: [MachineInstruction] {
    let code = code.compactMap { $0 }
    var result: [MachineInstruction] = []
    var index = 0
    while index < code.count {
      if let steps = adaptiveStep(code[index...].prefix(5)) {
        result.append(MachineInstruction(opcode: MK_ADAPTIVE_STEP, operands: [], value: nil))
        result += steps
        index += 5
      } else {
        result.append(code[index])
        index += 1
      }
    }
    return result
  }

  /// Five instructions that make both moments, the root and the new parameter, with the square as
  /// second operand of its product; nil if they are others.
  private func adaptiveStep(_ code: ArraySlice<MachineInstruction>) -> [MachineInstruction]? {
    var steps = Array(code)
    guard
      steps.map(\.opcode) == [
        MK_APPROACH, MK_MULTIPLY, MK_TWO_PRODUCTS, MK_ROOT_MULTIPLY_ADD,
        MK_SUBTRACT_SCALED_QUOTIENT,
      ]
    else { return nil }
    let gradient = steps[0].operands[1]
    let (first, square, second, root) = (
      steps[0].value, steps[1].value, steps[2].value, steps[3].value
    )
    let products = steps[2].operands
    guard let place = products.firstIndex(where: { $0 == square }),
      products.filter({ $0 == square }).count == 1,
      steps[1].operands == [gradient, gradient], steps[3].operands[0] == second,
      steps[4].operands[1] == first, steps[4].operands[2] == root,
      root.map({ useCount[$0] }) == 1
    else { return nil }
    // `a b + c d` with the square for b.
    let pair = place < 2 ? [0, 1, 2, 3] : [2, 3, 0, 1]
    let turned = pair.map { products[$0] }
    steps[2].operands = turned[1] == square ? turned : [turned[1], turned[0]] + turned[2...]
    return steps
  }
}

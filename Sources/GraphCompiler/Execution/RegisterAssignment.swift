// Block registers for the values of an element-wise kernel.

import CVectorKernels

/// The block registers of a chain: inputs first, then temporaries used again as soon as they are
/// free, then the arrays that are written.
package struct RegisterAssignment {
  private enum Register {
    case temporary(Int)
    case output(Int)
  }

  private let inputCount: Int
  private var registers: [Int: Register] = [:]
  /// How many temporaries there are.
  package private(set) var temporaryCount = 0

  package init(_ kernel: ElementwiseKernel) {
    self.init(kernel, kernel.machineInstructions)
  }

  init(_ kernel: ElementwiseKernel, _ code: [MachineInstruction]) {
    inputCount = kernel.accesses.count
    var lastUse: [Int: Int] = [:]
    for (index, instruction) in code.enumerated() {
      for operand in instruction.operands { lastUse[operand] = index }
    }
    var outputs: [Int: Int] = [:]
    for result in kernel.results where result.value >= inputCount {
      if result.form == .array {
        outputs[result.value] = outputs.count
      } else {
        // Sums are taken when the last instruction has run.
        lastUse[result.value] = code.count
      }
    }
    var free: [Int] = []
    for (index, instruction) in code.enumerated() {
      for operand in Set(instruction.operands).sorted() where lastUse[operand] == index {
        if case .temporary(let number)? = registers[operand] { free.append(number) }
      }
      guard let value = instruction.value else { continue }
      if let output = outputs[value] {
        registers[value] = .output(output)
      } else if let reused = free.popLast() {
        registers[value] = .temporary(reused)
      } else {
        registers[value] = .temporary(temporaryCount)
        temporaryCount += 1
      }
    }
  }

  /// The register of a value.
  func register(of value: Int) -> UInt16 {
    switch registers[value] {
    case nil: UInt16(value)
    case .temporary(let index)?: UInt16(inputCount + index)
    case .output(let index)?: UInt16(inputCount + temporaryCount + index)
    }
  }

  func encoded(_ instruction: MachineInstruction) -> mk_instruction {
    let operands = instruction.operands.map { register(of: $0) } + [0, 0, 0, 0]
    return mk_instruction(
      opcode: UInt16(instruction.opcode.rawValue),
      result: instruction.value.map { register(of: $0) } ?? 0,
      a: operands[0], b: operands[1], c: operands[2], d: operands[3])
  }
}

// Element-wise chains bound to memory, as programs for the block interpreter.

import CVectorKernels
import TensorGraph

/// A chain whose C program was written once, when it was bound.
final class BoundElementwise: BoundKernel {
  private var program = mk_program()
  private let instructions: UnsafeMutableBufferPointer<mk_instruction>
  private let inputs: UnsafeMutableBufferPointer<mk_input>
  private let outputs: UnsafeMutableBufferPointer<UnsafeMutableRawPointer?>

  init(
    _ kernel: ElementwiseKernel, reads: [UnsafeMutableRawPointer], write: UnsafeMutableRawPointer
  ) {
    let registers = RegisterAssignment(kernel, inputCount: reads.count)
    instructions = .allocate(capacity: kernel.instructions.count)
    for (index, instruction) in kernel.instructions.enumerated() {
      let encoded = instruction.encoded(
        result: registers.results[index], registers.operands[index])
      instructions.initializeElement(at: index, to: encoded)
    }
    inputs = .allocate(capacity: max(1, reads.count))
    for (index, read) in reads.enumerated() {
      inputs.initializeElement(
        at: index, to: mk_input(data: read, access: kernel.accesses[index].code))
    }
    outputs = .allocate(capacity: 1)
    outputs.initializeElement(at: 0, to: write)
    program.instructions = UnsafePointer(instructions.baseAddress)
    program.inputs = UnsafePointer(inputs.baseAddress)
    program.outputs = UnsafePointer(outputs.baseAddress)
    program.instruction_count = Int32(kernel.instructions.count)
    program.input_count = Int32(reads.count)
    program.temporary_count = Int32(registers.temporaryCount)
    program.output_count = 1
    program.rows = Int64(kernel.rows)
    program.columns = Int64(kernel.columns)
  }

  /// A chain of one operand that replaces it.
  convenience init(_ kernel: ElementwiseKernel, in place: UnsafeMutableRawPointer) {
    self.init(kernel, reads: [place], write: place)
  }

  deinit {
    instructions.deallocate()
    inputs.deallocate()
    outputs.deallocate()
  }

  func run() -> Bool {
    mk_elementwise(&program)
    return true
  }
}

/// The block registers of a chain: inputs first, then temporaries used again as soon as they are
/// free, then the output.
package struct RegisterAssignment {
  private(set) var results: [UInt16] = []
  private(set) var operands: [[UInt16]] = []
  /// How many temporaries there are.
  package private(set) var temporaryCount = 0

  package init(_ kernel: ElementwiseKernel, inputCount: Int) {
    var lastUse = [Int](repeating: 0, count: kernel.instructions.count)
    for (index, instruction) in kernel.instructions.enumerated() {
      for operand in instruction.operands where operand >= inputCount {
        lastUse[operand - inputCount] = index
      }
    }
    var free: [Int] = []
    var temporaries = [Int](repeating: 0, count: kernel.instructions.count)
    for (index, instruction) in kernel.instructions.enumerated() {
      operands.append(
        instruction.operands.map { operand in
          UInt16(operand < inputCount ? operand : inputCount + temporaries[operand - inputCount])
        })
      for operand in Set(instruction.operands)
      where operand >= inputCount && lastUse[operand - inputCount] == index {
        free.append(temporaries[operand - inputCount])
      }
      guard index + 1 < kernel.instructions.count else { continue }
      if let reused = free.popLast() {
        temporaries[index] = reused
      } else {
        temporaries[index] = temporaryCount
        temporaryCount += 1
      }
      results.append(UInt16(inputCount + temporaries[index]))
    }
    results.append(UInt16(inputCount + temporaryCount))
  }
}

extension Access {
  fileprivate var code: Int32 {
    let access =
      switch self {
      case .full: MK_FULL
      case .scalar: MK_SCALAR
      case .row: MK_ROW
      case .column: MK_COLUMN
      }
    return Int32(access.rawValue)
  }
}

extension Instruction {
  fileprivate func encoded(result: UInt16, _ operands: [UInt16]) -> mk_instruction {
    mk_instruction(
      opcode: UInt16(opcode.rawValue), result: result, a: operands[0],
      b: operands.count > 1 ? operands[1] : 0, c: operands.count > 2 ? operands[2] : 0)
  }
}

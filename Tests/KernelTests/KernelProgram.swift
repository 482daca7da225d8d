// Builds and runs element-wise programs for the tests.
import CVectorKernels

struct KernelInput {
  let buffer: GuardedBuffer
  let access: mk_access
  /// What a periodic access repeats.
  var period = (lanes: 1, inner: 1, count: 1)

  init(_ buffer: GuardedBuffer, _ access: mk_access = MK_FULL) {
    self.buffer = buffer
    self.access = access
  }

  init(_ values: [Float], _ access: mk_access = MK_FULL) {
    self.init(GuardedBuffer(values), access)
  }

  init(_ values: [Int32], _ access: mk_access = MK_FULL) {
    self.init(GuardedBuffer(values), access)
  }

  /// A periodic input of `lanes * count` values.
  init(_ values: [Float], lanes: Int, inner: Int) {
    self.init(GuardedBuffer(values), MK_PERIODIC)
    period = (lanes, inner, values.count / lanes)
  }
}

func instruction(
  _ opcode: mk_opcode, _ result: Int, _ a: Int, _ b: Int = 0, _ c: Int = 0, _ d: Int = 0
) -> mk_instruction {
  mk_instruction(
    opcode: UInt16(opcode.rawValue), result: UInt16(result), a: UInt16(a), b: UInt16(b),
    c: UInt16(c), d: UInt16(d))
}

/// Runs a program into the given outputs.
func runProgram(
  _ instructions: [mk_instruction], inputs: [KernelInput], temporaries: Int = 0,
  outputs: [GuardedBuffer], rows: Int, columns: Int
) {
  let inputPointers = inputs.map {
    mk_input(
      data: UnsafeRawPointer($0.buffer.words), access: Int32($0.access.rawValue),
      lanes: Int64($0.period.lanes), inner: Int64($0.period.inner), count: Int64($0.period.count))
  }
  let outputPointers = outputs.map { UnsafeMutableRawPointer($0.words) as Optional }
  instructions.withUnsafeBufferPointer { instructions in
    inputPointers.withUnsafeBufferPointer { inputPointers in
      outputPointers.withUnsafeBufferPointer { outputPointers in
        var program = mk_program(
          instructions: instructions.baseAddress, inputs: inputPointers.baseAddress,
          outputs: outputPointers.baseAddress, sums: nil, partials: nil,
          instruction_count: Int32(instructions.count), input_count: Int32(inputs.count),
          temporary_count: Int32(temporaries), output_count: Int32(outputs.count), sum_count: 0,
          rows: Int64(rows), columns: Int64(columns))
        mk_elementwise(&program)
      }
    }
  }
}

/// One instruction over whole arrays.
func apply(_ opcode: mk_opcode, _ inputs: [KernelInput]) -> GuardedBuffer {
  let output = GuardedBuffer(count: inputs[0].buffer.count)
  let operands = inputs.indices.map { $0 } + [0, 0]
  runProgram(
    [instruction(opcode, inputs.count, operands[0], operands[1], operands[2])], inputs: inputs,
    outputs: [output], rows: 1, columns: output.count)
  return output
}

func apply(_ opcode: mk_opcode, _ inputs: [Float]...) -> GuardedBuffer {
  apply(opcode, inputs.map { KernelInput($0) })
}

func apply(_ opcode: mk_opcode, _ inputs: [Int32]...) -> GuardedBuffer {
  apply(opcode, inputs.map { KernelInput($0) })
}

extension mk_input {
  /// An input without a period.
  init(data: UnsafeRawPointer?, access: Int32) {
    self.init(data: data, access: access, lanes: 1, inner: 1, count: 1)
  }
}

extension mk_sum {
  /// A sum whose lanes do not matter.
  init(out: UnsafeMutablePointer<Float>?, slot: UInt16, extent: UInt16) {
    self.init(out: out, slot: slot, extent: extent, count: 1)
  }
}

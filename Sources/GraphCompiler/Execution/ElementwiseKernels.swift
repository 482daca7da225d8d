// Element-wise chains bound to memory, as programs for the block interpreter.

import CVectorKernels
import TensorGraph

/// A chain whose C program was written once, when it was bound.
final class ElementwiseProgram {
  private let memory: UnsafeMutablePointer<mk_program>
  private let instructions: UnsafeMutableBufferPointer<mk_instruction>
  private let inputs: UnsafeMutableBufferPointer<mk_input>
  private let outputs: UnsafeMutableBufferPointer<UnsafeMutableRawPointer?>
  private let sums: UnsafeMutableBufferPointer<mk_sum>

  /// - Parameters:
  ///   - reads: the inputs in their order, a product among them.
  ///   - writes: where each result goes.
  ///   - workspace: the step's own; the sums use `partialsByteCount` from the offset on.
  init(
    _ kernel: ElementwiseKernel, reads: [UnsafeMutableRawPointer],
    writes: [UnsafeMutableRawPointer], workspace: UnsafeMutableRawPointer, partialsOffset: Int = 0
  ) {
    let code = kernel.machineInstructions
    let registers = RegisterAssignment(kernel, code)
    instructions = .allocate(capacity: max(1, code.count))
    for (index, instruction) in code.enumerated() {
      instructions.initializeElement(at: index, to: registers.encoded(instruction))
    }
    inputs = .allocate(capacity: max(1, reads.count))
    for (index, read) in reads.enumerated() {
      inputs.initializeElement(
        at: index, to: kernel.accesses[index].input(read))
    }
    outputs = .allocate(capacity: max(1, writes.count))
    sums = .allocate(capacity: max(1, writes.count))
    var (outputCount, sumCount) = (0, 0)
    for (result, write) in zip(kernel.results, writes) {
      switch result.form {
      case .array:
        outputs.initializeElement(at: outputCount, to: write)
        outputCount += 1
      case .rowSums, .total, .laneSums:
        sums.initializeElement(
          at: sumCount,
          to: result.form.sum(
            into: write.assumingMemoryBound(to: Float.self),
            of: registers.register(of: result.value)))
        sumCount += 1
      }
    }
    memory = .allocate(capacity: 1)
    memory.initialize(
      to: mk_program(
        instructions: instructions.baseAddress, inputs: inputs.baseAddress,
        outputs: outputs.baseAddress, sums: sums.baseAddress,
        partials: (workspace + partialsOffset).assumingMemoryBound(to: Double.self),
        instruction_count: Int32(code.count), input_count: Int32(reads.count),
        temporary_count: Int32(registers.temporaryCount), output_count: Int32(outputCount),
        sum_count: Int32(sumCount), rows: Int64(kernel.rows), columns: Int64(kernel.columns)))
  }

  deinit {
    memory.deallocate()
    instructions.deallocate()
    inputs.deallocate()
    outputs.deallocate()
    sums.deallocate()
  }

  /// The program, for the kernel that runs it on its way.
  var pointer: UnsafePointer<mk_program> { UnsafePointer(memory) }

  func run() {
    mk_elementwise(memory)
  }
}

extension ElementwiseKernel {
  /// The working memory that the kernel's sums need.
  var partialsByteCount: Int {
    let sums = results.filter { $0.form != .array }.map { $0.form.sum(into: nil, of: 0) }
    return sums.withUnsafeBufferPointer { sums in
      var program = mk_program()
      program.sums = sums.baseAddress
      program.sum_count = Int32(sums.count)
      program.rows = Int64(rows)
      program.columns = Int64(columns)
      return Int(mk_program_partials(&program)) * MemoryLayout<Double>.stride
    }
  }
}

extension MatmulKernel {
  /// The working memory that the sums of the product's program need.
  var partialsByteCount: Int { program?.partialsByteCount ?? 0 }
}

/// A chain on its own.
struct BoundElementwise: BoundKernel {
  let program: ElementwiseProgram

  func run() -> Bool {
    program.run()
    return true
  }
}

extension ElementwiseResult.Form {
  /// The sum of a slot that this form stands for.
  fileprivate func sum(into out: UnsafeMutablePointer<Float>?, of slot: UInt16) -> mk_sum {
    let (extent, count) =
      switch self {
      case .laneSums(let count): (MK_SUM_LANES, count)
      case .rowSums: (MK_SUM_ROWS, 1)
      case .array, .total: (MK_SUM_ALL, 1)
      }
    return mk_sum(out: out, slot: slot, extent: UInt16(extent.rawValue), count: Int64(count))
  }
}

extension Access {
  fileprivate func input(_ data: UnsafeRawPointer) -> mk_input {
    var input = mk_input(data: data, access: 0, lanes: 1, inner: 1, count: 1)
    let access =
      switch self {
      case .full: MK_FULL
      case .scalar: MK_SCALAR
      case .row: MK_ROW
      case .column: MK_COLUMN
      case .product: MK_PRODUCT
      case .periodic: MK_PERIODIC
      }
    if case .periodic(let lanes, let inner, let count) = self {
      (input.lanes, input.inner, input.count) = (Int64(lanes), Int64(inner), Int64(count))
    }
    input.access = Int32(access.rawValue)
    return input
  }
}

// Matrix products bound to memory: oneDNN's and our own.

import COneDNN
import CVectorKernels
import TensorGraph

/// A product that oneDNN computes.
///
/// The relu is a pass of our own: oneDNN's turns NaN into 0 and would hide a run that has diverged.
/// A bias for each row is one, too: oneDNN is slow with it.
final class BoundOneDNNMatmul: BoundKernel {
  private let handle: OpaquePointer
  private let packing: Packing?
  private let finish: ElementwiseProgram?
  private let program: ElementwiseProgram?
  private let reads: [UnsafePointer<Float>]
  private let write: UnsafeMutablePointer<Float>

  init(
    _ kernel: MatmulKernel, inBFloat16: Bool, reads: [UnsafeMutableRawPointer],
    write: UnsafeMutableRawPointer, program: ElementwiseProgram?,
    workspace: UnsafeMutableRawPointer
  ) throws(CompileError) {
    var message = [CChar](repeating: 0, count: 256)
    let created = mdnn_matmul_create(
      Int64(kernel.m), Int64(kernel.n), Int64(kernel.k), kernel.matmul.transposeA,
      kernel.matmul.transposeB, kernel.bias == .column, inBFloat16 ? MDNN_BF16 : MDNN_F32,
      &message, Int64(message.count))
    guard let created else {
      let reason = String(
        decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      throw CompileError(
        "oneDNN cannot multiply \(kernel.m)x\(kernel.k) by \(kernel.k)x\(kernel.n): \(reason)")
    }
    handle = created
    packing = inBFloat16 ? Packing(kernel, workspace) : nil
    finish = kernel.finish.map { finish in
      ElementwiseProgram(
        finish, reads: [write] + (finish.accesses.count > 1 ? [reads[2]] : []), writes: [write],
        workspace: workspace)
    }
    self.program = program
    self.reads = reads.map { UnsafePointer($0.assumingMemoryBound(to: Float.self)) }
    self.write = write.assumingMemoryBound(to: Float.self)
  }

  deinit {
    mdnn_matmul_destroy(handle)
  }

  func run() -> Bool {
    let bias = reads.count > 2 ? reads[2] : nil
    let isDone =
      if let packing {
        mdnn_matmul_run(
          handle, packing.left(reads[0]), packing.right(reads[1]), bias, write)
      } else {
        mdnn_matmul_run(handle, reads[0], reads[1], bias, write)
      }
    guard isDone else { return false }
    finish?.run()
    program?.run()
    return true
  }
}

/// 16-bit copies of two operands in working memory.
private struct Packing {
  private let workspace: UnsafeMutableRawPointer
  private let leftCount: Int
  private let rightCount: Int
  private let rightOffset: Int

  init(_ kernel: MatmulKernel, _ workspace: UnsafeMutableRawPointer) {
    self.workspace = workspace
    leftCount = kernel.m * kernel.k
    rightCount = kernel.k * kernel.n
    rightOffset = kernel.packedLeftByteCount
  }

  func left(_ floats: UnsafePointer<Float>) -> UnsafeRawPointer {
    copy(floats, leftCount, to: workspace)
  }

  func right(_ floats: UnsafePointer<Float>) -> UnsafeRawPointer {
    copy(floats, rightCount, to: workspace + rightOffset)
  }

  private func copy(
    _ floats: UnsafePointer<Float>, _ count: Int, to place: UnsafeMutableRawPointer
  ) -> UnsafeRawPointer {
    mk_pack_bf16(place.assumingMemoryBound(to: UInt16.self), floats, Int64(count))
    return UnsafeRawPointer(place)
  }
}

extension MatmulKernel {
  fileprivate var packedLeftByteCount: Int { AlignedBuffer.aligned(2 * m * k) }

  /// The working memory that 16-bit copies of both operands take.
  var packedByteCount: Int { packedLeftByteCount + AlignedBuffer.aligned(2 * k * n) }
}

/// A product that our own kernels compute.
final class BoundPortableMatmul: BoundKernel {
  private let shape: UnsafeMutablePointer<mk_matmul>
  private let program: ElementwiseProgram?
  private let keepsProduct: Bool
  private let reads: [UnsafePointer<Float>]
  private let write: UnsafeMutablePointer<Float>
  private let workspace: UnsafeMutableRawPointer

  init(
    _ kernel: MatmulKernel, reads: [UnsafeMutableRawPointer], write: UnsafeMutableRawPointer,
    program: ElementwiseProgram?, workspace: UnsafeMutableRawPointer
  ) {
    shape = .allocate(capacity: 1)
    shape.initialize(to: kernel.shape)
    self.program = program
    keepsProduct = kernel.keepsProduct
    self.reads = reads.map { UnsafePointer($0.assumingMemoryBound(to: Float.self)) }
    self.write = write.assumingMemoryBound(to: Float.self)
    self.workspace = workspace
  }

  deinit {
    shape.deallocate()
  }

  func run() -> Bool {
    mk_matmul_run(
      shape, reads[0], reads[1], reads.count > 2 ? reads[2] : nil, write, program?.pointer,
      keepsProduct ? 1 : 0, workspace)
    return true
  }
}

extension MatmulKernel {
  /// What is left to do where a library only multiplies and adds a bias for each column.
  fileprivate var finish: ElementwiseKernel? {
    let addsRows = bias == .row
    guard addsRows || relu else { return nil }
    var instructions: [Instruction] = []
    if addsRows {
      instructions.append(
        Instruction(operation: .binary(.add), operands: [0, 1], operandType: .float32))
    }
    let inputs: [Access] = addsRows ? [.full, .column] : [.full]
    if relu {
      instructions.append(
        Instruction(
          operation: .unary(.relu), operands: [addsRows ? inputs.count : 0],
          operandType: .float32))
    }
    let last = inputs.count + instructions.count - 1
    return ElementwiseKernel(
      instructions: instructions, accesses: inputs, rows: m, columns: n,
      results: [ElementwiseResult(value: last, form: .array)])
  }

  var shape: mk_matmul {
    mk_matmul(
      m: Int64(m), n: Int64(n), k: Int64(k), transpose_a: matmul.transposeA ? 1 : 0,
      transpose_b: matmul.transposeB ? 1 : 0,
      activation: Int32((relu ? MK_ACTIVATION_RELU : MK_ACTIVATION_NONE).rawValue),
      bias_per_row: bias == .row ? 1 : 0)
  }
}

// Matrix products bound to memory: oneDNN's and our own.

import COneDNN
import CVectorKernels
import TensorGraph

/// A product that oneDNN computes.
///
/// The relu is a pass of our own: oneDNN's turns NaN into 0 and would hide a run that has diverged.
final class BoundOneDNNMatmul: BoundKernel {
  private let handle: OpaquePointer
  private let relu: BoundElementwise?
  private let reads: [UnsafePointer<Float>]
  private let write: UnsafeMutablePointer<Float>

  init(
    _ kernel: MatmulKernel, reads: [UnsafeMutableRawPointer], write: UnsafeMutableRawPointer
  ) throws(CompileError) {
    var message = [CChar](repeating: 0, count: 256)
    let created = mdnn_matmul_create(
      Int64(kernel.m), Int64(kernel.n), Int64(kernel.k), kernel.matmul.transposeA,
      kernel.matmul.transposeB, kernel.hasBias, &message, Int64(message.count))
    guard let created else {
      let reason = String(
        decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      throw CompileError(
        "oneDNN cannot multiply \(kernel.m)x\(kernel.k) by \(kernel.k)x\(kernel.n): \(reason)")
    }
    handle = created
    relu = kernel.relu ? BoundElementwise(.relu(count: kernel.m * kernel.n), in: write) : nil
    self.reads = reads.map { UnsafePointer($0.assumingMemoryBound(to: Float.self)) }
    self.write = write.assumingMemoryBound(to: Float.self)
  }

  deinit {
    mdnn_matmul_destroy(handle)
  }

  func run() -> Bool {
    mdnn_matmul_run(handle, reads[0], reads[1], reads.count > 2 ? reads[2] : nil, write)
      && relu?.run() ?? true
  }
}

/// A product that our own kernels compute.
struct BoundPortableMatmul: BoundKernel {
  private let shape: mk_matmul
  private let reads: [UnsafePointer<Float>]
  private let write: UnsafeMutablePointer<Float>
  private let workspace: AlignedBuffer

  init(
    _ kernel: MatmulKernel, reads: [UnsafeMutableRawPointer], write: UnsafeMutableRawPointer,
    workspace: AlignedBuffer
  ) {
    shape = kernel.shape
    self.reads = reads.map { UnsafePointer($0.assumingMemoryBound(to: Float.self)) }
    self.write = write.assumingMemoryBound(to: Float.self)
    self.workspace = workspace
  }

  func run() -> Bool {
    withUnsafePointer(to: shape) { shape in
      mk_matmul_run(
        shape, reads[0], reads[1], reads.count > 2 ? reads[2] : nil, write, workspace.start)
    }
    return true
  }
}

// Makes what the kernels of a program need and binds them to memory.

import COneDNN
import CVectorKernels
import TensorGraph

/// What the kernels of one program share.
struct KernelBinding {
  private let library: KernelLibrary
  /// One primitive for all convolutions of the same sizes, where oneDNN runs them.
  private var convolutions: [ConvolutionKernel: OneDNNConvolution] = [:]

  init(_ library: KernelLibrary) {
    self.library = library
  }

  private func winogradUse(_ kernel: ConvolutionKernel) -> WinogradUse {
    WinogradUse(
      threads: library.allowsWinograd ? KernelLibrary.threadCount : 0,
      inBFloat16: library.runsInBFloat16(kernel))
  }

  /// Makes what a step needs.
  /// - Returns: The bytes of working memory that it uses while it runs.
  /// - Throws: `CompileError` if oneDNN cannot make a primitive.
  mutating func prepare(_ step: Step) throws(CompileError) -> Int {
    switch step.kernel {
    case .elementwise(let kernel): return kernel.partialsByteCount
    case .matmul(let kernel):
      return Self.offsetOfPartials(kernel, library) + kernel.partialsByteCount
    case .convolution(let kernel) where !kernel.isEmpty:
      if let made = convolutions[kernel] { return made.workspaceByteCount }
      if library.runsOnOneDNN(kernel) {
        let made = try OneDNNConvolution(kernel)
        if !made.isReference {
          convolutions[kernel] = made
          return made.workspaceByteCount
        }
      }
      return kernel.portableWorkspaceByteCount(winogradUse(kernel))
    default: return 0
    }
  }

  /// A product's own working memory comes first, that of its program's sums behind it.
  private static func offsetOfPartials(_ kernel: MatmulKernel, _ library: KernelLibrary) -> Int {
    if library.runsInBFloat16(kernel) { return kernel.packedByteCount }
    var shape = kernel.shape
    return AlignedBuffer.aligned(Int(mk_matmul_workspace(&shape)))
  }

  func bind(
    _ step: Step, reads: [UnsafeMutableRawPointer], writes: [UnsafeMutableRawPointer],
    workspace: UnsafeMutableRawPointer, elementCounts: [Int]
  ) throws -> any BoundKernel {
    switch step.kernel {
    case .elementwise(let kernel):
      return BoundElementwise(
        program: ElementwiseProgram(kernel, reads: reads, writes: writes, workspace: workspace))
    case .matmul(let kernel):
      return try bind(kernel, reads: reads, writes: writes, workspace: workspace)
    case .copy(let copies, let clearing):
      return BoundCopies(
        copies, clearing: clearing ? elementCounts[0] : nil, reads: reads, write: writes[0])
    case .random(let draw):
      return BoundRandom(draw, key: reads[0], write: writes[0])
    case .convolution(let kernel):
      if kernel.isEmpty { return BoundZeros(write: writes[0], count: elementCounts[0]) }
      if let primitive = convolutions[kernel] {
        return BoundOneDNNConvolution(
          primitive, reads: reads, write: writes[0], workspace: workspace)
      }
      return BoundPortableConvolution(
        kernel, winogradUse(kernel), reads: reads, write: writes[0], workspace: workspace)
    case .pool(let kernel):
      return BoundPool(kernel, reads: reads, write: writes[0])
    default:
      return BoundRowKernel(kernel: step.kernel, reads: reads, write: writes[0])
    }
  }

  private func bind(
    _ kernel: MatmulKernel, reads: [UnsafeMutableRawPointer], writes: [UnsafeMutableRawPointer],
    workspace: UnsafeMutableRawPointer
  ) throws -> any BoundKernel {
    let operandCount = kernel.bias == nil ? 2 : 3
    let operands = Array(reads.prefix(operandCount))
    let program = kernel.program.map { program in
      ElementwiseProgram(
        program, reads: [writes[0]] + reads.dropFirst(operandCount),
        writes: Array(writes.dropFirst()), workspace: workspace,
        partialsOffset: Self.offsetOfPartials(kernel, library))
    }
    return library.runsOnOneDNN(kernel)
      ? try BoundOneDNNMatmul(
        kernel, inBFloat16: library.runsInBFloat16(kernel), reads: operands, write: writes[0],
        program: program, workspace: workspace)
      : BoundPortableMatmul(
        kernel, reads: operands, write: writes[0], program: program, workspace: workspace)
  }
}

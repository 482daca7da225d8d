// Binds the kernels of a program to memory, with one working memory for all of them.

import COneDNN
import CVectorKernels
import TensorGraph

/// What the kernels of one program share.
struct KernelBinding {
  private let library: KernelLibrary
  /// Used by one kernel after the other.
  private let workspace: AlignedBuffer
  /// One primitive for all convolutions of the same sizes, where oneDNN runs them.
  private let convolutions: [ConvolutionKernel: OneDNNConvolution]

  /// Makes what the steps need.
  /// - Throws: `CompileError` if oneDNN cannot make a primitive.
  init(_ library: KernelLibrary, _ steps: [Step]) throws(CompileError) {
    self.library = library
    var convolutions: [ConvolutionKernel: OneDNNConvolution] = [:]
    var byteCount = 0
    for step in steps {
      switch step.kernel {
      case .elementwise(let kernel): byteCount = max(byteCount, kernel.partialsByteCount)
      case .matmul(let kernel):
        let partials = Self.offsetOfPartials(kernel, library) + kernel.partialsByteCount
        byteCount = max(byteCount, partials)
      case .convolution(let kernel) where !kernel.isEmpty:
        guard convolutions[kernel] == nil else { continue }
        if library.runsOnOneDNN(kernel) {
          let made = try OneDNNConvolution(kernel, allowsWinograd: library.allowsWinograd)
          if !made.isReference {
            convolutions[kernel] = made
            byteCount = max(byteCount, made.workspaceByteCount)
            continue
          }
        }
        byteCount = max(byteCount, kernel.portableWorkspaceByteCount)
      default: break
      }
    }
    self.convolutions = convolutions
    workspace = AlignedBuffer(byteCount: byteCount)
  }

  /// The size of the working memory.
  var workspaceByteCount: Int { workspace.byteCount }

  /// A product's own working memory comes first, that of its program's sums behind it.
  private static func offsetOfPartials(_ kernel: MatmulKernel, _ library: KernelLibrary) -> Int {
    if library.runsInBFloat16(kernel) { return kernel.packedByteCount }
    var shape = kernel.shape
    return AlignedBuffer.aligned(Int(mk_matmul_workspace(&shape)))
  }

  func bind(
    _ step: Step, reads: [UnsafeMutableRawPointer], writes: [UnsafeMutableRawPointer],
    elementCounts: [Int]
  ) throws -> any BoundKernel {
    switch step.kernel {
    case .elementwise(let kernel):
      return BoundElementwise(
        program: ElementwiseProgram(kernel, reads: reads, writes: writes, workspace: workspace))
    case .matmul(let kernel):
      return try bind(kernel, reads: reads, writes: writes)
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
        kernel, reads: reads, write: writes[0], workspace: workspace)
    case .pool(let kernel):
      return BoundPool(kernel, reads: reads, write: writes[0])
    default:
      return BoundRowKernel(kernel: step.kernel, reads: reads, write: writes[0])
    }
  }

  private func bind(
    _ kernel: MatmulKernel, reads: [UnsafeMutableRawPointer], writes: [UnsafeMutableRawPointer]
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

// Chooses the code that runs each kernel and binds it to memory.

import COneDNN
import CVectorKernels
import TensorGraph

/// A kernel with every pointer in place.
protocol BoundKernel {
  /// Runs it; false if the library beneath reports a failure.
  func run() -> Bool
}

/// Which kernels a program is bound to.
public struct KernelLibrary: Sendable {
  /// Whether oneDNN multiplies matrices; our own portable kernels do otherwise.
  public let usesOneDNN: Bool

  /// - Parameter usesOneDNN: false chooses the portable kernels even where oneDNN is installed.
  public init(usesOneDNN: Bool) {
    self.usesOneDNN = usesOneDNN && mdnn_available()
  }

  /// oneDNN where this build has it.
  public static let standard = KernelLibrary(usesOneDNN: true)

  /// The name that manifests record, like `oneDNN 2.6.3 avx512_core_bf16`.
  public var name: String {
    usesOneDNN ? "oneDNN " + String(cString: mdnn_version()) : "portable"
  }

  /// The vector level that our own kernels run at on this processor.
  public static var cpuLevel: String { String(cString: mk_cpu_level()) }

  /// How many threads kernels use, at least 1; set before anything is compiled.
  public static var threadCount: Int {
    get { Int(mk_threads()) }
    set { mk_set_threads(Int32(clamping: max(1, newValue))) }
  }

  func workspaceBytes(for steps: [Step]) -> Int {
    steps.reduce(0) { largest, step in
      guard case .matmul(let kernel) = step.kernel, !runsOnOneDNN(kernel) else { return largest }
      var shape = kernel.shape
      return max(largest, Int(mk_matmul_workspace(&shape)))
    }
  }

  func bind(
    _ step: Step, reads: [UnsafeMutableRawPointer], write: UnsafeMutableRawPointer,
    elementCount: Int, workspace: AlignedBuffer
  ) throws -> any BoundKernel {
    switch step.kernel {
    case .elementwise(let kernel):
      return BoundElementwise(kernel, reads: reads, write: write)
    case .matmul(let kernel):
      return runsOnOneDNN(kernel)
        ? try BoundOneDNNMatmul(kernel, reads: reads, write: write)
        : BoundPortableMatmul(kernel, reads: reads, write: write, workspace: workspace)
    case .copy(let copies, let clearing):
      return BoundCopies(
        copies, clearing: clearing ? elementCount : nil, reads: reads, write: write)
    case .random(let draw):
      return BoundRandom(draw, key: reads[0], write: write)
    default:
      return BoundRowKernel(kernel: step.kernel, reads: reads, write: write)
    }
  }

  /// oneDNN refuses empty matrices.
  private func runsOnOneDNN(_ kernel: MatmulKernel) -> Bool {
    usesOneDNN && kernel.m > 0 && kernel.n > 0 && kernel.k > 0
  }
}

extension MatmulKernel {
  var shape: mk_matmul {
    mk_matmul(
      m: Int64(m), n: Int64(n), k: Int64(k), transpose_a: matmul.transposeA ? 1 : 0,
      transpose_b: matmul.transposeB ? 1 : 0,
      activation: Int32((relu ? MK_ACTIVATION_RELU : MK_ACTIVATION_NONE).rawValue))
  }
}

/// A program that cannot be compiled on this machine.
public struct CompileError: Error, Sendable, CustomStringConvertible {
  /// What failed.
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}

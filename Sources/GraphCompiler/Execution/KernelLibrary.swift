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
  private enum Choice {
    case own, oneDNN
    /// Each product by whichever is faster for its size.
    case faster
  }

  /// Which products of bf16 numbers run on the processor's bf16 units.
  private enum BFloat16Use {
    case never
    /// Those that are worth the 16-bit copies of their operands.
    case large
    case always
  }

  private let choice: Choice
  private let bfloat16Use: BFloat16Use
  /// Whether Winograd's algorithm multiplies bf16 numbers where it may.
  private let winogradUsesBFloat16: Bool
  /// Whether convolutions of 3 x 3 pixels, and of 4 x 4 with strides of 2, may use Winograd's
  /// algorithm, which is about twice as fast and rounds more coarsely.
  public var allowsWinograd: Bool

  private init(_ choice: Choice, always: Bool = false, allowsWinograd: Bool = true) {
    self.choice = mdnn_available() ? choice : .own
    self.allowsWinograd = allowsWinograd
    winogradUsesBFloat16 = always || mk_bf16_winograd_is_fast() != 0
    if self.choice == .own {
      bfloat16Use = .never
    } else if always {
      bfloat16Use = .always
    } else {
      bfloat16Use = BFloat16Units.ofThisProcessor == .fast ? .large : .never
    }
  }

  /// - Parameter usesOneDNN: whether oneDNN multiplies all matrices, where this build has it;
  ///   false chooses our own portable kernels.
  public init(usesOneDNN: Bool, allowsWinograd: Bool = true) {
    self.init(usesOneDNN ? .oneDNN : .own, allowsWinograd: allowsWinograd)
  }

  /// Our own kernels, and oneDNN for large products where this build has it.
  public static let standard = KernelLibrary(.faster)

  /// oneDNN for everything, in bf16 wherever the operands are, fast or not; for tests.
  package static let bfloat16 = KernelLibrary(.oneDNN, always: true)

  /// Our own kernels, and bf16 in Winograd's algorithm wherever it may be, fast or not; for tests.
  package static let ownBFloat16 = KernelLibrary(.own, always: true)

  /// Whether oneDNN takes part.
  public var usesOneDNN: Bool { choice != .own }

  /// Whether products of bf16 numbers run on the processor's bf16 units; f32 ones serve otherwise.
  public var usesBFloat16Units: Bool { bfloat16Use != .never }

  /// The name that manifests record, like `own and oneDNN 2.6.3 avx512_core_bf16`.
  public var name: String {
    let oneDNN = "oneDNN " + String(cString: mdnn_version())
    let kernels =
      switch choice {
      case .own: "own"
      case .oneDNN: oneDNN
      case .faster: "own and " + oneDNN
      }
    return kernels + winogradNote
  }

  private var winogradNote: String { allowsWinograd ? "" : " without Winograd" }

  /// The name with what a precision has run otherwise than f32.
  public func name(at precision: Precision) -> String {
    guard precision == .bfloat16 else { return name }
    return name + (usesBFloat16Units ? ", bf16 units" : "")
      + (allowsWinograd && winogradUsesBFloat16 ? ", bf16 Winograd" : "")
  }

  /// The vector level that our own kernels run at on this processor.
  public static var cpuLevel: String { String(cString: mk_cpu_level()) }

  /// How many threads kernels use, at least 1; set before anything is compiled.
  public static var threadCount: Int {
    get { Int(mk_threads()) }
    set { mk_set_threads(Int32(clamping: max(1, newValue))) }
  }

  /// Whether oneDNN multiplies; it refuses empty matrices.
  ///
  /// With vectors of 512 bits our own kernels are as fast as long as the right operand fits into
  /// the second-level cache, and what follows a product then costs no passes over memory.
  func runsOnOneDNN(_ kernel: MatmulKernel) -> Bool {
    guard kernel.m > 0, kernel.n > 0, kernel.k > 0 else { return false }
    if runsInBFloat16(kernel) { return true }
    return switch choice {
    case .own: false
    case .oneDNN: true
    case .faster: Self.cpuLevel != "x86-64-v4" || kernel.n * kernel.k > 1 << 20
    }
  }
}

extension KernelLibrary {
  /// Whether oneDNN may convolve, unless it has nothing but plain loops.
  ///
  /// It refuses empty images. Our own kernels are faster at images of few channels, by Winograd's
  /// algorithm and, but for single pixels and groups, at the gradients of convolutions with strides.
  func runsOnOneDNN(_ kernel: ConvolutionKernel) -> Bool {
    guard usesOneDNN, !kernel.isEmpty, !kernel.isThin else { return false }
    guard choice == .faster else { return true }
    if allowsWinograd, kernel.suitsWinograd { return false }
    if kernel.pass == .forward {
      // With vectors of 512 bits it reads plain images faster than we do, but does not write them so.
      let isWide = Self.cpuLevel == "x86-64-v4" && !ChannelBlocks.areTooFew(kernel.outputs)
      return isWide || !kernel.readsRows
    }
    let form = kernel.convolution
    return !kernel.readsRows
      && (form.strides == [1, 1] || kernel.kernel == [1, 1] || form.groups > 1)
  }

  /// Whether our own kernel, where it takes Winograd's algorithm, multiplies bf16 numbers.
  func runsInBFloat16(_ kernel: ConvolutionKernel) -> Bool {
    kernel.convolution.allowsBFloat16 && winogradUsesBFloat16
  }

  /// Whether oneDNN multiplies 16-bit copies of the operands.
  func runsInBFloat16(_ kernel: MatmulKernel) -> Bool {
    guard kernel.operandsAreBFloat16 else { return false }
    let smallest = min(kernel.m, kernel.n, kernel.k)
    return switch bfloat16Use {
    case .never: false
    // Thin products wait for memory, not for arithmetic.
    case .large: smallest >= 16
    case .always: smallest > 0
    }
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

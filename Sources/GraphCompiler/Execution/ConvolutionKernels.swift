// Convolutions bound to memory: oneDNN's and our own.

import COneDNN
import CVectorKernels
import TensorGraph

/// A primitive of oneDNN for convolutions of certain sizes.
final class OneDNNConvolution {
  fileprivate let handle: OpaquePointer

  /// - Throws: `CompileError` with oneDNN's reason if it has none.
  init(_ kernel: ConvolutionKernel) throws(CompileError) {
    var message = [CChar](repeating: 0, count: 256)
    var shape = kernel.oneDNNShape
    let created = mdnn_convolution_create(
      &shape, kernel.pass.code, &message, Int64(message.count))
    guard let created else {
      let reason = String(
        decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      throw CompileError("oneDNN has no \(kernel.name): \(reason)")
    }
    handle = created
  }

  deinit {
    mdnn_convolution_destroy(handle)
  }

  /// The working memory of a run.
  var workspaceByteCount: Int { Int(mdnn_convolution_workspace(handle)) }

  /// Whether oneDNN has nothing but plain loops for these sizes, which take a hundred times as long
  /// as our own kernels.
  var isReference: Bool {
    String(cString: mdnn_convolution_algorithm(handle)).hasPrefix("ref")
  }
}

/// A convolution, or a gradient of one, that oneDNN computes.
struct BoundOneDNNConvolution: BoundKernel {
  private let primitive: OneDNNConvolution
  private let reads: [UnsafePointer<Float>]
  private let write: UnsafeMutablePointer<Float>
  private let workspace: UnsafeMutableRawPointer

  init(
    _ primitive: OneDNNConvolution, reads: [UnsafeMutableRawPointer],
    write: UnsafeMutableRawPointer, workspace: UnsafeMutableRawPointer
  ) {
    self.primitive = primitive
    self.reads = reads.map { UnsafePointer($0.assumingMemoryBound(to: Float.self)) }
    self.write = write.assumingMemoryBound(to: Float.self)
    self.workspace = workspace
  }

  func run() -> Bool {
    mdnn_convolution_run(primitive.handle, reads[0], reads[1], write, workspace)
  }
}

/// How our own kernel may use Winograd's algorithm.
struct WinogradUse {
  /// For how many threads it gets working memory; 0 forbids it.
  var threads: Int
  /// Whether it rounds to bf16 what it multiplies.
  var inBFloat16 = false

  static let never = WinogradUse(threads: 0)
}

/// A convolution, or a gradient of one, by our own kernels.
struct BoundPortableConvolution: BoundKernel {
  private let shape: mk_convolution
  private let pass: ConvolutionKernel.Pass
  private let reads: [UnsafePointer<Float>]
  private let write: UnsafeMutablePointer<Float>
  private let workspace: UnsafeMutableRawPointer

  init(
    _ kernel: ConvolutionKernel, _ winograd: WinogradUse, reads: [UnsafeMutableRawPointer],
    write: UnsafeMutableRawPointer, workspace: UnsafeMutableRawPointer
  ) {
    shape = kernel.portableShape(winograd)
    pass = kernel.pass
    self.reads = reads.map { UnsafePointer($0.assumingMemoryBound(to: Float.self)) }
    self.write = write.assumingMemoryBound(to: Float.self)
    self.workspace = workspace
  }

  func run() -> Bool {
    var shape = shape
    switch pass {
    case .forward:
      mk_convolution_forward(&shape, reads[0], reads[1], nil, write, workspace)
    case .inputGradient:
      mk_convolution_input_gradient(&shape, reads[0], reads[1], write, workspace)
    case .weightGradient:
      mk_convolution_weight_gradient(&shape, reads[0], reads[1], write, workspace)
    }
    return true
  }
}

/// A result without anything to add up.
struct BoundZeros: BoundKernel {
  let write: UnsafeMutableRawPointer
  let count: Int

  func run() -> Bool {
    mk_fill(write, 0, Int64(count))
    return true
  }
}

extension ConvolutionKernel {
  /// The working memory that our own kernel needs.
  func portableWorkspaceByteCount(_ winograd: WinogradUse) -> Int {
    var shape = portableShape(winograd)
    return Int(mk_convolution_workspace(&shape, pass.portableCode))
  }

  /// Whether our own kernel takes Winograd's algorithm where that is allowed.
  var suitsWinograd: Bool {
    var shape = portableShape(WinogradUse(threads: 1))
    return mk_convolution_is_winograd(&shape, pass.portableCode) != 0
  }

  /// Whether our own kernel reads the rows of a plain image in place.
  var readsRows: Bool {
    var shape = portableShape(.never)
    return mk_convolution_reads_rows(&shape, pass.portableCode) != 0
  }

  /// Whether our own kernel has a way of its own for images of so few channels.
  var isThin: Bool {
    var shape = portableShape(.never)
    return mk_convolution_is_thin(&shape, pass.portableCode) != 0
  }

  fileprivate func portableShape(_ winograd: WinogradUse) -> mk_convolution {
    mk_convolution(
      batch: Int64(batch), groups: Int64(convolution.groups), in_channels: Int64(inputs),
      out_channels: Int64(outputs), in_height: Int64(image[0]), in_width: Int64(image[1]),
      out_height: Int64(result[0]), out_width: Int64(result[1]), kernel_height: Int64(kernel[0]),
      kernel_width: Int64(kernel[1]), stride_height: Int64(convolution.strides[0]),
      stride_width: Int64(convolution.strides[1]), pad_top: Int64(convolution.low[0]),
      pad_left: Int64(convolution.low[1]), dilation_height: Int64(convolution.dilation[0]),
      dilation_width: Int64(convolution.dilation[1]),
      winograd_threads: Int32(clamping: winograd.threads),
      winograd_bf16: winograd.inBFloat16 ? 1 : 0)
  }

  fileprivate var oneDNNShape: mdnn_convolution_shape {
    let shape = portableShape(.never)
    return mdnn_convolution_shape(
      batch: shape.batch, groups: shape.groups, in_channels: shape.in_channels,
      out_channels: shape.out_channels, in_height: shape.in_height, in_width: shape.in_width,
      out_height: shape.out_height, out_width: shape.out_width,
      kernel_height: shape.kernel_height, kernel_width: shape.kernel_width,
      stride_height: shape.stride_height, stride_width: shape.stride_width,
      pad_top: shape.pad_top, pad_left: shape.pad_left, pad_bottom: usedPadding(along: 0),
      pad_right: usedPadding(along: 1), dilation_height: shape.dilation_height,
      dilation_width: shape.dilation_width)
  }

  /// The padding behind the image that windows reach: a last one may leave some of it aside, and
  /// oneDNN wants only what is used.
  private func usedPadding(along axis: Int) -> Int64 {
    let lastWindow = (result[axis] - 1) * convolution.strides[axis]
    let extent = convolution.dilation[axis] * (kernel[axis] - 1) + 1
    return Int64(lastWindow + extent - image[axis] - convolution.low[axis])
  }
}

extension ConvolutionKernel.Pass {
  fileprivate var portableCode: mk_convolution_pass {
    switch self {
    case .forward: MK_CONVOLUTION_FORWARD
    case .inputGradient: MK_CONVOLUTION_INPUT_GRADIENT
    case .weightGradient: MK_CONVOLUTION_WEIGHT_GRADIENT
    }
  }

  fileprivate var code: mdnn_pass {
    switch self {
    case .forward: MDNN_FORWARD
    case .inputGradient: MDNN_INPUT_GRADIENT
    case .weightGradient: MDNN_WEIGHT_GRADIENT
    }
  }
}

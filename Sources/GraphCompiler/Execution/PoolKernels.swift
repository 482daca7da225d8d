// Pools bound to memory.

import CVectorKernels
import TensorGraph

/// A pool or a gradient of one.
struct BoundPool: BoundKernel {
  private let shape: mk_pool
  private let kind: PoolKernel.Kind
  private let reads: [UnsafePointer<Float>]
  private let write: UnsafeMutablePointer<Float>

  init(_ kernel: PoolKernel, reads: [UnsafeMutableRawPointer], write: UnsafeMutableRawPointer) {
    shape = kernel.shape
    kind = kernel.kind
    self.reads = reads.map { UnsafePointer($0.assumingMemoryBound(to: Float.self)) }
    self.write = write.assumingMemoryBound(to: Float.self)
  }

  func run() -> Bool {
    var shape = shape
    switch kind {
    case .max: mk_max_pool(&shape, reads[0], write)
    case .maxGradient: mk_max_pool_gradient(&shape, reads[0], reads[1], write)
    case .maxGather: mk_max_pool_gather(&shape, reads[0], reads[1], write)
    case .average: mk_average_pool(&shape, reads[0], write, 1)
    case .averageGradient: mk_average_pool_gradient(&shape, reads[0], write, 1)
    }
    return true
  }
}

extension PoolKernel {
  fileprivate var shape: mk_pool {
    mk_pool(
      batch: 1, channels: Int64(planes * lanes), in_height: Int64(image[0]),
      in_width: Int64(image[1]), out_height: Int64(result[0]), out_width: Int64(result[1]),
      kernel_height: Int64(pooling.window[0]), kernel_width: Int64(pooling.window[1]),
      stride_height: Int64(pooling.strides[0]), stride_width: Int64(pooling.strides[1]),
      pad_top: Int64(pooling.low[0]), pad_left: Int64(pooling.low[1]), lanes: Int32(lanes))
  }
}

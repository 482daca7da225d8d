// Copies, reductions, row look-ups and random draws bound to memory.

import CVectorKernels
import TensorGraph

/// Strided copies into one result, one for each input.
struct BoundCopies: BoundKernel {
  private struct Geometry {
    let sizes: [Int64]
    let outputStrides: [Int64]
    let inputStrides: [Int64]
    let source: UnsafeRawPointer
    let target: UnsafeMutableRawPointer
  }

  private let copies: [Geometry]
  private let clearing: Int?
  private let write: UnsafeMutableRawPointer

  /// - Parameter clearing: how many elements to set to zero first.
  init(
    _ copies: [StridedCopy], clearing: Int?, reads: [UnsafeMutableRawPointer],
    write: UnsafeMutableRawPointer
  ) {
    self.copies = zip(copies, reads).map { copy, read in
      Geometry(
        sizes: copy.sizes.map(Int64.init), outputStrides: copy.outputStrides.map(Int64.init),
        inputStrides: copy.inputStrides.map(Int64.init),
        source: UnsafeRawPointer(read + copy.inputOffset * 4),
        target: write + copy.outputOffset * 4)
    }
    self.clearing = clearing
    self.write = write
  }

  func run() -> Bool {
    if let clearing { mk_fill(write, 0, Int64(clearing)) }
    for copy in copies {
      mk_strided_copy(
        copy.target, copy.source, Int32(copy.sizes.count), copy.sizes, copy.outputStrides,
        copy.inputStrides)
    }
    return true
  }
}

/// A reduction or a row look-up.
struct BoundRowKernel: BoundKernel {
  let kernel: Kernel
  let reads: [UnsafeMutableRawPointer]
  let write: UnsafeMutableRawPointer

  func run() -> Bool {
    switch kernel {
    case .reduce(let reduction, let outer, let reduced, let inner):
      mk_reduce(
        reduction.code, floats(0), write.assumingMemoryBound(to: Float.self), Int64(outer),
        Int64(reduced), Int64(inner))
    case .argmax(let outer, let reduced, let inner):
      mk_argmax(
        floats(0), write.assumingMemoryBound(to: Int32.self), Int64(outer), Int64(reduced),
        Int64(inner))
    case .gather(let count, let rowSize, let tableRows):
      mk_gather_rows(
        write, reads[0], indices, Int64(count), Int64(rowSize), Int64(tableRows))
    case .scatterAdd(let count, let rowSize, let tableRows):
      mk_scatter_add_rows(
        write.assumingMemoryBound(to: Float.self), floats(0), indices, Int64(count),
        Int64(rowSize), Int64(tableRows))
    default:
      return false
    }
    return true
  }

  private var indices: UnsafePointer<Int32> {
    UnsafePointer(reads[1].assumingMemoryBound(to: Int32.self))
  }

  private func floats(_ index: Int) -> UnsafePointer<Float> {
    UnsafePointer(reads[index].assumingMemoryBound(to: Float.self))
  }
}

extension Reduction {
  fileprivate var code: mk_reduction {
    switch self {
    case .sum: MK_REDUCE_SUM
    case .maximum: MK_REDUCE_MAXIMUM
    case .minimum: MK_REDUCE_MINIMUM
    }
  }
}

/// A draw of random numbers; the key is read from memory at every run.
struct BoundRandom: BoundKernel {
  private let draw: RandomDraw
  private let key: UnsafeMutableRawPointer
  private let write: UnsafeMutableRawPointer

  init(_ draw: RandomDraw, key: UnsafeMutableRawPointer, write: UnsafeMutableRawPointer) {
    self.draw = draw
    self.key = key
    self.write = write
  }

  func run() -> Bool {
    let words = key.assumingMemoryBound(to: UInt32.self)
    var key = mk_random_key(
      seed: (words[0], words[1]), step: (words[2], words[3]), stream: draw.stream, draw: draw.draw)
    let count = Int64(draw.shape.elementCount)
    let floats = write.assumingMemoryBound(to: Float.self)
    let integers = write.assumingMemoryBound(to: Int32.self)
    switch draw.distribution {
    case .uniform: mk_random_uniform(&key, floats, count)
    case .normal: mk_random_normal(&key, floats, count)
    case .betaLogit(let a, let b): mk_random_beta_logit(&key, a, b, floats, count)
    case .integers(let bound): mk_random_integers(&key, bound, integers, count)
    case .permutation: mk_random_permutation(&key, integers, count)
    }
    return true
  }
}

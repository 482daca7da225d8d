// Memory that ends at an unreadable page, so that a kernel that oversteps its arrays crashes.
import Foundation

final class GuardedBuffer {
  let count: Int
  private let mapping: UnsafeMutableRawPointer
  private let mappedBytes: Int

  /// Room for `count` elements of four bytes, filled with the pattern of a NaN.
  init(count: Int) {
    let page = Int(getpagesize())
    let dataBytes = (max(count, 1) * 4 + page - 1) / page * page
    mappedBytes = dataBytes + page
    self.count = count
    guard
      let mapping = mmap(
        nil, mappedBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      mapping != MAP_FAILED, mprotect(mapping + dataBytes, page, PROT_NONE) == 0
    else { preconditionFailure("no memory for a guarded buffer of \(count) elements") }
    self.mapping = mapping
    words.update(repeating: 0x7fc0_dead, count: count)
  }

  convenience init(_ values: [Float]) { self.init(bits: values.map(\.bitPattern)) }

  convenience init(_ values: [Int32]) { self.init(bits: values.map { UInt32(bitPattern: $0) }) }

  convenience init(bits: [UInt32]) {
    self.init(count: bits.count)
    for (index, value) in bits.enumerated() { words[index] = value }
  }

  deinit { munmap(mapping, mappedBytes) }

  private var start: UnsafeMutableRawPointer {
    mapping + (mappedBytes - Int(getpagesize()) - count * 4)
  }

  var words: UnsafeMutablePointer<UInt32> { start.assumingMemoryBound(to: UInt32.self) }
  var floats: UnsafeMutablePointer<Float> { start.assumingMemoryBound(to: Float.self) }
  var ints: UnsafeMutablePointer<Int32> { start.assumingMemoryBound(to: Int32.self) }

  var floatValues: [Float] { Array(UnsafeBufferPointer(start: floats, count: count)) }
  var intValues: [Int32] { Array(UnsafeBufferPointer(start: ints, count: count)) }
  var bitValues: [UInt32] { Array(UnsafeBufferPointer(start: words, count: count)) }
}

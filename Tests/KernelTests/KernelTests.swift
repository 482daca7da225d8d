// The parent of all kernel tests: serial, because kernels share one pool of threads.
import CVectorKernels
import TestSupport
import Testing

@Suite(.serialized, .exclusive) enum KernelTests {}

/// Whether `body` returns the same with any number of threads from 1 to 4.
func isSameForAllThreadCounts<Result: Equatable>(_ body: () -> Result) -> Bool {
  let before = mk_threads()
  defer { mk_set_threads(before) }
  let results = (1...4).map { count in
    mk_set_threads(Int32(count))
    return body()
  }
  return results.allSatisfy { $0 == results[0] }
}

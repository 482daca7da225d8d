// The parent of all kernel tests: serial, because kernels share one pool of threads.
import CVectorKernels
import Testing

@Suite(.serialized) enum KernelTests {}

/// Runs `body` with 1 and with 2 threads and returns both results.
func withOneAndTwoThreads<Result>(_ body: () -> Result) -> (one: Result, two: Result) {
  let before = mk_threads()
  defer { mk_set_threads(before) }
  mk_set_threads(1)
  let one = body()
  mk_set_threads(2)
  return (one, body())
}

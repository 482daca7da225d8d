// The counter behind the tests of allocations and locks sees what is asked for on purpose.

import CCallCounter
import Foundation
import GraphCompiler
import TestSupport
import Testing

extension GANLabTests {
  @Suite(.enabled(if: CallCounts.areAvailable)) struct CallCountsTests {
    private static let one = CallCounts(allocations: 1, locks: 0)

    @Test func everyWayToAllocateIsCounted() {
      let ways: [(name: String, allocate: () -> UnsafeMutableRawPointer?)] = [
        ("malloc", { malloc(64) }), ("calloc", { calloc(4, 16) }),
        ("realloc", { realloc(nil, 64) }), ("aligned_alloc", { aligned_alloc(64, 64) }),
        (
          "posix_memalign",
          {
            var memory: UnsafeMutableRawPointer?
            return posix_memalign(&memory, 64, 64) == 0 ? memory : nil
          }
        ),
      ]
      for (name, allocate) in ways {
        let (counts, memory) = CallCounts.of(allocate)
        #expect(counts == Self.one, "\(name)")
        #expect(memory != nil, "\(name)")
        free(memory)
      }
    }

    @Test func alignmentsThatAreNoneAreStillRefused() {
      var memory: UnsafeMutableRawPointer?
      for alignment in [0, 4, 24] { #expect(posix_memalign(&memory, alignment, 64) == EINVAL) }
      #expect(memory == nil)
    }

    @Test func arraysAreCounted() {
      let (counts, array) = CallCounts.of { [Float](repeating: 1, count: 100) }
      #expect(counts == Self.one)
      #expect(array.count == 100)
      #expect(CallCounts.of { array.map { $0 + 1 } }.counts == Self.one)
      #expect(CallCounts.origins.contains("swift_allocObject"), "\(CallCounts.origins)")
    }

    @Test func everyWayToLockIsCounted() {
      let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
      let readersAndWriters = UnsafeMutablePointer<pthread_rwlock_t>.allocate(capacity: 1)
      defer {
        mutex.deallocate()
        readersAndWriters.deallocate()
      }
      pthread_mutex_init(mutex, nil)
      pthread_rwlock_init(readersAndWriters, nil)
      let ways: [(name: String, lock: () -> Int32)] = [
        ("mutex", { pthread_mutex_lock(mutex) }),
        ("mutex, tried", { pthread_mutex_trylock(mutex) }),
        ("reader", { pthread_rwlock_rdlock(readersAndWriters) }),
        ("reader, tried", { pthread_rwlock_tryrdlock(readersAndWriters) }),
        ("writer", { pthread_rwlock_wrlock(readersAndWriters) }),
        ("writer, tried", { pthread_rwlock_trywrlock(readersAndWriters) }),
      ]
      for (name, lock) in ways {
        let (counts, status) = CallCounts.of(lock)
        #expect(counts == CallCounts(allocations: 0, locks: 1), "\(name)")
        #expect(status == 0, "\(name)")
        if name.hasPrefix("mutex") {
          pthread_mutex_unlock(mutex)
        } else {
          pthread_rwlock_unlock(readersAndWriters)
        }
      }
    }

    @Test(arguments: [1, 2]) func kernelThreadsAreCounted(threads: Int) {
      let before = KernelLibrary.threadCount
      defer { KernelLibrary.threadCount = before }
      KernelLibrary.threadCount = threads
      let (counts, _) = CallCounts.of {
        mcalls_run_on_team(Int32(threads), { _ in allocateAndFree() }, nil)
      }
      #expect(counts == CallCounts(allocations: threads, locks: 0))
    }

    @Test func otherThreadsAreNotCounted() {
      let (begun, done) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
      Thread.detachNewThread {
        begun.wait()
        allocateAndFree()
        done.signal()
      }
      let (counts, _) = CallCounts.of {
        begun.signal()
        done.wait()
      }
      #expect(counts == .none, "\(CallCounts.origins)")
    }

    @Test func afterAnErrorNothingIsCounted() {
      struct Stop: Error {}
      do {
        _ = try CallCounts.of { throw Stop() }
      } catch {}
      for _ in 0..<100 { allocateAndFree() }
      #expect(mcalls_end(Int32(KernelLibrary.threadCount)).allocations < 100)
    }
  }
}

/// Asks for memory by the one function that optimisers do not see through.
private func allocateAndFree() {
  var memory: UnsafeMutableRawPointer?
  if posix_memalign(&memory, 64, 64) == 0 { free(memory) }
}

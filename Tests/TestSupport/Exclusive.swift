// Lets one suite at a time use the kernels, whose threads and thread count the process shares.

import Testing

/// Runs a suite while no other exclusive suite of any target runs.
package struct Exclusive: SuiteTrait, TestScoping {
  package func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    await Gate.shared.enter()
    do {
      try await function()
    } catch {
      await Gate.shared.leave()
      throw error
    }
    await Gate.shared.leave()
  }
}

extension Trait where Self == Exclusive {
  /// Runs a suite while no other exclusive suite of any target runs.
  package static var exclusive: Exclusive { Exclusive() }
}

/// One place, and a queue before it.
private actor Gate {
  static let shared = Gate()
  private var isTaken = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  func enter() async {
    guard isTaken else {
      isTaken = true
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  func leave() {
    if waiting.isEmpty {
      isTaken = false
    } else {
      waiting.removeFirst().resume()
    }
  }
}

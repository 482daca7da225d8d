// The process that reads the inputs, under limits, and says how far it is.

import Foundation

/// Reads inputs one after the other.
struct Worker {
  /// The address space that may come to that of the start, in bytes.
  private static let largestGrowth: UInt = 1 << 30
  /// Memory that one input may newly touch, in bytes.
  private static let largestInput = 1 << 28
  /// Longer texts of errors are no help to anybody.
  private static let longestText = 4000

  let reader: Reader
  let mutator: Mutator
  let progress: SharedProgress

  /// Reads the inputs of some indices.
  func run(_ indices: Range<Int>) {
    limitAddressSpace()
    for index in indices {
      progress.begin(index)
      let before = peakMemory
      let fault = read(mutator.input(index))
      let growth = peakMemory - before
      if let fault {
        progress.report(reader.name, index, fault)
      } else if growth > Self.largestInput {
        progress.report(reader.name, index, "took \(growth >> 20) MiB of memory")
      }
    }
    progress.end()
  }

  /// What is wrong with how an input was received; nil where nothing is.
  func read(_ bytes: [UInt8]) -> String? {
    do {
      try reader.read(bytes)
      progress.count(accepted: true)
      return nil
    } catch {
      progress.count(accepted: false)
      guard Reader.isTyped(error) else { return "\(type(of: error)): \(error)" }
      // The words are made of what the file holds, too.
      let text = "\(error)"
      guard !text.isEmpty, text.utf8.count <= Self.longestText else {
        return "an error of \(text.utf8.count) bytes"
      }
      let controls = text.unicodeScalars.filter { scalar in
        scalar.properties.generalCategory == .control && scalar != "\n"
      }
      return controls.isEmpty ? nil : "control characters in the error: \(text.debugDescription)"
    }
  }

  private func limitAddressSpace() {
    let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?
      .split(separator: " ").first.flatMap { UInt($0) }
    guard let pages else { return }
    let most = pages * UInt(sysconf(Int32(_SC_PAGESIZE))) + Self.largestGrowth
    var limit = rlimit(rlim_cur: most, rlim_max: most)
    setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
  }

  private var peakMemory: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss << 10
  }
}

// The results of a benchmark: one JSON object a workload, or a table.

import Foundation
import GraphCompiler
import Runs

/// What a benchmark measured.
public struct BenchmarkReport: Sendable {
  private let times: [WorkloadTime]
  private let settings: BenchmarkSettings
  private let matmulRate: Double

  package init(_ times: [WorkloadTime], _ settings: BenchmarkSettings, matmulRate: Double) {
    self.times = times
    self.settings = settings
    self.matmulRate = matmulRate
  }

  /// One object for each workload, on a line of its own.
  ///
  /// `gflops` counts the operations of matrix products and convolutions over the median time, and
  /// `share_of_peak` is its share of `matmul_gflops`, the best rate of products alone; more than 1
  /// where Winograd's algorithm multiplies less than is counted.
  /// `megabytes` is the memory that a step works in, without parameters and optimizer state.
  public var json: String {
    times.map { time in
      let rate = Double(time.operations) / time.secondsPerStep
      let record: MetricsRecord = [
        "workload": .text(time.workload.rawValue),
        "seconds_per_step": .real(time.secondsPerStep),
        "min": .real(time.blocks.first ?? .nan), "max": .real(time.blocks.last ?? .nan),
        "steps": .integer(time.steps), "threads": .integer(time.threads),
        "kernels": .text(settings.kernels),
        "precision": .text(settings.precision.rawValue), "gflops": .real(rate / 1e9),
        "share_of_peak": .real(rate / matmulRate), "matmul_gflops": .real(matmulRate / 1e9),
        "megabytes": .real(Double(time.byteCount) / 1e6),
      ]
      return record.json
    }.joined(separator: "\n")
  }

  /// A table for readers, with what it was measured on below.
  public var text: String {
    let header = ["workload", "threads", "ms a step", "min-max", "GFLOP/s", "share of peak", "MB"]
    let rows = times.map { time in
      let rate = Double(time.operations) / time.secondsPerStep
      return [
        time.workload.rawValue, String(time.threads), milliseconds(time.secondsPerStep),
        milliseconds(time.blocks.first ?? .nan) + "-" + milliseconds(time.blocks.last ?? .nan),
        String(format: "%.1f", rate / 1e9), String(format: "%.0f %%", 100 * rate / matmulRate),
        String(format: "%.1f", Double(time.byteCount) / 1e6),
      ]
    }
    let table = TextTable(header, rows).text
    return ([table, "", machine] + times.flatMap(profile)).joined(separator: "\n")
  }

  /// The kernels of a step, those of one name together, the longest first.
  private func profile(_ time: WorkloadTime) -> [String] {
    guard !time.kernels.isEmpty else { return [] }
    let groups = Dictionary(grouping: time.kernels, by: \.name).map { name, kernels in
      (name: name, count: kernels.count, seconds: kernels.reduce(0) { $0 + $1.seconds })
    }.sorted { ($1.seconds, $0.name) < ($0.seconds, $1.name) }
    let total = time.kernels.reduce(0) { $0 + $1.seconds }
    let head = String(
      format: "%@: %d kernels, %.3f ms", time.workload.rawValue, time.kernels.count, total * 1000)
    return ["", head]
      + groups.map { group in
        String(
          format: "%9.1f us  %3d x %8.2f us  ", group.seconds * 1e6, group.count,
          group.seconds * 1e6 / Double(group.count)) + group.name
      }
  }

  private var machine: String {
    let exceeds =
      settings.allowsWinograd
      && times.contains { Double($0.operations) / $0.secondsPerStep > matmulRate }
    return "\(settings.kernels), \(settings.precision.rawValue); "
      + String(format: "peak: matrix products alone at %.1f GFLOP/s", matmulRate / 1e9)
      + (exceeds ? "\nbeyond the peak: Winograd's algorithm multiplies less than is counted" : "")
  }

  private func milliseconds(_ seconds: Double) -> String {
    String(format: seconds < 0.01 ? "%.3f" : "%.1f", seconds * 1000)
  }
}

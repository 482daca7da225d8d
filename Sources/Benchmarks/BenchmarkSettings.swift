// What a benchmark can be told, read through a table of settings like every recipe.

import Foundation
import GANLab
import GraphCompiler
import Runs
import Tensors

/// Which workloads are timed, and how.
public struct BenchmarkSettings: Sendable {
  /// The settings of `mixlab bench`; threads, precision and Winograd are those of `mixlab gan`.
  public static let table = SettingTable(
    "bench",
    [
      .choice(
        "workload", Workload.allCases.map(\.rawValue), default: Workload.toyGAN.rawValue,
        help: "what to time"),
      .integer(
        "steps", 1...1_000_000, or: ["auto"], default: "auto",
        help: "steps in each of the five blocks; auto takes enough for a steady time"),
    ] + ["threads", "precision", "winograd"].compactMap { GANRecipe.table.setting($0) })

  /// The workloads in the order in which they are timed.
  public let workloads: [Workload]
  /// The steps in a block; nil for each workload's own number.
  public let steps: Int?
  /// The threads that kernels use.
  public let threads: Int
  /// How exactly this machine computes products and convolutions: f32 where it has no bf16 units.
  public let precision: Precision
  /// What a user should know about the precision asked for; nil for nothing.
  public let precisionNote: String?
  /// Whether convolutions may use Winograd's algorithm.
  public let allowsWinograd: Bool
  /// Whether single kernels are timed as well.
  public let profiles: Bool

  /// The settings that texts stand for.
  /// - Parameters:
  ///   - names: The names of workloads; none for all of them.
  ///   - changes: Keys of the table with the texts given for them; nil keeps the default.
  ///   - profiles: Whether single kernels are timed as well.
  /// - Throws: `RecipeError` that names the nearest and the valid values.
  public init(
    workloads names: [String], _ changes: [(key: String, value: String?)] = [],
    profiles: Bool = false
  ) throws(RecipeError) {
    var recipe = try Recipe(defaultsOf: Self.table)
    for (key, value) in changes {
      if let value { try recipe.set(key, to: value) }
    }
    var workloads: [Workload] = []
    for name in names {
      try recipe.set("workload", to: name)
      workloads.append(try recipe.choice("workload", as: Workload.self))
    }
    self.workloads = names.isEmpty ? Workload.allCases : workloads
    steps = try recipe.integerUnlessWord("steps")
    threads =
      try recipe.integerUnlessWord("threads") ?? ProcessInfo.processInfo.activeProcessorCount
    let precision = try recipe.choice("precision", as: Precision.self)
    self.precision = precision.available()
    precisionNote = precision.note()
    allowsWinograd = try recipe.text("winograd") == "on"
    self.profiles = profiles
  }

  /// How the functions of a benchmark are compiled.
  var compileOptions: CompileOptions {
    var options = CompileOptions()
    options.precision = precision
    options.kernelLibrary.allowsWinograd = allowsWinograd
    return options
  }

  /// The name of the kernels that run.
  var kernels: String { compileOptions.kernelLibrary.name(at: precision) }

  /// The same for single products, whose rate is the peak: f32 where f32's kernels do the work.
  var productOptions: CompileOptions {
    var options = compileOptions
    if !options.kernelLibrary.usesBFloat16Units { options.precision = .float32 }
    return options
  }
}

// What can be timed, under the names that other frameworks' timings of the same work bear.

import GANLab
import GraphCompiler
import Runs

/// A piece of training work of a fixed size.
public enum Workload: String, Sendable, CaseIterable {
  /// One step of the mixup paper's 2D GAN: five discriminator updates on mixtures and one of the
  /// generator, networks 2-512-512-512-2 and 2-512-512-512-1, batch 128, Adam.
  case toyGAN = "toy-gan"
  /// The same without mixing: reals and fakes are scored together, 256 rows at a time.
  case toyGANWithoutMixup = "toy-gan-erm"
  /// The same with WGAN-GP: five critic updates with second derivatives.
  case wassersteinGP = "wgan-gp"
  /// One step of a small classifier of rows of numbers, trained with mixup.
  case tabular

  /// The steps in a block, by default.
  var steps: Int {
    switch self {
    case .toyGAN: 40
    case .toyGANWithoutMixup: 30
    case .wassersteinGP: 20
    case .tabular: 500
    }
  }

  /// The work, ready for its first step.
  package func job(_ settings: BenchmarkSettings) throws -> any BenchmarkJob {
    switch self {
    case .toyGAN: try GANJob("mixup", "paper", settings)
    case .toyGANWithoutMixup: try GANJob("mixup", "off", settings)
    case .wassersteinGP: try GANJob("objective", "wgan-gp", settings)
    case .tabular: try TabularJob(settings.compileOptions)
    }
  }
}

/// Work that is made step by step.
package protocol BenchmarkJob {
  /// Makes one step.
  /// - Returns: Whether all that the step reports is finite.
  func step() throws -> Bool

  /// The program of a step.
  func program() throws -> Executable

  /// Sets what the next step needs.
  func setInputs(of program: Executable) throws
}

/// A step of the product's own GAN, the default recipe with one setting changed.
private struct GANJob: BenchmarkJob {
  private let trainer: GANTrainer

  init(_ key: String, _ value: String, _ settings: BenchmarkSettings) throws {
    var recipe = try GANRecipe.defaults()
    try recipe.set(key, to: value)
    try recipe.set("precision", to: settings.precision.rawValue)
    trainer = try GANSettings(recipe).makeTrainer(.points(try PointData(recipe).training))
  }

  func step() throws -> Bool { try trainer.step().isFinite }

  func program() throws -> Executable { try trainer.program() }

  func setInputs(of program: Executable) throws {
    try trainer.setInputs(of: program, step: trainer.stepsDone + 1)
  }
}

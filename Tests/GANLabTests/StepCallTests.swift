// A training step asks for neither memory nor locks, but for what oneDNN asks for in every call.

import Datasets
import GANLab
import GraphCompiler
import Mixing
import Tensors
import TestSupport
import Testing

extension GANLabTests {
  @Suite(.enabled(if: CallCounts.areAvailable)) struct StepCallTests {
    /// What can be trained.
    enum Method: CaseIterable {
      case paper, plain, wassersteinGP

      fileprivate var configuration: GANConfiguration {
        var configuration = GANConfiguration()
        if self != .paper { configuration.mixup = .off }
        if self == .wassersteinGP { configuration.objective = .wassersteinGP }
        return configuration
      }
    }

    /// A trainer of networks of width 64 after the steps that compile and fill what is kept.
    private func trainer(_ method: Method, oneDNN: Bool) throws -> GANTrainer {
      let configuration = method.configuration
      let networks = try GANNetworks.multilayerPerceptrons(
        latentSize: configuration.latentSize, width: 64, seed: 0)
      var options = CompileOptions()
      options.kernelLibrary = KernelLibrary(usesOneDNN: oneDNN)
      let trainer = try GANTrainer(
        generator: networks.generator, discriminator: networks.discriminator,
        data: GaussianMixture.ring, configuration: configuration, compileOptions: options)
      for _ in 0..<2 { _ = try trainer.step() }
      return trainer
    }

    private func counts(ofSteps count: Int, _ trainer: GANTrainer) throws -> CallCounts {
      try CallCounts.of { for _ in 0..<count { _ = try trainer.step() } }.counts
    }

    private func withThreads(_ count: Int, _ body: () throws -> Void) rethrows {
      let before = KernelLibrary.threadCount
      defer { KernelLibrary.threadCount = before }
      KernelLibrary.threadCount = count
      try body()
    }

    @Test(arguments: Method.allCases, [1, 2])
    func portableStepsAskForNothing(method: Method, threads: Int) throws {
      try withThreads(threads) {
        let trainer = try trainer(method, oneDNN: false)
        #expect(try counts(ofSteps: 5, trainer) == .none, "\(CallCounts.origins)")
      }
    }

    @Test(.enabled(if: KernelLibrary.standard.usesOneDNN), arguments: Method.allCases, [1, 2])
    func stepsOnOneDNNAskForTheSameEveryTime(method: Method, threads: Int) throws {
      try withThreads(threads) {
        let trainer = try trainer(method, oneDNN: true)
        let five = try counts(ofSteps: 5, trainer)
        let ten = try counts(ofSteps: 10, trainer)
        #expect(ten.allocations == 2 * five.allocations, "\(CallCounts.origins)")
        #expect(ten.locks == 2 * five.locks, "\(CallCounts.origins)")
        #expect(five.allocations % 5 == 0 && five.locks % 5 == 0, "\(five)")
      }
    }
  }
}

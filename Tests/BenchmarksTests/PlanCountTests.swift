// How large the programs of the workloads are; a change must not make them larger unnoticed.

import Benchmarks
import GraphCompiler
import Testing

extension BenchmarksTests {
  @Suite struct PlanCountTests {
    /// What a program may have at most.
    struct Limits: Sendable {
      let workload: Workload
      /// Nodes of the graph after all passes.
      let nodes: Int
      let kernels: Int
      /// The bytes of the arena.
      let bytes: Int
      /// Variables whose new value is copied at the end, because no kernel could write it there.
      let commits: Int

      init(_ workload: Workload, nodes: Int, kernels: Int, bytes: Int, commits: Int) {
        self.workload = workload
        self.nodes = nodes
        self.kernels = kernels
        self.bytes = bytes
        self.commits = commits
      }
    }

    /// What the programs have now: a change that lowers a number lowers its constant here.
    static let limits = [
      Limits(.toyGAN, nodes: 1397, kernels: 169, bytes: 2_896_640, commits: 0),
      Limits(.toyGANWithoutMixup, nodes: 1348, kernels: 148, bytes: 4_469_504, commits: 0),
      Limits(.wassersteinGP, nodes: 1601, kernels: 233, bytes: 5_780_224, commits: 0),
      Limits(.dcgan28, nodes: 769, kernels: 111, bytes: 24_311_552, commits: 0),
      Limits(.dcgan32, nodes: 1091, kernels: 154, bytes: 37_513_472, commits: 0),
      Limits(.preact18, nodes: 1566, kernels: 302, bytes: 604_516_800, commits: 0),
      Limits(.wideResNet, nodes: 2305, kernels: 442, bytes: 663_400_768, commits: 0),
      Limits(.lenet, nodes: 232, kernels: 62, bytes: 15_666_368, commits: 0),
      Limits(.tabular, nodes: 233, kernels: 38, bytes: 100_992, commits: 0),
    ]

    @Test func allWorkloadsHaveLimits() {
      #expect(Self.limits.map(\.workload) == Workload.allCases)
    }

    @Test(arguments: limits) func programsDoNotGrow(limits: Limits) throws {
      let name = limits.workload.rawValue
      let plan = try limits.workload.job(BenchmarkSettings(workloads: [name])).program().plan
      #expect(plan.graph.nodes.count <= limits.nodes)
      #expect(plan.steps.count <= limits.kernels)
      #expect(plan.memory.byteCount <= limits.bytes)
      #expect(plan.commits.count <= limits.commits)
    }
  }
}

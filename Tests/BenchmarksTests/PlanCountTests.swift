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
      /// The bytes of the arena, without working memory, which is the libraries' affair.
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
      Limits(.toyGAN, nodes: 1413, kernels: 169, bytes: 2_626_752, commits: 0),
      Limits(.toyGANWithoutMixup, nodes: 1364, kernels: 148, bytes: 3_692_544, commits: 0),
      Limits(.wassersteinGP, nodes: 1617, kernels: 233, bytes: 5_269_312, commits: 0),
      Limits(.dcgan28, nodes: 787, kernels: 111, bytes: 22_934_784, commits: 0),
      Limits(.dcgan32, nodes: 1113, kernels: 154, bytes: 36_225_792, commits: 0),
      Limits(.preact18, nodes: 1591, kernels: 302, bytes: 425_498_304, commits: 0),
      Limits(.wideResNet, nodes: 2345, kernels: 442, bytes: 477_933_120, commits: 0),
      Limits(.lenet, nodes: 232, kernels: 62, bytes: 9_662_016, commits: 0),
      Limits(.tabular, nodes: 233, kernels: 38, bytes: 91_008, commits: 0),
    ]

    @Test func allWorkloadsHaveLimits() {
      #expect(Self.limits.map(\.workload) == Workload.allCases)
    }

    @Test(arguments: limits) func programsDoNotGrow(limits: Limits) throws {
      let name = limits.workload.rawValue
      let plan = try limits.workload.job(BenchmarkSettings(workloads: [name])).program().plan
      #expect(plan.graph.nodes.count <= limits.nodes)
      #expect(plan.steps.count <= limits.kernels)
      let memory = try Plan(plan.graph).memory
      #expect(memory.byteCount <= limits.bytes)
      #expect(plan.commits.count <= limits.commits)
    }
  }
}

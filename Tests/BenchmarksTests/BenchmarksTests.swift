// What is counted and reported of a benchmark; no test here depends on how long anything takes.

import Benchmarks
import Foundation
import GraphCompiler
import Runs
import Tensors
import TestSupport
import Testing

/// All tests of this room, one at a time, because they share the kernels' threads.
@Suite(.serialized, .exclusive) struct BenchmarksTests {
  /// The operations of a step, counted by hand for the layers 2-512-512-512-2 of the generator G
  /// and 2-512-512-512-1 of the discriminator D.
  ///
  /// Products per row, in multiplications: G forward 2 x 512 + 2 x 512 x 512 + 512 x 2 = 526,336;
  /// D forward 525,824. Gradients by weights take as much again; gradients by the inputs of all
  /// layers but the first 525,312 for G and 524,288 for D, without its last layer, whose one output
  /// makes an outer product that has nothing to add up. A step makes 640 fakes (640 x 526,336),
  /// and the generator's update of 128 rows passes both networks forward, D back to its input
  /// (525,312), G back with its weights (526,336 + 525,312): 128 x 2,629,120. Five updates of D:
  /// - toy-gan: 128 rows x (525,824 + 525,824 + 524,288 = 1,575,936).
  /// - toy-gan-erm: 256 rows x 1,575,936.
  /// - wgan-gp: the same 256 rows, and for 128 points between reals and fakes forward without the
  ///   last layer, whose scores nobody needs (525,312), back to the points (525,312), then from
  ///   the slopes up again, by all weights (525,824) and by all slopes but the last (525,312).
  ///
  /// The tabular classifier 30-128-128-2, 16 rows: forward and weights 20,480 each, and 16,640.
  ///
  /// An image's multiplications, forward, are those of its first layer f and of all the others:
  /// - dcgan32: G 100 x 4,096 = f, 2 x 8,388,608 and 786,432, together 17,973,248; D 786,432 = f,
  ///   2 x 8,388,608 and 4,096, together 17,567,744. dcgan28: 627,200 of 7,250,432 and 200,704 of
  ///   6,629,504. A step passes G once and D twice forward, D once back to its weights, once to
  ///   all inputs but the images and once to all of them, G back to weights and inputs, without the two
  ///   outer products of D's last layer: 64 x (3 G - f(G) + 5 D - f(D) - 2 x 4,096, or 2 x 6,272).
  /// - The classifiers pass forward, back to weights, and to all inputs but the images: 3 C - f(C),
  ///   with C 555,422,720 for preact18, 5,243,328,768 for wrn-28-10 and 416,520 for lenet, and f
  ///   1,769,472, 442,368 and 117,600.
  ///
  /// Every multiplication counts as two operations.
  @Test(
    arguments: [
      (Workload.toyGAN, 3_363_962_880), (.toyGANWithoutMixup, 5_381_160_960),
      (.wassersteinGP, 8_071_413_760),
      (.dcgan28, 6_919_471_104), (.dcgan32, 17_990_942_720),
      (.preact18, 426_111_664_128), (.wideResNet, 1_006_690_811_904),
      (.lenet, 289_781_760), (.tabular, 1_843_200),
    ])
  func operationsAreThoseOfAHandCount(workload: Workload, operations: Int) throws {
    KernelLibrary.threadCount = 1
    let job = try workload.job(BenchmarkSettings(workloads: [workload.rawValue]))
    #expect(try job.program().plan.graph.productOperationCount == operations)
  }

  @Test func theClassifierLearns() throws {
    KernelLibrary.threadCount = 1
    let job = try ClassifierJob(.tabular, CompileOptions())
    let losses = try (0..<300).map { _ in try job.loss() }
    let (first, last) = (losses.prefix(50), losses.suffix(50))
    #expect(abs(losses[0] - 0.7) < 0.3)
    #expect(last.reduce(0, +) < 0.7 * first.reduce(0, +))
  }

  @Test func theClassifiersStepAgreesWithTheInterpreter() throws {
    KernelLibrary.threadCount = 1
    let job = try ClassifierJob(.tabular, CompileOptions())
    for _ in 0..<3 { _ = try job.loss() }
    let inputs = job.inputs(4)
    let (graph, variables) = try job.stepFunction().trace(inputs.map(\.type))
    let expected = try Interpreter<Float>(graph).run(
      parameters: inputs.map { ReferenceArray($0) },
      variables: variables.map { ReferenceArray($0.hostValue) })
    let tolerance = Tolerance(absolute: 1e-6, relative: 1e-4)
    #expect(close(Double(try job.loss()), expected.outputs[0].doubles[0], tolerance))
    #expect(expected.effects.count == 1 + 3 * 6)
    for effect in expected.effects {
      let variable = variables[effect.variable]
      try variable.hostValue.expectClose(
        to: effect.value.hostTensor(), tolerance, normwise: true, variable.name)
    }
  }

  @Test func theReportHasItsFields() throws {
    let settings = try BenchmarkSettings(
      workloads: ["tabular", "tabular"], [("steps", "2"), ("threads", "1"), ("precision", nil)])
    var begun: [Workload] = []
    let report = try Benchmark(settings).run { begun.append($0) }
    #expect(begun == [.tabular, .tabular])
    let lines = report.json.split(separator: "\n")
    #expect(lines.count == 2)
    let value = try JSONSerialization.jsonObject(with: Data(lines[0].utf8))
    let object = try #require(value as? [String: Any])
    let numbers = [
      "seconds_per_step", "min", "max", "gflops", "share_of_peak", "matmul_gflops", "megabytes",
    ]
    let texts = ["workload", "kernels", "precision"]
    #expect(Set(object.keys) == Set(numbers + texts + ["steps", "threads"]))
    for name in numbers { #expect((object[name] as? Double).map { $0 > 0 } == true, "\(name)") }
    for name in texts { #expect(object[name] is String, "\(name)") }
    #expect(object["steps"] as? Int == 2)
    #expect(object["threads"] as? Int == 1)
    #expect(object["workload"] as? String == "tabular")
    #expect(object["precision"] as? String == "f32")
    #expect(object["kernels"] as? String == KernelLibrary.standard.name)
    for part in ["ms a step", "GFLOP/s", "threads", KernelLibrary.standard.name, "f32"] {
      #expect(report.text.contains(part), "\(part)")
    }
  }

  @Test func theReportNamesThePrecisionThatRan() throws {
    let settings = try BenchmarkSettings(workloads: ["tabular"], [("precision", "bf16")])
    #expect(settings.precision == Precision.bfloat16.available())
    #expect(settings.precisionNote == Precision.bfloat16.note())
    let time = WorkloadTime(workload: .tabular, steps: 2, threads: 1, blocks: [0.5], operations: 1)
    let report = BenchmarkReport([time], settings, matmulRate: 8e9)
    #expect(report.json.contains("\"precision\":\"\(settings.precision.rawValue)\""))
    KernelLibrary.threadCount = 1
    let job = try Workload.tabular.job(settings)
    let isRounded = try job.program().plan.graph.nodes.contains {
      $0.operation == .unary(.bfloat16)
    }
    #expect(isRounded == (settings.precision == .bfloat16))
  }

  @Test func winogradCanBeForbidden() throws {
    let bytes = try ["on", "off"].map { winograd in
      let settings = try BenchmarkSettings(workloads: ["preact18"], [("winograd", winograd)])
      #expect(settings.allowsWinograd == (winograd == "on"))
      let report = BenchmarkReport([], settings, matmulRate: 8e9)
      #expect(report.text.contains("without Winograd") == (winograd == "off"))
      return try Workload.preact18.job(settings).program().plan.memory.byteCount
    }
    // Winograd's algorithm keeps transformed images in working memory.
    #expect(bytes[1] < bytes[0])
  }

  @Test(arguments: [(Workload.toyGAN, 2), (.tabular, 1)])
  func aSmallProgramRunsOnOneThread(workload: Workload, threads: Int) throws {
    KernelLibrary.threadCount = 2
    defer { KernelLibrary.threadCount = 1 }
    let job = try workload.job(BenchmarkSettings(workloads: [workload.rawValue]))
    #expect(try job.program().threadCount == threads)
  }

  @Test func theTimeIsTheMedianBlocks() throws {
    let settings = try BenchmarkSettings(workloads: ["toy-gan"], [("threads", "2")])
    let time = WorkloadTime(
      workload: .toyGAN, steps: 40, threads: 2, blocks: [0.5, 0.1, 0.4, 0.2, 0.25],
      operations: 1_000_000_000, byteCount: 2_500_000)
    let report = BenchmarkReport([time], settings, matmulRate: 8e9)
    for part in [
      "\"workload\":\"toy-gan\"", "\"seconds_per_step\":0.25,", "\"min\":0.1,", "\"max\":0.5,",
      "\"steps\":40,", "\"threads\":2,", "\"gflops\":4.0,", "\"share_of_peak\":0.5,",
      "\"matmul_gflops\":8.0", "\"megabytes\":2.5",
    ] { #expect(report.json.contains(part), "\(report.json)") }
    let row = report.text.split(separator: "\n")[1].split(separator: " ")
    #expect(row == ["toy-gan", "2", "250.0", "100.0-500.0", "4.0", "50", "%", "2.5"])
  }

  @Test(
    arguments: [
      (["toygan"], "steps", "5", "Did you mean \"toy-gan\"?"),
      (["tabular"], "steps", "0", "a whole number from 1 to 1000000, or auto"),
      (["tabular"], "threads", "many", "threads"),
      (["tabular"], "precision", "fp16", "one of f32, bf16"),
    ])
  func mistakesNameWhatIsValid(
    names: [String], key: String, text: String, needed: String
  ) throws {
    let error = #expect(throws: RecipeError.self) {
      try BenchmarkSettings(workloads: names, [(key, text)])
    }
    #expect(error?.description.contains(needed) == true, "\(error?.description ?? "")")
  }

  @Test func noNamesMeanAllWorkloads() throws {
    let settings = try BenchmarkSettings(workloads: [])
    #expect(settings.workloads == Workload.allCases)
    #expect(settings.threads >= 1)
    #expect(settings.steps == nil)
    #expect(settings.precision == .float32 && settings.precisionNote == nil)
  }
}

// No two values that are alive together share memory, whatever the program.

import GraphCompiler
import TensorGraph
import TestSupport
import Testing

extension GraphCompilerTests {
  @Suite struct MemoryPlanTests {
    @Test(arguments: 0..<150)
    func randomProgramsKeepTheirValuesApart(_ seed: Int) throws {
      let graph = try RandomGraph.make(seed: UInt64(seed))
      for plan in [try Plan(graph), try Plan(graph.optimized(verifying: true))] {
        #expect(plan.memoryMistakes == [])
        #expect(plan.memory.byteCount <= plan.memory.unsharedByteCount)
      }
    }

    @Test(arguments: 0..<60)
    func randomProgramsComputeWhatTheInterpreterComputes(_ seed: Int) throws {
      let graph = try RandomGraph.make(seed: UInt64(seed))
      var generator = TestGenerator(seed: UInt64(seed) + 1000)
      let variables = graph.variables.map { info in
        HostTensor(
          shape: info.type.shape,
          storage: .float32(generator.floats(info.type.shape.elementCount, in: -1...1)))
      }
      for library in kernelLibraries {
        for optimizing in [true, false] {
          var both = try SideBySide(
            graph, variables: variables, optimizing: optimizing, library: library)
          for step in 0..<3 {
            try both.step(
              graph.randomInputs(using: &generator),
              tolerance: Tolerance(absolute: 5e-5, relative: 5e-5),
              "\(library.name), step \(step), optimised \(optimizing):")
          }
        }
      }
    }

    @Test func sharingSavesMemory() throws {
      let chain = try makeGraph { graph in
        var x = graph.addParameter(TensorType([40, 40]))
        for _ in 0..<50 { x = try graph.matmul(x, x) }
        return [x]
      }
      let memory = try Plan(chain).memory
      // A product must not overwrite its operands, so two places take turns.
      #expect(memory.unsharedByteCount == 51 * 6400)
      #expect(memory.byteCount == 2 * 6400)
    }

    @Test func elementwiseResultTakesOverItsOperand() throws {
      let graph = try makeGraph { graph in
        let x = graph.addParameter(TensorType([40, 40]))
        return [try graph.unary(.sin, x)]
      }
      #expect(try Plan(graph).memory.byteCount == 6400)
      #expect(try Plan(graph).memoryMistakes == [])
    }

    @Test func operandReadByRowsIsNotOverwritten() throws {
      // Four and sixteen numbers take one cache line each, so that size alone would allow it.
      let graph = try makeGraph { graph in
        let x = graph.addParameter(TensorType([4]))
        let row = try graph.stretched(x, to: [4, 4], axes: [1])
        let column = try graph.stretched(x, to: [4, 4], axes: [0])
        return [try graph.binary(.subtract, row, column)]
      }
      #expect(try Plan(graph).memory.byteCount == 128)
      #expect(try Plan(graph).memoryMistakes == [])
      try graph.checkAgainstInterpreter()
    }

    /// The parameter lives on, so the working memory of the product lies beside it, the product
    /// and its sum.
    @Test func workingMemoryLiesBesideWhatIsAlive() throws {
      let graph = try makeGraph { graph in
        let x = graph.addParameter(TensorType([40, 40]))
        let product = try graph.matmul(x, x)
        return [try graph.sum(product), x]
      }
      let plan = try Plan(graph) { step, _ in
        if case .matmul = step.kernel { 100_000 } else { 0 }
      }
      let place = try #require(
        plan.steps.firstIndex { if case .matmul = $0.kernel { true } else { false } })
      let start = plan.memory.workspaceOffsets[place]
      let workspace = start..<(start + 100_000)
      #expect(workspace.upperBound <= plan.memory.byteCount)
      for case .slot(let slot) in plan.steps[place].reads + plan.steps[place].writes.map(\.place) {
        #expect(!workspace.contains(plan.memory.offsets[slot]))
      }
      #expect(plan.memory.byteCount == 100_032 + 2 * 6400 + 64)
      #expect(plan.memoryMistakes == [])
    }

    @Test func emptyArraysTakeNoPlaceOfOthers() throws {
      let graph = try makeGraph { graph in
        let x = graph.addParameter(TensorType([0, 3]))
        let y = graph.addParameter(TensorType([5]))
        return [try graph.unary(.sin, x), try graph.sum(x, axes: [0]), try graph.unary(.cos, y)]
      }
      #expect(try Plan(graph).memoryMistakes == [])
      try graph.checkAgainstInterpreter()
    }
  }
}

extension Plan {
  private struct Life {
    let slot: Int
    let bytes: Range<Int>
    /// The step that writes it; -1 for an input.
    let start: Int
    /// The last step that reads it; past the last step for a result.
    var end: Int
  }

  /// How many elements a step writes to a place.
  private func count(of write: Write, in step: Step) -> Int {
    // A reduction over axes that lie apart transposes its operand first.
    if case .copy(let copies, let clearing) = step.kernel, copies.count == 1, !clearing {
      return copies[0].sizes.reduce(1, *)
    }
    return graph[write.node].shape.elementCount
  }

  private var lives: [Int: Life] {
    var lives: [Int: Life] = [:]
    func born(_ slot: Int, _ count: Int, _ start: Int) {
      let offset = memory.offsets[slot]
      lives[slot] = Life(slot: slot, bytes: offset..<(offset + 4 * count), start: start, end: start)
    }
    for (parameter, slot) in parameterSlots {
      born(slot, graph.parameters[parameter].shape.elementCount, -1)
    }
    for (index, step) in steps.enumerated() {
      for case .slot(let slot) in step.reads { lives[slot]?.end = index }
      for write in step.writes {
        guard case .slot(let slot) = write.place else { continue }
        born(slot, count(of: write, in: step), index)
      }
    }
    for case .slot(let slot) in outputs + commits.map(\.source) { lives[slot]?.end = steps.count }
    return lives
  }

  /// Whether a step may write a result over an operand that it reads for the last time.
  private func overwrites(_ operand: Life, _ result: Life) -> Bool {
    guard operand.end == result.start, operand.bytes.lowerBound == result.bytes.lowerBound
    else { return false }
    let step = steps[result.start]
    let (program, firstRead): (ElementwiseKernel?, Int) =
      switch step.kernel {
      case .elementwise(let kernel): (kernel, 0)
      case .matmul(let kernel): (kernel.program, kernel.bias == nil ? 2 : 3)
      default: (nil, 0)
      }
    guard let program, let index = step.writes.firstIndex(where: { $0.place == .slot(result.slot) })
    else { return false }
    let results = step.writes.count - program.results.count
    guard index >= results, program.results[index - results].form == .array else { return false }
    let accesses = program.accesses.filter { $0 != .product }
    return !step.reads.prefix(firstRead).contains(.slot(operand.slot))
      && zip(step.reads.dropFirst(firstRead), accesses).allSatisfy { read, access in
        read != .slot(operand.slot) || access == .full
      }
  }

  /// Slots outside the arena or off their alignment, and pairs that are alive together in the
  /// same bytes.
  fileprivate var memoryMistakes: [String] {
    let lives = lives.values.sorted { ($0.start, $0.slot) < ($1.start, $1.slot) }
    var mistakes: [String] = []
    for (index, life) in lives.enumerated() {
      if life.bytes.lowerBound < 0 || life.bytes.lowerBound % 64 != 0
        || life.bytes.upperBound > memory.byteCount
      {
        mistakes.append("slot \(life.slot) lies at \(life.bytes)")
      }
      for other in lives[..<index] where life.bytes.overlaps(other.bytes) {
        if other.end < life.start || overwrites(other, life) { continue }
        mistakes.append("slots \(other.slot) and \(life.slot) share bytes")
      }
    }
    return mistakes
  }
}

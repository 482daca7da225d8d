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
      for plan in [Plan(graph), Plan(try graph.optimized(verifying: true))] {
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
      let memory = Plan(chain).memory
      // A product must not overwrite its operands, so two places take turns.
      #expect(memory.unsharedByteCount == 51 * 6400)
      #expect(memory.byteCount == 2 * 6400)
    }

    @Test func elementwiseResultTakesOverItsOperand() throws {
      let graph = try makeGraph { graph in
        let x = graph.addParameter(TensorType([40, 40]))
        return [try graph.unary(.sin, x)]
      }
      #expect(Plan(graph).memory.byteCount == 6400)
      #expect(Plan(graph).memoryMistakes == [])
    }

    @Test func operandReadByRowsIsNotOverwritten() throws {
      // Four and sixteen numbers take one cache line each, so that size alone would allow it.
      let graph = try makeGraph { graph in
        let x = graph.addParameter(TensorType([4]))
        let row = try graph.stretched(x, to: [4, 4], axes: [1])
        let column = try graph.stretched(x, to: [4, 4], axes: [0])
        return [try graph.binary(.subtract, row, column)]
      }
      #expect(Plan(graph).memory.byteCount == 128)
      #expect(Plan(graph).memoryMistakes == [])
      try graph.checkAgainstInterpreter()
    }

    @Test func emptyArraysTakeNoPlaceOfOthers() throws {
      let graph = try makeGraph { graph in
        let x = graph.addParameter(TensorType([0, 3]))
        let y = graph.addParameter(TensorType([5]))
        return [try graph.unary(.sin, x), try graph.sum(x, axes: [0]), try graph.unary(.cos, y)]
      }
      #expect(Plan(graph).memoryMistakes == [])
      try graph.checkAgainstInterpreter()
    }
  }
}

extension Plan {
  /// How many elements a step writes.
  private func writtenCount(_ step: Step) -> Int {
    switch step.kernel {
    case .elementwise(let kernel): return kernel.rows * kernel.columns
    case .matmul(let kernel): return kernel.m * kernel.n
    case .reduce(_, let outer, _, let inner), .argmax(let outer, _, let inner):
      return outer * inner
    case .copy(let copies, let clearing):
      guard copies.count == 1, !clearing else { return graph[step.node].shape.elementCount }
      return copies[0].sizes.reduce(1, *)
    case .gather(let count, let rowSize, _): return count * rowSize
    case .scatterAdd(_, let rowSize, let tableRows): return tableRows * rowSize
    case .random(let draw): return draw.shape.elementCount
    }
  }

  private struct Life {
    let slot: Int
    let bytes: Range<Int>
    /// The step that writes it; -1 for an input.
    let start: Int
    /// The last step that reads it; past the last step for a result.
    var end: Int
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
      if case .slot(let slot) = step.write { born(slot, writtenCount(step), index) }
    }
    for case .slot(let slot) in outputs + commits.map(\.source) { lives[slot]?.end = steps.count }
    return lives
  }

  /// Whether a step may write a result over an operand that it reads for the last time.
  private func overwrites(_ operand: Life, _ result: Life) -> Bool {
    guard operand.end == result.start, operand.bytes.lowerBound == result.bytes.lowerBound,
      case .elementwise(let kernel) = steps[result.start].kernel
    else { return false }
    return zip(steps[result.start].reads, kernel.accesses).allSatisfy { read, access in
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

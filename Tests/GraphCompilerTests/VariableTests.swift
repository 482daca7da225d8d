// Programs that read and set variables leave them as the interpreter does.

import GraphCompiler
import TensorGraph
import TestSupport
import Testing

extension GraphCompilerTests {
  @Suite struct VariableTests {
    private static let first = HostTensor([1.5, -2, 3, 0.25])
    private static let second = HostTensor([-7, 0.5, 11, 4.0])

    /// Runs a program of two variables `a` and `b` three times on all kernels, optimised and not,
    /// and checks every step against the interpreter.
    /// - Returns: the variables after the first step of the first way to run.
    @discardableResult
    private func check(
      inputs: [HostTensor] = [], tolerance: Tolerance = .exact,
      _ build: (inout Graph, _ a: NodeID, _ b: NodeID) throws -> (
        outputs: [NodeID], a: NodeID?, b: NodeID?
      )
    ) throws -> [[Float]] {
      var graph = Graph()
      let a = graph.addVariable(VariableInfo(name: "a", type: Self.first.type))
      let b = graph.addVariable(VariableInfo(name: "b", type: Self.second.type))
      let program = try build(&graph, a, b)
      graph.outputs = program.outputs
      graph.effects =
        (program.a.map { [Effect(variable: 0, value: $0)] } ?? [])
        + (program.b.map { [Effect(variable: 1, value: $0)] } ?? [])
      var seen: [[[Float]]] = []
      for library in kernelLibraries {
        for optimizing in [true, false] {
          var both = try SideBySide(
            graph, variables: [Self.first, Self.second], optimizing: optimizing, library: library)
          for step in 0..<3 {
            try both.step(
              inputs, tolerance: tolerance,
              "\(library.name), step \(step), optimised \(optimizing):")
            seen.append(both.variables.map(\.floats))
          }
        }
      }
      return seen[0]
    }

    @Test func swap() throws {
      let after = try check { _, a, b in ([], a: b, b: a) }
      #expect(after == [Self.second.floats, Self.first.floats])
    }

    @Test func swapThatReturnsOldAndNewValues() throws {
      try check { graph, a, b in
        ([a, b, try graph.binary(.subtract, a, b)], a: b, b: a)
      }
    }

    @Test func oldAndNewValueOfOneVariableReturned() throws {
      let after = try check { graph, a, _ in
        let doubled = try graph.scaled(a, by: 2)
        return ([a, doubled, try graph.unary(.negate, a)], a: doubled, b: nil)
      }
      #expect(after[0] == [3, -4, 6, 0.5])
    }

    @Test func valueOfOneAssignedToTheOther() throws {
      let after = try check { _, a, _ in ([], a: nil, b: a) }
      #expect(after == [Self.first.floats, Self.first.floats])
    }

    @Test func assignedToItself() throws {
      let after = try check { _, a, b in ([a], a: a, b: b) }
      #expect(after == [Self.first.floats, Self.second.floats])
    }

    @Test func oneTensorAssignedToBoth() throws {
      let after = try check { graph, a, b in
        let sum = try graph.binary(.add, a, b)
        return ([], a: sum, b: sum)
      }
      #expect(after == [[-5.5, -1.5, 14, 4.25], [-5.5, -1.5, 14, 4.25]])
    }

    @Test func oneMadeFromTheNewValueOfTheOther() throws {
      // a is written while its old value is needed for b.
      let after = try check { graph, a, b in
        let sum = try graph.binary(.add, a, b)
        return ([], a: sum, b: try graph.binary(.multiply, sum, a))
      }
      #expect(after[1] == [-8.25, 3, 42, 1.0625])
    }

    @Test func constant() throws {
      let after = try check { graph, _, _ in
        ([], a: try graph.add(.constant(Self.second)), b: nil)
      }
      #expect(after[0] == Self.second.floats)
    }

    @Test func repeatedNumber() throws {
      let after = try check { graph, a, _ in ([a], a: try graph.filled(2.5, like: a), b: nil) }
      #expect(after[0] == [2.5, 2.5, 2.5, 2.5])
    }

    @Test func broadcastOfTheOther() throws {
      let after = try check { graph, a, b in
        let last = try graph.add(.slice(Slice(starts: [3], limits: [4], strides: [1])), [b])
        return ([], a: try graph.stretched(last, to: [4], axes: [0]), b: a)
      }
      #expect(after == [[4, 4, 4, 4], Self.first.floats])
    }

    @Test func parameter() throws {
      let input = HostTensor([9, 8, 7, 6.5])
      let after = try check(inputs: [input]) { graph, a, _ in
        let x = graph.addParameter(input.type)
        return ([x, try graph.binary(.add, x, a)], a: x, b: x)
      }
      #expect(after == [input.floats, input.floats])
    }

    @Test func reshapedParameterAndReshapedVariable() throws {
      let input = HostTensor(rows: [[9, 8], [7, 6.5]])
      try check(inputs: [input]) { graph, a, b in
        let x = graph.addParameter(input.type)
        let square = try graph.add(.reshape([2, 2]), [a])
        let turned = try graph.add(.transpose([1, 0]), [square])
        return (
          [square], a: try graph.add(.reshape([4]), [x]), b: try graph.add(.reshape([4]), [turned])
        )
      }
    }

    @Test func productThatReadsWhatItSets() throws {
      // Sums of products may be rounded in another order.
      let after = try check(tolerance: .single) { graph, a, b in
        let column = try graph.add(.reshape([4, 1]), [a])
        let row = try graph.add(.reshape([1, 4]), [b])
        let product = try graph.matmul(graph.matmul(column, row), column)
        return ([], a: try graph.add(.reshape([4]), [product]), b: nil)
      }
      // The inner product of the two is 22.5.
      #expect(after[0] == [33.75, -45, 67.5, 5.625])
    }

    @Test func rowOfItself() throws {
      // Every element of the new value needs the whole old one.
      try check { graph, a, _ in
        let spread = try graph.stretched(a, to: [4, 4], axes: [1])
        let turned = try graph.stretched(a, to: [4, 4], axes: [0])
        let ranks = try graph.sum(graph.binary(.maximum, spread, turned), axes: [0])
        return ([], a: ranks, b: try graph.binary(.add, ranks, a))
      }
    }

    @Test func accumulationWritesStraightIntoTheVariable() throws {
      var graph = Graph()
      let a = graph.addVariable(VariableInfo(name: "a", type: Self.first.type))
      let x = graph.addParameter(Self.first.type)
      graph.effects = [Effect(variable: 0, value: try graph.binary(.add, a, x))]
      var both = try SideBySide(
        graph, variables: [Self.first], library: KernelLibrary(usesOneDNN: false))
      #expect(both.plan.commits.isEmpty)
      #expect(both.plan.steps.flatMap(\.writes).map(\.place) == [.variable(0)])
      for _ in 0..<5 { try both.step([HostTensor([1, 1, 1, 1.0])]) }
      #expect(both.variables[0].floats == [6.5, 3, 8, 5.25])
    }

    @Test func truthsAndIntegersAreKept() throws {
      let truths = HostTensor(shape: [3], storage: .bool([true, false, true]))
      let integers = HostTensor([Int32.min, 4, -1])
      var graph = Graph()
      let flags = graph.addVariable(VariableInfo(name: "flags", type: truths.type))
      let counts = graph.addVariable(VariableInfo(name: "counts", type: integers.type))
      graph.outputs = [flags, counts]
      graph.effects = [
        Effect(variable: 0, value: try graph.unary(.not, flags)),
        Effect(variable: 1, value: try graph.binary(.add, counts, counts)),
      ]
      var both = try SideBySide(
        graph, variables: [truths, integers], library: KernelLibrary(usesOneDNN: false))
      #expect(try both.step() == [truths, integers])
      #expect(both.variables[0].storage == .bool([false, true, false]))
      #expect(both.variables[1].storage == .int32([0, 8, -2]))
      try both.step()
      #expect(both.variables[0] == truths)
    }

    @Test func storageRefusesAnotherType() {
      let storage = VariableStorage(Self.first)
      #expect(throws: ShapeError.self) { try storage.set(HostTensor([1, 2.0])) }
      #expect(storage.value == Self.first)
    }

    @Test func executableRefusesOtherTypes() throws {
      let graph = try makeGraph { graph in [graph.addParameter(TensorType([2]))] }
      let executable = try Executable(graph, variables: [])
      for inputs in [[], [HostTensor([1, 2, 3.0])], [HostTensor([Int32(1), 2])]] {
        let failure = #expect(throws: RunFailure.self) { try executable.run(inputs) }
        #expect(failure?.description.contains("the program was compiled for [float32[2]]") == true)
      }
      #expect(try executable.run([HostTensor([1, 2.5])])[0].floats == [1, 2.5])
    }
  }
}

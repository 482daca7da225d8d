// An executable's inputs, set one by one, and what a run without new arrays gives.

import Foundation
import GraphCompiler
import Synchronization
import TensorGraph
import TestSupport
import Testing

extension GraphCompilerTests {
  @Suite struct ExecutableTests {
    /// `2 x + count` and the running sum of it, of a float32[3] and an int32 input.
    private func accumulator(
      _ library: KernelLibrary = .standard
    ) throws -> (program: Executable, storage: VariableStorage) {
      var graph = Graph()
      let sum = graph.addVariable(VariableInfo(name: "sum", type: TensorType([3])))
      let x = graph.addParameter(TensorType([3]))
      let count = graph.addParameter(TensorType([1], .int32))
      let number = try graph.stretched(
        graph.add(.convert(.float32), [count]), to: [3], axes: [0])
      let value = try graph.binary(.add, graph.scaled(x, by: 2), number)
      let total = try graph.binary(.add, sum, value)
      graph.outputs = [value, total]
      graph.effects = [Effect(variable: 0, value: total)]
      let storage = VariableStorage(HostTensor([0, 0, 0.0]))
      let program = try Executable(
        graph.optimized(verifying: true), variables: [storage], kernelLibrary: library)
      return (program, storage)
    }

    private func set(_ program: Executable, _ x: [Float], _ count: Int32) throws {
      try x.withUnsafeBytes { try program.setInput(0, to: $0) }
      try withUnsafeBytes(of: count) { try program.setInput(1, to: $0) }
    }

    /// What is said of a number of bytes for the first input.
    private func refusal(of count: Int, _ program: Executable) throws -> String {
      let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 4)
      defer { bytes.deallocate() }
      _ = bytes.initializeMemory(as: UInt8.self, repeating: 255)
      let failure = #expect(throws: RunFailure.self) {
        try program.setInput(0, to: UnsafeRawBufferPointer(bytes))
      }
      return try #require(failure).description
    }

    @Test func runsOnSetInputsGiveWhatRunsOnArraysGive() throws {
      for library in kernelLibraries {
        let (set, setStorage) = try accumulator(library)
        let (passed, passedStorage) = try accumulator(library)
        let inputs: [(x: [Float], count: Int32)] = [
          ([1, 2, 3], 4), ([-0.5, 8, 0], -7), ([1, 2, 3], 4),
        ]
        for (x, count) in inputs {
          try self.set(set, x, count)
          try set.run()
          let outputs = try passed.run([HostTensor(x), HostTensor([count])])
          #expect(set.scalar(ofOutput: 0) == 2 * x[0] + Float(count))
          for index in 0..<2 {
            #expect(set.scalar(ofOutput: index) == outputs[index].floats[0])
          }
          #expect(setStorage.value == passedStorage.value)
        }
        #expect(setStorage.value.floats == [4, 25, 13])
      }
    }

    /// libgomp keeps the number for each thread, and a program may be trained on any.
    @Test(arguments: [1, 3], [8, 400])
    func theChosenThreadsHoldOnEveryThread(count: Int, side: Int) throws {
      let before = KernelLibrary.threadCount
      KernelLibrary.threadCount = count
      defer { KernelLibrary.threadCount = before }
      let graph = try makeGraph { graph in
        let x = graph.addParameter(TensorType([side, side]))
        return [try graph.matmul(x, x)]
      }
      #expect(try Plan(graph).isSmall == (side == 8))
      let sizes = Mutex<[Int]>([])
      let thread = Thread {
        let input = HostTensor(repeating: 1, shape: [side, side])
        guard let program = try? Executable(graph, variables: []) else { return }
        let made = CallCounts.teamSize
        _ = try? program.run([input])
        sizes.withLock { $0 = [made, CallCounts.teamSize] }
      }
      thread.start()
      while !thread.isFinished { usleep(1000) }
      #expect(sizes.withLock { $0 } == [count, count])
    }

    @Test func aScalarIsTheFirstElementWhereverItLies() throws {
      var graph = Graph()
      let kept = graph.addVariable(VariableInfo(name: "kept", type: TensorType([2])))
      let x = graph.addParameter(TensorType([2]))
      graph.outputs = [
        x, kept, try graph.add(.constant(HostTensor([0.25, 9]))), try graph.unary(.negate, x),
      ]
      let program = try Executable(
        graph, variables: [VariableStorage(HostTensor([7, 8.0]))])
      try [Float(3), 4].withUnsafeBytes { try program.setInput(0, to: $0) }
      try program.run()
      #expect((0..<4).map { program.scalar(ofOutput: $0) } == [3, 7, 0.25, -3])
    }

    @Test(arguments: [0, 1, 4, 8, 13, 16]) func anotherNumberOfBytesIsRefused(count: Int) throws {
      let (program, storage) = try accumulator()
      try set(program, [1, 2, 3], 0)
      let text = try refusal(of: count, program)
      for part in ["\(count) bytes came", "input 0", "float32[3]", "needs 12 bytes"] {
        #expect(text.contains(part), "\(text)")
      }
      // What was set before is still there.
      try program.run()
      #expect(storage.value.floats == [2, 4, 6])
    }

    @Test func truthsAreRefused() throws {
      var graph = Graph()
      let truths = graph.addParameter(TensorType([2], .bool))
      graph.outputs = [try graph.unary(.not, truths)]
      let program = try Executable(graph, variables: [])
      for count in [2, 8] {
        let text = try refusal(of: count, program)
        for part in ["input 0", "bool[2]", "run(_:)"] { #expect(text.contains(part), "\(text)") }
      }
      let given = HostTensor(shape: [2], storage: .bool([true, false]))
      #expect(try program.run([given])[0].storage == .bool([false, true]))
    }

    @Test func anInputThatNobodyUsesIsAccepted() throws {
      let graph = try makeGraph { graph in
        _ = graph.addParameter(TensorType([5]))
        return [try graph.unary(.negate, graph.addParameter(TensorType([1])))]
      }
      let program = try Executable(graph.optimized(verifying: true), variables: [])
      try [Float](repeating: .nan, count: 5).withUnsafeBytes { try program.setInput(0, to: $0) }
      try withUnsafeBytes(of: Float(2)) { try program.setInput(1, to: $0) }
      try program.run()
      #expect(program.scalar(ofOutput: 0) == -2)
      // Of the right size all the same.
      #expect(try refusal(of: 4, program).contains("needs 20 bytes"))
    }

    /// A hundred arrays of 4.3 GB.
    @Test func moreMemoryThanThereIsIsRefused() throws {
      let graph = try makeGraph { graph in
        try (0..<100).map { _ in
          try graph.unary(.negate, graph.addParameter(TensorType([1 << 30])))
        }
      }
      let refusal = #expect(throws: ShapeError.self) { try Executable(graph, variables: []) }
      let text = try #require(refusal).description
      #expect(text.hasPrefix("compile: a program with its inputs and outputs takes "), "\(text)")
      #expect(text.hasSuffix("use a smaller width, batch or count"), "\(text)")
    }

    @Test func anInputWithoutElementsIsSetFromNothing() throws {
      let graph = try makeGraph { graph in
        [try graph.sum(graph.addParameter(TensorType([0, 3])), axes: [0])]
      }
      let program = try Executable(graph, variables: [])
      try program.setInput(0, to: UnsafeRawBufferPointer(start: nil, count: 0))
      try program.run()
      #expect(program.scalar(ofOutput: 0) == 0)
    }
  }
}

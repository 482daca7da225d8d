// The table of cases itself: complete, valid, and able to catch a wrong way of running graphs.

import GraphCompiler
import TensorGraph
import TestSupport
import Testing

@Suite struct TableTests {
  @Test func coversEveryOperation() throws {
    var complete: Set<String> = [
      "parameter", "constant", "iota", "select", "convert", "broadcast", "reshape", "transpose",
      "slice", "pad", "concatenate", "argmax", "matmul", "gather", "scatter-add", "random",
      "convolution", "convolution-input-gradient", "convolution-weight-gradient", "max-pool",
      "max-pool-gather", "average-pool", "average-pool-gradient", "block-channels",
      "unblock-channels",
    ]
    complete.formUnion(UnaryOperation.allCases.map(\.rawValue))
    complete.formUnion(BinaryOperation.allCases.map(\.rawValue))
    complete.formUnion(Comparison.allCases.map(\.rawValue))
    complete.formUnion(Reduction.allCases.map { "reduce-\($0.rawValue)" })
    var used: Set<String> = []
    for row in OperationCase.all { used.formUnion(try row.operationNames()) }
    // Variables are no operation of an array: a graph gets them from outside, as parameters.
    #expect(used == complete)
  }

  @Test func namesAreUnique() {
    let names = OperationCase.all.map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test(arguments: OperationCase.all)
  func graphsAreValid(_ row: OperationCase) throws {
    for signature in row.signatures + row.specials.map({ $0.map(\.shape) }) {
      try row.graph(for: signature).verify(after: "building")
      if row.isDifferentiable {
        try row.gradientGraph(for: signature).verify(after: "differentiation")
      }
    }
  }

  @Test(arguments: OperationCase.all)
  func resultsHaveTheTypesOfTheirNodes(_ row: OperationCase) throws {
    var generator = TestGenerator(name: row.name)
    for signature in row.signatures {
      let graph = try row.graph(for: signature)
      let inputs = try row.inputs(for: signature, using: &generator)
      _ = try Interpreter<Float>(graph).run(parameters: inputs.map { ReferenceArray($0) }) {
        #expect($1.type == graph[$0].type)
        #expect($1.storage.count == $1.shape.elementCount)
      }
    }
  }

  @Test(arguments: OperationCase.all)
  func singlePrecisionRunsPassTheirOwnCheck(_ row: OperationCase) throws {
    try row.check(instances: 1, using: runInterpreter)
  }

  /// The tolerances leave room for any order of rounding: exact arithmetic passes, too.
  @Test(arguments: OperationCase.all)
  func doublePrecisionRunsPassTheCheck(_ row: OperationCase) throws {
    try row.check(instances: 1) { graph, inputs in
      try Interpreter<Double>(graph).run(parameters: inputs.map { ReferenceArray($0) })
        .outputs.map { try $0.hostTensor() }
    }
  }

  @Test func wrongElementIsFound() throws {
    let row = try #require(OperationCase.all.first { $0.name == "tanh float32" })
    #expect(throws: Mismatch.self) {
      try row.check { graph, inputs in
        try runInterpreter(graph, inputs).map { output in
          var floats = output.floats
          if floats.count > 1000 { floats[1000] += 1e-4 }
          return try HostTensor(floats, shape: output.shape)
        }
      }
    }
  }

  @Test func wrongTypeAndMissingResultAreFound() throws {
    let row = try #require(OperationCase.all.first { $0.name == "negate int32" })
    #expect(throws: Mismatch.self) {
      try row.check { graph, inputs in
        try runInterpreter(graph, inputs).map { try HostTensor($0.floats, shape: $0.shape) }
      }
    }
    #expect(throws: Mismatch.self) { try row.check { _, _ in [] } }
  }

  @Test func wrongSpecialValueIsFound() throws {
    let row = try #require(OperationCase.all.first { $0.name == "relu float32" })
    #expect(throws: Mismatch.self) {
      try row.check { graph, inputs in
        try runInterpreter(graph, inputs).map { output in
          try HostTensor(output.floats.map { $0.isNaN ? 0 : $0 }, shape: output.shape)
        }
      }
    }
  }
}

/// Runs a graph in single precision on host arrays.
func runInterpreter(_ graph: Graph, _ inputs: [HostTensor]) throws -> [HostTensor] {
  try Interpreter<Float>(graph).run(parameters: inputs.map { ReferenceArray($0) })
    .outputs.map { try $0.hostTensor() }
}

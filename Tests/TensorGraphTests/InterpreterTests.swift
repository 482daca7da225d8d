// The reference interpreter: its walk, its errors, and closed-form results.

import GraphCompiler
import TensorGraph
import TestSupport
import Testing

@Suite struct InterpreterTests {
  @Test func readsAndSetsVariables() throws {
    var graph = Graph()
    let rate = graph.addParameter(TensorType(.scalar))
    let first = graph.addVariable(VariableInfo(name: "a", type: TensorType(.scalar)))
    let second = graph.addVariable(VariableInfo(name: "b", type: TensorType(.scalar)))
    let moved = try graph.binary(.subtract, second, rate)
    graph.outputs = [first]
    graph.effects = [Effect(variable: 1, value: moved), Effect(variable: 0, value: second)]
    let result = try Interpreter<Double>(graph).run(
      parameters: [ReferenceArray(HostTensor(0.5))],
      variables: [ReferenceArray(HostTensor(7)), ReferenceArray(HostTensor(3))])
    #expect(result.outputs.map(\.doubles) == [[7]])
    #expect(result.effects.map(\.variable) == [1, 0])
    #expect(result.effects.map(\.value.doubles) == [[2.5], [3]])
  }

  @Test func visitsOnlyWhatIsNeededInOrder() throws {
    var graph = Graph()
    let x = graph.addParameter(TensorType(.scalar))
    let unused = try graph.unary(.exp, x)
    _ = try graph.unary(.log, unused)
    let y = try graph.unary(.negate, x)
    graph.outputs = [y, try graph.binary(.add, y, y), y]
    var visited: [NodeID] = []
    let result = try Interpreter<Float>(graph).run(parameters: [ReferenceArray(HostTensor(2))]) {
      id, value in
      visited.append(id)
      #expect(value.type == TensorType(.scalar))
    }
    #expect(visited == [x, y, graph.outputs[1]])
    #expect(result.outputs.map(\.doubles) == [[-2], [-4], [-2]])
  }

  @Test func refusesInputsThatDoNotFit() throws {
    var graph = Graph()
    graph.outputs = [graph.addParameter(TensorType([2]))]
    _ = graph.addVariable(VariableInfo(name: "a", type: TensorType(.scalar)))
    let interpreter = Interpreter<Float>(graph)
    let pair = ReferenceArray<Float>(HostTensor([1.5, 2]))
    let one = ReferenceArray<Float>(HostTensor(1))
    let count = try #require(throws: InterpreterError.self) {
      try interpreter.run(parameters: [], variables: [one])
    }
    #expect("\(count)" == "0 parameters came, but the graph has 1; pass one array for each")
    #expect(throws: InterpreterError.wrongCount(of: "variables", came: 0, needed: 1)) {
      try interpreter.run(parameters: [pair])
    }
    let type = try #require(throws: InterpreterError.self) {
      try interpreter.run(parameters: [one], variables: [one])
    }
    #expect(
      "\(type)" == "parameter 0 came as float32[], but the graph needs float32[2]; "
        + "pass an array of that type")
    #expect(throws: InterpreterError.self) {
      try interpreter.run(
        parameters: [ReferenceArray(HostTensor([1, 2] as [Int32]))], variables: [one])
    }
    #expect(throws: InterpreterError.wrongElementCount(of: "parameter 0", came: 1, shape: [2])) {
      try interpreter.run(
        parameters: [ReferenceArray(shape: [2], storage: .float32([1]))], variables: [one])
    }
  }

  @Test func refusesBrokenGraphs() throws {
    var graph = Graph()
    let x = graph.addParameter(TensorType([1], .int32))
    graph.outputs = [graph.append(.unary(.exp), [x], TensorType([1]))]
    #expect(throws: InterpreterError.wrongKind(came: TensorType([1], .int32), .float32)) {
      try Interpreter<Float>(graph).run(parameters: [ReferenceArray(HostTensor([1] as [Int32]))])
    }
  }

  @Test func sumsAccumulateInDoublePrecision() throws {
    var graph = Graph()
    let x = graph.addParameter(TensorType([3]))
    graph.outputs = [try graph.sum(x)]
    #expect(try runInterpreter(graph, [HostTensor([1e8, 1, -1e8])]) == [HostTensor(1)])
  }

  /// Runs one operation on host arrays.
  private func run(_ operation: Operation, _ inputs: HostTensor...) throws -> HostTensor {
    var graph = Graph()
    let operands = inputs.map { graph.addParameter($0.type) }
    graph.outputs = [try graph.add(operation, operands)]
    return try runInterpreter(graph, inputs)[0]
  }

  private func numbers(_ operation: UnaryOperation, _ values: [Float]) throws -> [Float] {
    try run(.unary(operation), HostTensor(values)).floats
  }

  @Test func functionsAtTheirEdges() throws {
    #expect(try numbers(.sign, [0, 3, -0.1, .infinity]) == [0, 1, -1, 1])
    #expect(try numbers(.relu, [0, 3, -0.1, -.infinity]) == [0, 3, 0, 0])
    for operation in [
      UnaryOperation.sign, .relu, .abs, .exp, .softplus, .logistic, .floor, .bfloat16,
    ] {
      #expect(try numbers(operation, [.nan])[0].isNaN)
    }
    #expect(try numbers(.softplus, [100, -200, .infinity, -.infinity]) == [100, 0, .infinity, 0])
    #expect(try numbers(.logistic, [0, 200, -200, .infinity]) == [0.5, 1, 0, 1])
    #expect(try numbers(.exp, [0, 100, -.infinity]) == [1, .infinity, 0])
    #expect(try numbers(.log, [1, 0]) == [0, -.infinity])
    #expect(try numbers(.log1p, [0, 1e-30, -1]) == [0, 1e-30, -.infinity])
    #expect(try numbers(.rsqrt, [4, 0]) == [0.5, .infinity])
    #expect(try numbers(.floor, [1.5, -1.5, 2]) == [1, -2, 2])
    // 8 significant bits: 1 + 1/256 and 1 + 3/256 lie halfway, and go to the even side.
    let halfway: [Float] = [1.003_906_25, 1.011_718_75, -1.003_906_25, 1.003_906_4]
    #expect(try numbers(.bfloat16, halfway) == [1, 1.015_625, -1, 1.007_812_5])
    #expect(try numbers(.bfloat16, [3.38e38, 3.4e38, -3.4e38])[1...] == [.infinity, -.infinity])
    #expect(
      try numbers(.bfloat16, [.infinity, 0, 0x1p-133, 0x1.8p-133, 0x1p-134])
        == [.infinity, 0, 0x1p-133, 0x1p-132, 0])
    #expect(try numbers(.isFinite, [1, .nan, .infinity]) == [1, 0, 0])
    let ends = HostTensor([Int32.min, 5, -5, 0])
    #expect(try run(.unary(.abs), ends).integers == [.min, 5, 5, 0])
    #expect(try run(.unary(.negate), ends).integers == [.min, -5, 5, 0])
    #expect(try run(.unary(.sign), ends).integers == [-1, 1, -1, 0])
  }

  @Test func arithmeticAtItsEdges() throws {
    let (a, b) = (HostTensor([Float.nan, 1, 2, -3]), HostTensor([1, .nan, 3, -4]))
    #expect(try run(.binary(.maximum), a, b).floats.map(\.isNaN) == [true, true, false, false])
    #expect(try run(.binary(.maximum), a, b).floats[2...] == [3, -3])
    #expect(try run(.binary(.minimum), a, b).floats[2...] == [2, -4])
    #expect(try run(.binary(.minimum), a, b).floats[0].isNaN)
    let (m, n) = (HostTensor([Int32.max, .min, 65_536]), HostTensor([1, 1, 65_536] as [Int32]))
    #expect(try run(.binary(.add), m, n).integers == [.min, .min + 1, 131_072])
    #expect(try run(.binary(.subtract), m, n).integers == [.max - 1, .max, 0])
    #expect(try run(.binary(.multiply), m, n).integers == [.max, .min, 0])
    #expect(
      try run(.binary(.power), HostTensor([0, 0, 2.0, -2]), HostTensor([0, 2, -1.0, 3])).floats
        == [1, 0, 0.5, -8])
    #expect(try run(.compare(.notEqual), a, a).integers == [1, 0, 0, 0])
    #expect(try run(.compare(.lessOrEqual), a, b).integers == [0, 0, 1, 0])
  }

  @Test func conversions() throws {
    let edges = HostTensor([Float.nan, 3e9, -3e9, 2.9, -2.9, -0.0])
    #expect(try run(.convert(.int32), edges).integers == [0, .max, .min, 2, -2, 0])
    #expect(try run(.convert(.bool), edges).integers == [1, 1, 1, 1, 1, 0])
    #expect(try run(.convert(.float32), HostTensor([16_777_217] as [Int32])).floats == [16_777_216])
  }

  @Test func movements() throws {
    let matrix = HostTensor(rows: [[1, 2, 3], [4, 5, 6]])
    #expect(
      try run(.transpose([1, 0]), matrix) == HostTensor(rows: [[1, 4], [2, 5], [3, 6]]))
    #expect(
      try run(.slice(Slice(starts: [0, 0], limits: [2, 3], strides: [1, 2])), matrix)
        == HostTensor(rows: [[1, 3], [4, 6]]))
    #expect(
      try run(.pad(Padding(low: [0, 1], high: [1, 0], interior: [0, 1])), matrix)
        == HostTensor(rows: [[0, 1, 0, 2, 0, 3], [0, 4, 0, 5, 0, 6], [0, 0, 0, 0, 0, 0]]))
    #expect(
      try run(.concatenate(axis: 1), matrix, HostTensor(rows: [[7], [8]]))
        == HostTensor(rows: [[1, 2, 3, 7], [4, 5, 6, 8]]))
    #expect(
      try run(.broadcast(Broadcast(shape: [2, 2], axes: [0])), HostTensor([1.5, 2]))
        == HostTensor(rows: [[1.5, 1.5], [2, 2]]))
    #expect(try run(.iota([2, 3], axis: 1)).integers == [0, 1, 2, 0, 1, 2])
  }

  @Test func reductions() throws {
    let matrix = HostTensor(rows: [[1, 2, 3], [4, 5, .nan]])
    #expect(try run(.reduce(.sum, axes: [0]), matrix).floats.prefix(2) == [5, 7])
    #expect(try run(.reduce(.maximum, axes: [1]), matrix).floats[0] == 3)
    #expect(try run(.reduce(.maximum, axes: [1]), matrix).floats[1].isNaN)
    #expect(try run(.argmax(axis: 1), matrix).integers == [2, 2])
    #expect(
      try run(.argmax(axis: 0), HostTensor(rows: [[1, .nan, 0], [1, .nan, 2]])).integers
        == [0, 0, 1])
    let empty = HostTensor(repeating: 0, shape: [0, 2])
    #expect(try run(.reduce(.sum, axes: [0]), empty).floats == [0, 0])
    #expect(try run(.reduce(.maximum, axes: [0]), empty).floats == [-.infinity, -.infinity])
    #expect(try run(.reduce(.minimum, axes: [0]), empty).floats == [.infinity, .infinity])
  }

  @Test func products() throws {
    let (a, b) = (HostTensor(rows: [[1, 2], [3, 4]]), HostTensor(rows: [[5, 6], [7, 8]]))
    func product(_ transposeA: Bool, _ transposeB: Bool) throws -> [Float] {
      try run(.matmul(Matmul(transposeA: transposeA, transposeB: transposeB)), a, b).floats
    }
    #expect(try product(false, false) == [19, 22, 43, 50])
    #expect(try product(true, false) == [26, 30, 38, 44])
    #expect(try product(false, true) == [17, 23, 39, 53])
    #expect(try product(true, true) == [23, 31, 34, 46])
  }

  @Test func gatherAndScatterClamp() throws {
    let table = HostTensor(rows: [[1, 2], [3, 4], [5, 6]])
    let places = HostTensor([-7, 1, 99] as [Int32])
    #expect(
      try run(.gather, table, places) == HostTensor(rows: [[1, 2], [3, 4], [5, 6]]))
    #expect(
      try run(.scatterAdd(rows: 2), table, places) == HostTensor(rows: [[1, 2], [8, 10]]))
  }
}

// One trace for each signature, what goes in and what comes out.

import GraphCompiler
import Tensors
import Testing

extension TensorsTests {
  @Suite struct CompilationTests {
    @Test func aPartialBatchIsASecondTraceAndTheLast() throws {
      var traces = 0
      let v = Variable("v", HostTensor(0))
      let function = compile(options: verifying) { (x: Tensor) in
        traces += 1
        v.assign(v.value + x.sum())
        return x.mean()
      }
      for _ in 0..<3 {
        for count in [8, 8, 8, 5] {
          #expect(try function(HostTensor(repeating: 2, shape: [count, 3]))[0].scalar == 2)
        }
      }
      #expect(traces == 2)
      #expect(function.traceCount == 2)
      #expect(v.hostValue.scalar == 522)
    }

    @Test func aTraceIsLetGoWhenItIsCompiled() throws {
      weak var seen: Trace?
      let v = Variable("v", HostTensor(1))
      let function = compile(options: verifying) { (x: Tensor) in
        seen = Trace.current
        v.assign(v.value + x)
        return withValues([(v, x * 2)]) { v.value * v.value }
      }
      #expect(try function(HostTensor(3))[0].scalar == 36)
      #expect(seen == nil)
    }

    @Test func capturedAssignmentsStayInTheirBody() throws {
      let (v, w) = (Variable("v", HostTensor(2)), Variable("w", HostTensor(3)))
      let function = compile(options: verifying) { (x: Tensor) in
        w.assign(w.value + 1)
        var inside: [Tensor] = []
        let captured = capturingAssignments {
          v.assign(v.value * x)
          withValues([(w, x)]) { v.assign(v.value + 1) }
          inside = [v.value, w.value]
        }
        let replaced = withValues(captured) { v.value * w.value }
        return inside + [v.value, replaced] + captured.map(\.1)
      }
      let results = try function(HostTensor(5)).map(\.scalar)
      #expect(results == [11, 4, 2, 44, 10, 11])
      #expect(v.hostValue.scalar == 2 && w.hostValue.scalar == 4)
    }

    @Test func signaturesDifferByKind() throws {
      let function = compile(options: verifying) { (x: Tensor) in x + x }
      #expect(try function(HostTensor([1.5, 2])) == [HostTensor([3, 4.0])])
      #expect(try function(HostTensor([Int32(1), 2])) == [HostTensor([Int32(2), 4])])
      #expect(function.traceCount == 2)
    }

    @Test func aFailedTraceIsNotKept() throws {
      let function = compile(options: verifying) { (x: Tensor) in matmul(x, x) }
      for _ in 0..<2 {
        #expect(throws: ShapeError.self) { try function(HostTensor(repeating: 1, shape: [2, 3])) }
      }
      #expect(function.traceCount == 0)
      #expect(try function(HostTensor(repeating: 1, shape: [2, 2]))[0].floats == [2, 2, 2, 2])
      #expect(function.traceCount == 1)
    }

    @Test func inputsOfEveryArity() throws {
      let one = HostTensor(1)
      #expect(try compile { Tensor(5) }()[0].scalar == 5)
      #expect(try compile { (a: Tensor) in a + 1 }(one)[0].scalar == 2)
      #expect(try compile { (a: Tensor, b: Tensor) in a + b }(one, one)[0].scalar == 2)
      let three = compile { (a: Tensor, b: Tensor, c: Tensor) in [a + b, b + c + 1] }
      #expect(try three(one, one, one).map(\.scalar) == [2, 3])
      let any = CompiledFunction { tensors in [tensors.dropFirst().reduce(tensors[0], +)] }
      #expect(try any(one, one, one, one)[0].scalar == 4)
    }

    @Test func wrongNumberOfInputs() {
      let function = compile { (a: Tensor, b: Tensor) in a + b }
      let failure = #expect(throws: ShapeError.self) { try function(HostTensor(1)) }
      #expect(
        failure?.description
          == "compile: 1 inputs came for a function of 2; pass as many as its closure takes")
    }

    @Test func inputThatCannotBe() {
      let function = compile { (a: Tensor) in a }
      for shape: Shape in [[-3], [1 << 40], [Int.max, 8], [1, 1, 1, 1, 1, 1, 1, 1, 1]] {
        #expect(throws: ShapeError.self) { try function(HostTensor(repeating: 1, shape: shape)) }
      }
    }

    @Test func programRefusesInputsOfOtherTypes() throws {
      let function = compile(options: verifying) { (a: Tensor) in a * 2 }
      let program = try function.executable(for: [TensorType([2])])
      for inputs in [
        [], [HostTensor([1, 2.5, 3])], [HostTensor([Int32(1), 2])],
        [HostTensor([1, 2.5]), HostTensor([1, 2.5])],
      ] {
        #expect(throws: RunFailure.self) { try program.run(inputs) }
      }
      #expect(try program.run([HostTensor([1, 2.5])])[0].floats == [2, 5])
    }

    @Test func everyKindComesBackAsItWent() throws {
      let arrays = [
        HostTensor([0, -0.0, .infinity, .leastNonzeroMagnitude, 3.5]),
        HostTensor([Int32.min, -1, 0, 1, .max]),
        try HostTensor([true, false, false, true], shape: [2, 2]),
        HostTensor(repeating: 1, shape: [0, 4]), try HostTensor([Bool](), shape: [0]),
      ]
      for array in arrays {
        let v = Variable("v", array)
        let function = compile(options: verifying) { (x: Tensor) -> [Tensor] in
          let old = v.value
          v.assign(x.reshaped(to: [x.shape.elementCount]).reshaped(to: x.shape))
          return [x, x.stoppingGradient(), old, Tensor(array)]
        }
        #expect(try function(array) == [array, array, array, array])
        #expect(v.hostValue == array)
      }
    }

    @Test func conversions() throws {
      let results = try evaluateAll {
        let x = vector(-1.9, 0, 0.5, 2.9)
        let truths = x.converted(to: .bool)
        return [
          x.converted(to: .int32), truths, truths.converted(to: .float32),
          truths.converted(to: .int32), integers(0, -3).converted(to: .bool),
          integers(0, -3).converted(to: .float32),
        ]
      }
      #expect(
        results.map(\.storage) == [
          .int32([-1, 0, 0, 2]), .bool([true, false, true, true]), .float32([1, 0, 1, 1]),
          .int32([1, 0, 1, 1]), .bool([false, true]), .float32([0, -3]),
        ])
    }

    @Test func aTraceWithinATrace() throws {
      let outer = compile(options: verifying) { (x: Tensor) -> Tensor in
        let inner = compile(options: verifying) { (y: Tensor) in y * 3 }
        let seen = try? inner(HostTensor(2))[0].scalar
        return x + (seen ?? .nan)
      }
      #expect(try outer(HostTensor(1))[0].scalar == 7)
    }
  }
}

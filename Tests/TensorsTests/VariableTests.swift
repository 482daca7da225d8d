// Reading and setting variables in program order, and scopes that put values in their place.

import Tensors
import Testing

extension TensorsTests {
  @Suite struct VariableTests {
    @Test func readsSeeWhatWasAssignedBefore() throws {
      let v = Variable("v", HostTensor([1, 2.5]))
      let function = compile(options: verifying) {
        let before = v.value
        v.assign(before * 2)
        let between = v.value
        v.assign(between + 1)
        return [before, between, v.value, before + between]
      }
      let first = try function()
      #expect(first.map(\.floats) == [[1, 2.5], [2, 5], [3, 6], [3, 7.5]])
      #expect(v.hostValue.floats == [3, 6])
      let second = try function()
      #expect(second.map(\.floats) == [[3, 6], [6, 12], [7, 13], [9, 18]])
      #expect(v.hostValue.floats == [7, 13])
      #expect(function.traceCount == 1)
    }

    @Test func tracingAloneSetsNothing() throws {
      let v = Variable("v", HostTensor([1, 2.5]))
      let function = compile(options: verifying) { () -> Tensor in
        v.assign(v.value * 2)
        return v.value
      }
      _ = try function.executable(for: [])
      #expect(v.hostValue.floats == [1, 2.5])
    }

    @Test func swapInOneStep() throws {
      let (a, b) = (Variable("a", HostTensor(1)), Variable("b", HostTensor(2)))
      let swap = compile(options: verifying) { () -> [Tensor] in
        let old = a.value
        a.assign(b.value)
        b.assign(old)
        return []
      }
      _ = try swap()
      #expect([a.hostValue.scalar, b.hostValue.scalar] == [2, 1])
      _ = try swap()
      #expect([a.hostValue.scalar, b.hostValue.scalar] == [1, 2])
    }

    @Test func twoFunctionsShareAVariable() throws {
      let v = Variable("v", HostTensor(3))
      let increment = compile(options: verifying) { () -> [Tensor] in
        v.assign(v.value + 1)
        return []
      }
      let square = compile(options: verifying) { v.value * v.value }
      _ = try increment()
      #expect(try square()[0].scalar == 16)
      try v.setHostValue(HostTensor(-5))
      #expect(try square()[0].scalar == 25)
      _ = try increment()
      #expect(try square()[0].scalar == 16)
    }

    @Test func aVariableKeepsItsType() {
      let v = Variable("v", HostTensor([1, 2.5]))
      let failure = #expect(throws: ShapeError.self) { try v.setHostValue(HostTensor(1)) }
      #expect(failure?.description.contains("float32[] came, but it holds float32[2]") == true)
      let text = compileError { () -> [Tensor] in
        withPath("optimizer") { v.assign(v.value.sum()) }
        return []
      }
      #expect(text == "optimizer: assign: float32[] for variable v; it holds float32[2]")
      #expect(v.hostValue.floats == [1, 2.5])
    }

    @Test func variablesStartAsZerosAndAsCopies() throws {
      let zeros = Variable("zeros", zeros: [2, 3])
      #expect(zeros.hostValue == HostTensor(repeating: 0, shape: [2, 3]))
      let v = Variable("v", HostTensor([Int32(7), -8]))
      let copy = Variable("copy", copying: v)
      try v.setHostValue(HostTensor([Int32(1), 2]))
      #expect(copy.name == "copy" && copy.hostValue == HostTensor([Int32(7), -8]))
      // No array can have the shape: refused when it is used, harmless until then.
      let endless = Variable("endless", copying: Variable("v", zeros: [.max, 8]))
      #expect(endless.hostValue.floats.isEmpty)
      #expect(compileError { [endless.value] }.hasPrefix("variable endless: "))
    }

    @Test func scopesPutValuesInPlaceAndGiveThemBack() throws {
      let (v, w) = (Variable("v", HostTensor(1)), Variable("w", HostTensor(10)))
      let results = try evaluateAll {
        var seen = [v.value + w.value]
        withValues([(v, Tensor(2))]) {
          seen.append(v.value + w.value)
          withValues([(v, Tensor(3)), (w, Tensor(30))]) { seen.append(v.value + w.value) }
          withValues([(w, Tensor(20))]) { seen.append(v.value + w.value) }
          seen.append(v.value + w.value)
        }
        return seen + [v.value + w.value]
      }
      #expect(results.map(\.scalar) == [11, 12, 33, 22, 12, 11])
      #expect(v.hostValue.scalar == 1)
    }

    @Test func scopesAreGivenBackAfterAnError() throws {
      struct Stop: Error {}
      let v = Variable("v", HostTensor(1))
      let came = try evaluate {
        try? withValues([(v, Tensor(2))]) { throw Stop() }
        return v.value
      }
      #expect(came == [1])
    }

    @Test func assignmentInAScopeLastsBeyondIt() throws {
      let v = Variable("v", HostTensor(1))
      let results = try evaluateAll {
        var seen: [Tensor] = []
        withValues([(v, Tensor(2))]) {
          v.assign(v.value + 5)
          seen.append(v.value)
        }
        return seen + [v.value]
      }
      #expect(results.map(\.scalar) == [2, 7])
      #expect(v.hostValue.scalar == 7)
    }
  }
}

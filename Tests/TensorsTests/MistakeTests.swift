// Mistakes are recorded with their layer, the first one is thrown, and nothing traps after it.

import Tensors
import Testing

/// A place to keep what leaves a traced function.
private final class Keeper {
  var tensors: [Tensor] = []
}

extension TensorsTests {
  @Suite struct MistakeTests {
    private func matrix() -> Tensor { Tensor(repeating: 0.5, shape: [2, 3]) }

    @Test func messageNamesTheLayer() {
      let text = compileError {
        let x = matrix()
        return withPath("critic") {
          withPath("hidden") { [matmul(x, x)] }
        }
      }
      #expect(
        text == "critic/hidden: matmul: [2, 3] times [2, 3]: the inner sizes 3 and 2 differ; "
          + "make them equal")
    }

    @Test func pathsEndWithTheirScope() {
      let text = compileError {
        let x = matrix()
        return withPath("critic") {
          withPath("first") { _ = x + 1 }
          return [x + x.transposed()]
        }
      }
      #expect(
        text == "critic: add: shapes [2, 3] and [3, 2] came; "
          + "sizes must be equal, or 1, counted from the last axis")
      #expect(compileError { [matrix().sum(along: [2])] }.hasPrefix("reduce-sum: axes [2] of"))
    }

    @Test func theFirstMistakeWins() {
      let text = compileError {
        let x = matrix()
        let first = withPath("first") { matmul(x, x) }
        return [withPath("second") { x.sum(along: [8]) } + first]
      }
      #expect(text.hasPrefix("first: matmul: "))
    }

    @Test(arguments: OperationUse.mistaken)
    func isRefused(_ use: OperationUse) {
      let text = compileError { withPath("layer") { use.apply(matrix()) } }
      #expect(text.hasPrefix("layer: "), "\(text)")
    }

    @Test(arguments: OperationUse.mistaken + OperationUse.ordinary)
    func doesNotTrapAfterAMistake(_ use: OperationUse) throws {
      let text = compileError {
        let void = withPath("first") { matmul(matrix(), matrix()) }
        return use.apply(void) + use.apply(matrix()) + use.apply(void * 2)
      }
      #expect(text.hasPrefix("first: matmul: "))
      // What stands for nothing may also be the one number of a function without nodes.
      let bare = compileError { use.apply(concatenate([])) }
      #expect(bare.hasPrefix("concatenate: no tensor came"))
    }

    @Test(arguments: OperationUse.ordinary)
    func ordinaryUsesCompile(_ use: OperationUse) throws {
      #expect(try !evaluateAll { use.apply(matrix()) }.isEmpty)
    }

    @Test func tensorsMadeOutsideOfATrace() {
      let stray = Tensor(1)
      let needed = "used outside of a traced function; use it inside the closure given to compile"
      #expect(stray.shape == .scalar)
      #expect(compileError { [stray] }.hasSuffix("constant: " + needed))
      #expect(compileError { [Tensor(2) + stray] }.hasSuffix("constant: " + needed))
      #expect(compileError { [stray + Tensor(2)] }.hasSuffix("constant: " + needed))
      let value = Variable("v", HostTensor(1)).value
      #expect(compileError { [value] }.hasSuffix("variable v: " + needed))
      let number = RandomKey(stray).uniform([2], from: .data)
      #expect(compileError { [number] }.hasSuffix("constant: " + needed))
    }

    @Test func scopesOutsideOfATraceJustRunTheirBody() {
      #expect(withPath("layer") { 3 } == 3)
      #expect(withValues([]) { 4 } == 4)
    }

    /// Uses of a tensor of another trace, each in a function that is otherwise right.
    static let foreignUses: [OperationUse] = [
      OperationUse("result") { [$0] },
      OperationUse("left operand") { [$0 + Tensor(1)] },
      OperationUse("right operand") { [Tensor(1) + $0] },
      OperationUse("right operand of another shape") { [Tensor(repeating: 1, shape: [7]) + $0] },
      OperationUse("left operand of another shape") { [$0 + Tensor(repeating: 1, shape: [7])] },
      OperationUse("joined first") { [concatenate([$0, Tensor(repeating: 1, shape: [2, 3])])] },
      OperationUse("joined last") { [concatenate([Tensor(repeating: 1, shape: [2, 3]), $0])] },
      OperationUse("choice") { [select($0 .> 0, Tensor(1), Tensor(2))] },
      OperationUse("scalar of a gradient") { gradients(of: $0.sum(), withRespectTo: [Tensor(1)]) },
      OperationUse("place of a gradient") { gradients(of: Tensor(1), withRespectTo: [$0]) },
      OperationUse("gradient all of its own") { gradients(of: $0.sum(), withRespectTo: [$0]) },
      OperationUse("assigned") {
        Variable("v", HostTensor(repeating: 1, shape: [2, 3])).assign($0)
        return [Tensor(1)]
      },
      OperationUse("put in place") { x in
        let v = Variable("v", HostTensor(repeating: 1, shape: [2, 3]))
        return withValues([(v, x)]) { [v.value + 1] }
      },
      OperationUse("random key") { [RandomKey($0).uniform([2], from: .data)] },
    ]

    @Test(arguments: foreignUses)
    func tensorsOfAnotherTrace(_ use: OperationUse) throws {
      let keeper = Keeper()
      let function = compile(options: verifying) { () -> Tensor in
        keeper.tensors = [matrix()]
        return matrix()
      }
      _ = try function()
      let kept = try #require(keeper.tensors.first)
      #expect(kept.shape == [2, 3])
      _ = compileError { use.apply(kept) }
      // Neither the old program nor a new trace of it suffers.
      #expect(try function()[0].floats.count == 6)
    }

    @Test func outsideOfATraceATensorOfAnOldTraceIsHarmless() throws {
      let keeper = Keeper()
      _ = try evaluateAll {
        keeper.tensors = [matrix()]
        return keeper.tensors
      }
      let sum = keeper.tensors[0] + 1
      let v = Variable("v", HostTensor(repeating: 1, shape: [2, 3]))
      v.assign(sum)
      #expect(v.hostValue.floats == [1, 1, 1, 1, 1, 1])
      #expect(compileError { [sum] }.contains("another trace"))
    }
  }
}

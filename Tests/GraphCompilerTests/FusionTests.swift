// Which nodes share a kernel, and that sharing one changes no result.

import GraphCompiler
import TensorGraph
import TestSupport
import Testing

extension GraphCompilerTests {
  @Suite struct FusionTests {
    /// The kernels of the optimised graph, after its results were checked.
    private func kernels(_ build: (inout Graph) throws -> [NodeID]) throws -> [String] {
      let graph = try makeGraph(build)
      try graph.checkAgainstInterpreter()
      return try graph.optimized(verifying: true).kernelNames
    }

    @Test func softplusWrittenOutIsOneKernel() throws {
      let names = try kernels { graph in
        let x = graph.addParameter(TensorType([7, 13]))
        let magnitude = try graph.unary(.negate, graph.unary(.abs, x))
        let tail = try graph.unary(.log1p, graph.unary(.exp, magnitude))
        let zero = try graph.filled(0, like: x)
        return [try graph.binary(.add, graph.binary(.maximum, x, zero), tail)]
      }
      #expect(names.count == 1)
    }

    @Test func productWithBiasAndReluIsOneKernel() throws {
      let names = try kernels { graph in
        let x = graph.addParameter(TensorType([4, 5]))
        let w = graph.addParameter(TensorType([5, 3]))
        let b = graph.addParameter(TensorType([3]))
        return [try graph.unary(.relu, graph.dense(x, w, b))]
      }
      #expect(names == ["matmul 4x3x5 +bias relu"])
    }

    @Test func biasOnTheLeftIsFoundToo() throws {
      let names = try kernels { graph in
        let x = graph.addParameter(TensorType([4, 5]))
        let b = graph.addParameter(TensorType([4]))
        let product = try graph.matmul(x, x, transposeB: true)
        return [try graph.binary(.add, graph.stretched(b, to: [4, 4], axes: [1]), product)]
      }
      #expect(names == ["matmul 4x4x5 b' +bias"])
    }

    @Test func biasForEachRowIsFoundToo() throws {
      let names = try kernels { graph in
        let x = graph.addParameter(TensorType([4, 5]))
        let b = graph.addParameter(TensorType([4]))
        let product = try graph.matmul(x, x, transposeB: true)
        return [try graph.binary(.add, product, graph.stretched(b, to: [4, 4], axes: [0]))]
      }
      #expect(names == ["matmul 4x4x5 b' +bias"])
    }

    @Test func whatIsReadInBetweenFollowsTheProduct() throws {
      let names = try kernels { graph in
        let x = graph.addParameter(TensorType([4, 5]))
        let w = graph.addParameter(TensorType([5, 3]))
        let b = graph.addParameter(TensorType([3]))
        let sum = try graph.dense(x, w, b)
        return [try graph.unary(.relu, sum), try graph.unary(.sin, sum)]
      }
      #expect(names == ["matmul 4x3x5 +bias | relu+sin"])
      let returned = try kernels { graph in
        let x = graph.addParameter(TensorType([4, 5]))
        let w = graph.addParameter(TensorType([5, 3]))
        let b = graph.addParameter(TensorType([3]))
        let product = try graph.matmul(x, w)
        let sum = try graph.binary(.add, product, graph.stretched(b, to: [4, 3], axes: [1]))
        return [try graph.unary(.relu, sum), product]
      }
      #expect(returned == ["matmul 4x3x5 | add+relu"])
    }

    @Test func biasMadeFromTheProductItself() throws {
      let names = try kernels { graph in
        let x = graph.addParameter(TensorType([4, 5]))
        let product = try graph.matmul(x, x, transposeB: true)
        let total = try graph.sum(product, axes: [0])
        return [try graph.binary(.add, product, graph.stretched(total, to: [4, 4], axes: [1]))]
      }
      #expect(names == ["matmul 4x4x5 b'", "reduce-sum 1x4x4", "elementwise add"])
    }

    @Test func reluBackwardsIsOneKernel() throws {
      let names = try kernels { graph in
        let y = graph.addParameter(TensorType([7, 13]))
        let g = graph.addParameter(TensorType([7, 13]))
        let zero = try graph.filled(0, like: y)
        return [try graph.add(.select, [graph.add(.compare(.greater), [y, zero]), g, zero])]
      }
      #expect(names == ["elementwise greater+select"])
    }

    @Test func longChainIsSplit() throws {
      let count = 3 * ElementwiseGroups.largest + 5
      let names = try kernels { graph in
        var x = graph.addParameter(TensorType([7, 13]))
        for _ in 0..<count { x = try graph.unary(.sin, x) }
        return [x]
      }
      #expect(names.count == 4)
      let instructions = names.map { $0.split(separator: "+").count }
      #expect(instructions.reduce(0, +) == count)
      #expect(instructions.allSatisfy { $0 <= ElementwiseGroups.largest })
    }

    @Test func rowsAndColumnsOfAMatrixAreReadInPlace() throws {
      let names = try kernels { graph in
        let x = graph.addParameter(TensorType([7, 13]))
        let row = try graph.stretched(
          graph.addParameter(TensorType([13])), to: [7, 13], axes: [1])
        let column = try graph.stretched(
          graph.addParameter(TensorType([7])), to: [7, 13], axes: [0])
        return [try graph.binary(.multiply, graph.binary(.add, x, row), column)]
      }
      #expect(names == ["elementwise add+multiply"])
    }

    @Test func broadcastsAreReadInPlaceWhateverTheColumns() throws {
      let shape: Shape = [5, 7, 13, 3]
      func stretchedKernels(_ axes: [Int]...) throws -> [String] {
        try kernels { graph in
          var sum = graph.addParameter(TensorType(shape))
          for axis in axes {
            let part = graph.addParameter(TensorType(Shape(axis.map { shape[$0] })))
            sum = try graph.binary(.add, sum, graph.stretched(part, to: shape, axes: axis))
          }
          return [graph.addParameter(TensorType([1])), sum]
        }
      }
      #expect(try stretchedKernels([3], [0, 1, 2]) == ["elementwise add+add"])
      #expect(try stretchedKernels([3], [0]) == ["elementwise add+add"])
      #expect(try stretchedKernels([1]) == ["elementwise add"])
      #expect(try stretchedKernels([1, 3], [1, 2], [2]) == ["elementwise add+add+add"])
      // Gaps on both sides of an axis in the middle.
      #expect(try stretchedKernels([0, 2]) == ["copy", "elementwise add"])
    }

    @Test func chainsOfAnotherShapeStayApart() throws {
      let names = try kernels { graph in
        let x = graph.addParameter(TensorType([13]))
        let wave = try graph.stretched(graph.unary(.sin, x), to: [7, 13], axes: [1])
        return [try graph.unary(.cos, graph.unary(.exp, wave))]
      }
      #expect(names == ["elementwise sin", "elementwise exp+cos"])
    }

    /// Three operands each, none shared, and all leaves before all joints: nothing needs more
    /// block registers, of which the interpreter in C has 64.
    @Test func treeOfSelectionsStaysWithinTheRegisters() throws {
      let graph = try makeGraph { graph in
        var level: [NodeID] = []
        for _ in 0..<17 {
          let leaves = (0..<3).map { _ in graph.addParameter(TensorType([7, 13], .bool)) }
          level.append(try graph.add(.select, leaves))
        }
        while level.count >= 3 {
          level.append(try graph.add(.select, Array(level.prefix(3))))
          level.removeFirst(3)
        }
        return level
      }
      try graph.checkAgainstInterpreter()
      for case .elementwise(let kernel) in try Plan(graph).steps.map(\.kernel) {
        let inputs = kernel.accesses.count
        let temporaries = RegisterAssignment(kernel).temporaryCount
        #expect(inputs + temporaries + kernel.results.count <= 64)
      }
    }
  }
}

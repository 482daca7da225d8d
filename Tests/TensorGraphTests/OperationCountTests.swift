// The operations of matrix products, counted for every transposition.

import TensorGraph
import TestSupport
import Testing

@Suite struct OperationCountTests {
  @Test(arguments: [(false, false), (false, true), (true, false), (true, true)])
  func aProductCountsTwiceItsThreeSizes(transposed: (a: Bool, b: Bool)) throws {
    var graph = Graph()
    let a = graph.addParameter(TensorType(transposed.a ? [5, 3] : [3, 5]))
    let b = graph.addParameter(TensorType(transposed.b ? [7, 5] : [5, 7]))
    let product = try graph.matmul(a, b, transposeA: transposed.a, transposeB: transposed.b)
    graph.outputs = [try graph.sum(product)]
    #expect(graph.matmulOperationCount == 2 * 3 * 7 * 5)
  }

  @Test func otherOperationsDoNotCount() throws {
    var graph = Graph()
    let x = graph.addParameter(TensorType([4, 4]))
    graph.outputs = [try graph.binary(.multiply, x, x)]
    #expect(graph.matmulOperationCount == 0)
  }
}

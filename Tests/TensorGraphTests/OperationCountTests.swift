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
    #expect(graph.productOperationCount == 2 * 3 * 7 * 5)
  }

  /// 2 images, 3 x 5 result pixels, 6 kernels of 2 channels of 3 x 2 pixels.
  @Test func aConvolutionAndItsGradientsCountTheirWindows() throws {
    var graph = Graph()
    let image = graph.addParameter(TensorType([2, 4, 5, 6]))
    let kernels = graph.addParameter(TensorType([6, 2, 3, 2]))
    let form = Convolution(
      strides: [1, 1], low: [0, 0], high: [0, 0], dilation: [1, 1], groups: 2)
    let result = try graph.add(.convolution(form), [image, kernels])
    let byImage = try graph.add(
      .convolutionInputGradient(form, size: [5, 6]), [result, kernels])
    let byKernels = try graph.add(
      .convolutionWeightGradient(form, size: [3, 2]), [image, result])
    #expect(graph[byImage].shape == [2, 4, 5, 6])
    #expect(graph[byKernels].shape == [6, 2, 3, 2])
    #expect(graph.productOperationCount == 3 * 2 * (2 * 3 * 5) * (6 * 2 * 3 * 2))
  }

  @Test func otherOperationsDoNotCount() throws {
    var graph = Graph()
    let x = graph.addParameter(TensorType([4, 4]))
    graph.outputs = [try graph.binary(.multiply, x, x)]
    #expect(graph.productOperationCount == 0)
  }
}

// The printed form of graphs, shapes and types.

import TensorGraph
import TestSupport
import Testing

@Suite struct ListingTests {
  @Test func smallGraph() throws {
    var graph = Graph()
    let x = graph.addParameter(TensorType([4, 3]))
    let w = graph.addVariable(VariableInfo(name: "dense.weight", type: TensorType([2, 3])))
    graph.path = "generator/dense"
    let product = try graph.matmul(x, w, transposeB: true)
    let sum = try graph.sum(graph.unary(.tanh, product), axes: [0, 1])
    graph.path = ""
    let step = try graph.scaled(w, by: 0.5)
    let key = try graph.add(.constant(HostTensor([1, 2, 3, 4] as [Int32])))
    let draw = RandomDraw(distribution: .normal, stream: 2, draw: 5, shape: [3])
    let noise = try graph.add(.random(draw), [key])
    let cut = try graph.add(
      .slice(Slice(starts: [0], limits: [3], strides: [2])), [noise])
    let wide = try graph.add(.pad(Padding(low: [1], high: [0], interior: [2])), [cut])
    let turned = try graph.add(.transpose([1, 0]), [x])
    let best = try graph.add(.argmax(axis: 1), [turned])
    let whole = try graph.add(.convert(.int32), [wide])
    graph.outputs = [sum, best, whole]
    graph.effects = [Effect(variable: 0, value: step)]
    #expect(
      graph.listing == """
        parameter 0: float32[4, 3]
        %0 = parameter 0() : float32[4, 3]
        %1 = variable 0() : float32[2, 3]  # dense.weight
        %2 = matmul b'(%0, %1) : float32[4, 2]  # generator/dense
        %3 = tanh(%2) : float32[4, 2]  # generator/dense
        %4 = reduce-sum axes [0, 1](%3) : float32[]  # generator/dense
        %5 = constant 0.5() : float32[]
        %6 = broadcast axes [](%5) : float32[2, 3]
        %7 = multiply(%1, %6) : float32[2, 3]
        %8 = constant() : int32[4]
        %9 = random normal stream 2 draw 5(%8) : float32[3]
        %10 = slice [0]..<[3] by [2](%9) : float32[2]
        %11 = pad [1] [0] [2](%10) : float32[5]
        %12 = transpose [1, 0](%0) : float32[3, 4]
        %13 = argmax axis 1(%12) : int32[3]
        %14 = convert to int32(%11) : int32[5]
        set dense.weight = %7
        return %4, %13, %14
        """)
  }

  @Test func emptyGraph() {
    #expect(Graph().listing == "return ")
  }
}

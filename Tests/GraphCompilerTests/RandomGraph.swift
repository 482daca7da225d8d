// Random programs with variables, for properties that must hold of every plan.

import TensorGraph
import TestSupport

/// Grows a graph by one random operation after the other; values stay small, so that rounding does.
struct RandomGraph {
  private(set) var graph = Graph()
  private var generator: TestGenerator
  private let sizes: [Int]

  /// The program of a seed.
  static func make(seed: UInt64, operationCount: Int = 40) throws -> Graph {
    var random = RandomGraph(seed: seed)
    try random.grow(operationCount)
    random.finish()
    return random.graph
  }

  private init(seed: UInt64) {
    generator = TestGenerator(seed: seed)
    sizes = [3, 8, 17].shuffled(using: &generator)
    let (rows, columns) = (sizes[0], sizes[1])
    _ = graph.addParameter(TensorType([4], .int32))
    let shapes: [Shape] = [[rows, columns], [rows, columns], [columns], []]
    for shape in shapes { _ = graph.addParameter(TensorType(shape)) }
    for (index, shape) in shapes.enumerated() {
      _ = graph.addVariable(VariableInfo(name: "v\(index)", type: TensorType(shape)))
    }
  }

  private var numbers: [NodeID] {
    graph.nodes.indices.map { NodeID($0) }.filter { graph[$0].dtype == .float32 }
  }

  /// A number from 0 up to, not including, the bound.
  private mutating func choice(_ bound: Int) -> Int {
    Int.random(in: 0..<bound, using: &generator)
  }

  private mutating func pick(_ nodes: [NodeID]) -> NodeID? {
    // Recent nodes are likelier, so that chains grow.
    let recent = choice(2) == 0 ? Array(nodes.suffix(6)) : nodes
    return recent.randomElement(using: &generator)
  }

  private mutating func grow(_ count: Int) throws {
    for _ in 0..<count {
      guard let x = pick(numbers) else { continue }
      switch choice(11) {
      case 0, 1:
        let operations: [UnaryOperation] = [
          .tanh, .sin, .cos, .relu, .abs, .logistic, .softplus, .negate,
        ]
        let operation = operations[choice(operations.count)]
        _ = try graph.unary(.tanh, graph.unary(operation, x))
      case 2, 3, 4: try join(x)
      case 5: try multiply(x)
      case 6: try reduce(x)
      case 7: try move(x)
      case 8: try stretch(x)
      case 9: try choose(x)
      default: try draw(x)
      }
    }
  }

  private mutating func join(_ x: NodeID) throws {
    let shape = graph[x].shape
    var y = x
    if let partner = pick(numbers.filter { graph[$0].shape == shape }), choice(3) > 0 {
      y = partner
    } else if let part = pick(numbers.filter { axes(of: graph[$0].shape, in: shape) != nil }),
      let axes = axes(of: graph[part].shape, in: shape)
    {
      y = try graph.stretched(part, to: shape, axes: axes)
    }
    let operations: [BinaryOperation] = [.add, .subtract, .multiply, .maximum, .minimum]
    let joined = try graph.binary(operations[choice(operations.count)], x, y)
    _ = try choice(2) == 0 ? graph.unary(.tanh, joined) : graph.scaled(joined, by: 0.5)
  }

  /// Ascending axes of a shape that a smaller one can become.
  private func axes(of part: Shape, in shape: Shape) -> [Int]? {
    var axes: [Int] = []
    for size in part.dimensions {
      let next = (axes.last ?? -1) + 1
      guard let axis = shape.dimensions.indices.first(where: { $0 >= next && shape[$0] == size })
      else { return nil }
      axes.append(axis)
    }
    return axes
  }

  private mutating func multiply(_ x: NodeID) throws {
    guard graph[x].shape.rank == 2,
      let y = pick(numbers.filter { graph[$0].shape.rank == 2 })
    else { return }
    for (a, b) in [(false, false), (true, false), (false, true), (true, true)].shuffled(
      using: &generator)
    {
      let inner = graph[x].shape[a ? 0 : 1]
      guard inner == graph[y].shape[b ? 1 : 0] else { continue }
      var product = try graph.matmul(
        graph.scaled(x, by: 1 / Float(inner)), y, transposeA: a, transposeB: b)
      let columns = graph[product].shape[1]
      if choice(2) == 0, let bias = pick(numbers.filter { graph[$0].shape == [columns] }) {
        product = try graph.binary(
          .add, product, graph.stretched(bias, to: graph[product].shape, axes: [1]))
      }
      _ = choice(2) == 0 ? try graph.unary(.relu, product) : product
      return
    }
  }

  private mutating func reduce(_ x: NodeID) throws {
    let axes = graph[x].shape.dimensions.indices.filter { _ in Bool.random(using: &generator) }
    let count = axes.reduce(1) { $0 * graph[x].shape[$1] }
    guard count > 0 else { return }
    if choice(3) == 0 {
      _ = try graph.add(.reduce(.maximum, axes: axes), [x])
    } else {
      _ = try graph.scaled(graph.sum(x, axes: axes), by: 1 / Float(count))
    }
  }

  private mutating func move(_ x: NodeID) throws {
    let shape = graph[x].shape
    guard shape.rank > 0 else { return }
    switch choice(5) {
    case 0: _ = try graph.add(.transpose(Array((0..<shape.rank).reversed())), [x])
    case 1: _ = try graph.add(.reshape([shape.elementCount]), [x])
    case 2:
      var starts = [Int](repeating: 0, count: shape.rank)
      starts[0] = shape[0] > 1 ? 1 : 0
      let strides = [Int](repeating: 1, count: shape.rank)
      let part = try graph.add(
        .slice(Slice(starts: starts, limits: shape.dimensions, strides: strides)), [x])
      let none = [Int](repeating: 0, count: shape.rank)
      _ = try graph.add(.pad(Padding(low: starts, high: none, interior: none)), [part])
    case 3 where shape.elementCount < 2000:
      _ = try graph.add(.concatenate(axis: shape.rank - 1), [x, x])
    default:
      let places = try graph.add(.iota([shape[0]], axis: 0))
      _ = try graph.add(.gather, [x, places])
    }
  }

  private mutating func stretch(_ x: NodeID) throws {
    let shape = graph[x].shape
    guard shape.rank < 3, shape.elementCount < 300 else { return }
    let place = choice(shape.rank + 1)
    var target = shape.dimensions
    target.insert(sizes[choice(3)], at: place)
    let axes = (0...shape.rank).filter { $0 != place }
    _ = try graph.stretched(x, to: Shape(target), axes: axes)
  }

  /// A choice by an input, the same in every way of running: only inputs have no rounding.
  private mutating func choose(_ x: NodeID) throws {
    guard graph[x].shape == [sizes[0], sizes[1]] else { return }
    let condition = try graph.add(.compare(.less), [NodeID(1), NodeID(2)])
    _ = try graph.add(.select, [condition, x, graph.unary(.negate, x)])
  }

  private mutating func draw(_ x: NodeID) throws {
    let number = UInt32(graph.nodes.count)
    let draw = RandomDraw(distribution: .uniform, stream: 1, draw: number, shape: graph[x].shape)
    _ = try graph.binary(.multiply, x, graph.add(.random(draw), [NodeID(0)]))
  }

  private mutating func finish() {
    let nodes = numbers
    graph.outputs = (0...choice(4)).compactMap { _ in pick(nodes) }
    for (variable, info) in graph.variables.enumerated() where choice(5) > 0 {
      guard let value = pick(nodes.filter { graph[$0].type == info.type }) else { continue }
      graph.effects.append(Effect(variable: variable, value: value))
    }
  }
}

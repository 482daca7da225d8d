// Numbers that come out of products of operands rounded to bf16, on every kernel library.

import GraphCompiler
import TensorGraph
import TestSupport
import Testing

extension GraphCompilerTests {
  @Suite struct BFloat16ProductTests {
    /// Every way of multiplying, the processor's bf16 units where it has any.
    static let libraries =
      kernelLibraries
      + (KernelLibrary.standard.usesOneDNN && BFloat16Units.ofThisProcessor != .none
        ? [KernelLibrary.bfloat16] : [])

    private func arguments(of graph: Graph) -> [HostTensor] {
      var generator = TestGenerator(seed: 5)
      return graph.randomInputs(using: &generator)
    }

    private func reference(_ graph: Graph, _ inputs: [HostTensor]) throws -> [HostTensor] {
      try Interpreter<Float>(graph).run(parameters: inputs.map { ReferenceArray($0) }).outputs
        .map { try $0.hostTensor() }
    }

    @Test(arguments: libraries) func networksAgreeWithTheInterpreter(
      _ library: KernelLibrary
    ) throws {
      let graph = try perceptronWithGradients()
      let inputs = arguments(of: graph)
      let rounded = try graph.rounded(for: .bfloat16)
      let expected = try reference(rounded, inputs)
      for plan in [rounded, try graph.optimized(precision: .bfloat16, verifying: true)] {
        let came = try Executable(plan, variables: [], kernelLibrary: library).run(inputs)
        #expect(distance(came, expected) < 1e-5)
        #expect(close(came[0].doubles[0], expected[0].doubles[0], .single))
      }
    }

    @Test func gradientsAreNearThoseInSinglePrecisionAndNoneOfThem() throws {
      let graph = try perceptronWithGradients()
      let inputs = arguments(of: graph)
      let single = Array(try reference(graph, inputs).dropFirst())
      let rounded = Array(try reference(graph.rounded(for: .bfloat16), inputs).dropFirst())
      let error = distance(rounded, single)
      #expect(error < 0x1p-7 && error > 0x1p-12, "\(error)")
    }

    @Test(arguments: 0..<25 as Range<UInt64>)
    func randomProgramsAgreeWithTheInterpreter(seed: UInt64) throws {
      let graph = try RandomGraph.make(seed: seed)
      var generator = TestGenerator(seed: seed)
      let inputs = graph.randomInputs(using: &generator)
      let values = graph.variables.map { info in
        HostTensor(
          shape: info.type.shape,
          storage: .float32(generator.floats(info.type.shape.elementCount, in: -1...1)))
      }
      for library in Self.libraries {
        var program = try SideBySide(
          graph, variables: values, precision: .bfloat16, library: library)
        // A value beside a tie may be rounded to either side.
        let tolerance = Tolerance(absolute: 0.02, relative: 0.02)
        for step in 0..<2 { try program.step(inputs, tolerance: tolerance, "step \(step)") }
      }
    }

    /// The forced units on every shape, transposition, bias and what may follow a product.
    @Test(arguments: [(1, 1, 1), (7, 33, 65), (64, 70, 2), (17, 2, 129), (40, 48, 100)])
    func productsOnBF16UnitsAgreeWithTheInterpreter(m: Int, n: Int, k: Int) throws {
      for flags in 0..<16 {
        let graph = try makeGraph { graph in
          let (a, b) = (flags & 1 != 0, flags & 2 != 0)
          let x = graph.addParameter(TensorType(a ? [k, m] : [m, k]))
          let y = graph.addParameter(TensorType(b ? [n, k] : [k, n]))
          let perRow = flags & 4 != 0
          let bias = graph.addParameter(TensorType(perRow ? [m] : [n]))
          let sum = try graph.binary(
            .add, graph.matmul(x, y, transposeA: a, transposeB: b),
            graph.stretched(bias, to: [m, n], axes: [perRow ? 0 : 1]))
          let result = try flags & 8 != 0 ? graph.unary(.relu, sum) : sum
          return [result, try graph.sum(graph.binary(.multiply, result, result), axes: [0, 1])]
        }
        let inputs = arguments(of: graph)
        let rounded = try graph.rounded(for: .bfloat16)
        let expected = try reference(rounded, inputs)
        let tolerance = Tolerance(absolute: 2e-6 * Double(k), relative: 1e-5)
        for library in Self.libraries {
          let came = try Executable(rounded, variables: [], kernelLibrary: library).run(inputs)
          for (a, b) in zip(came, expected) {
            try a.expectClose(to: b, tolerance, normwise: true, "\(flags) on \(library.name)")
          }
        }
      }
    }

    /// Both kinds of convolution that Winograd's algorithm serves, with all gradients.
    @Test(arguments: [(3, 1, 12), (4, 2, 24)])
    func convolutionsRoundWhatWinogradMultiplies(side: Int, stride: Int, image: Int) throws {
      let form = Convolution(strides: [stride, stride], low: [1, 1], high: [1, 1])
      let graph = try makeGraph { graph in
        let x = graph.addParameter(TensorType([8, 32, image, image]))
        let kernels = graph.addParameter(TensorType([48, 32, side, side]))
        let y = try graph.add(.convolution(form), [x, kernels])
        let loss = try graph.mean(graph.binary(.multiply, y, y))
        return [loss] + (try graph.gradients(of: loss, withRespectTo: [x, kernels]))
      }
      let inputs = arguments(of: graph)
      func results(_ precision: Precision, _ library: KernelLibrary) throws -> [HostTensor] {
        let plan = try graph.optimized(precision: precision, verifying: true)
        return try Executable(plan, variables: [], kernelLibrary: library).run(inputs)
      }
      let own = KernelLibrary(usesOneDNN: false)
      let single = try results(.float32, own)
      let rounded = try results(.bfloat16, .ownBFloat16)
      for (came, expected) in zip(rounded, single).dropFirst() {
        let error = distance([came], [expected])
        #expect(error < 0.03 && error > 0.002, "\(error)")
      }
      // Without the units, or the algorithm, nothing is rounded.
      var direct = KernelLibrary.ownBFloat16
      direct.allowsWinograd = false
      let plain = try results(.bfloat16, direct)
      #expect(distance(plain, single) < 1e-4)
      let usesUnits = own.name(at: .bfloat16).hasSuffix("bf16 Winograd")
      #expect(try results(.bfloat16, own) == (usesUnits ? rounded : single))
    }

    @Test func convolutionsAreMarkedOnce() throws {
      let form = Convolution(low: [1, 1], high: [1, 1])
      let graph = try makeGraph { graph in
        let x = graph.addParameter(TensorType([2, 16, 8, 8]))
        let kernels = graph.addParameter(TensorType([16, 16, 3, 3]))
        let y = try graph.add(.convolution(form), [x, kernels])
        let total = try graph.sum(y, axes: [0, 1, 2, 3])
        return [total] + (try graph.gradients(of: total, withRespectTo: [x, kernels]))
      }
      func marks(_ graph: Graph) -> [Bool] {
        graph.nodes.compactMap { node in
          switch node.operation {
          case .convolution(let form), .convolutionInputGradient(let form, _),
            .convolutionWeightGradient(let form, _):
            form.allowsBFloat16
          default: nil
          }
        }
      }
      let optimized = try graph.optimized(precision: .bfloat16, verifying: true)
      #expect(marks(graph) == [false, false, false] && marks(optimized) == [true, true, true])
      #expect(try marks(optimized.rounded(for: .bfloat16)) == [true, true, true])
    }

    @Test func precisionsFallBackWhereTheyGainNothing() {
      #expect(Precision.bfloat16.available(on: .none) == .float32)
      #expect(Precision.float32.available(on: .fast) == .float32)
      let own = KernelLibrary(usesOneDNN: false)
      for units in [BFloat16Units.none, .slow, .fast] {
        #expect(Precision.float32.note(on: units) == nil)
        if units != .none { #expect(Precision.bfloat16.available(on: units) == .bfloat16) }
      }
      #expect(Precision.bfloat16.note(on: .none)?.contains("computed in f32") == true)
      #expect(Precision.bfloat16.note(on: .slow)?.contains("multiplied in f32") == true)
      #expect(Precision.bfloat16.note(on: .fast, with: own)?.contains("without oneDNN") == true)
      #expect(
        (Precision.bfloat16.note(on: .fast) == nil) == KernelLibrary.standard.usesOneDNN)
      #expect(!own.usesBFloat16Units)
      let direct = KernelLibrary(usesOneDNN: false, allowsWinograd: false)
      #expect(direct.name(at: .bfloat16) == "own without Winograd")
    }
  }
}

/// Loss and gradients of a network whose last layer's gradient is an outer product.
func perceptronWithGradients() throws -> Graph {
  try makeGraph { graph in
    let shapes: [Shape] = [[24, 5], [5, 32], [32], [32, 32], [32], [32, 1], [1]]
    let inputs = shapes.map { graph.addParameter(TensorType($0)) }
    var x = inputs[0]
    for layer in stride(from: 1, to: 5, by: 2) {
      x = try graph.unary(.relu, graph.dense(x, inputs[layer], inputs[layer + 1]))
    }
    let logits = try graph.dense(x, inputs[5], inputs[6])
    let loss = try graph.mean(graph.unary(.softplus, logits))
    return [loss] + (try graph.gradients(of: loss, withRespectTo: Array(inputs.dropFirst())))
  }
}

/// The norm of the difference of lists of arrays, relative to the norm of the second.
private func distance(_ a: [HostTensor], _ b: [HostTensor]) -> Double {
  let (a, b) = (a.flatMap(\.doubles), b.flatMap(\.doubles))
  let difference = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  return (difference / b.reduce(0) { $0 + $1 * $1 }).squareRoot()
}

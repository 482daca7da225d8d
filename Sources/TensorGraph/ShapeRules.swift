// The type of every operation's result, and what it refuses.

extension Operation {
  /// The type of the result for operands of the given types.
  /// - Throws: `ShapeError` naming what came and what is needed.
  package func resultType(_ inputs: [TensorType]) throws(ShapeError) -> TensorType {
    try expect(inputs.count == arity ?? inputs.count, "\(inputs.count) operands came") {
      "pass \(self.arity ?? 0)"
    }
    switch self {
    case .parameter, .variable:
      throw refusal("the graph knows its type", "add it through the graph")
    case .constant(let value):
      return value.type
    case .iota(let shape, let axis):
      try expectSizes(shape)
      try expect(shape.dimensions.indices.contains(axis), "axis \(axis) of shape \(shape)") {
        "name an existing axis"
      }
      return TensorType(shape, .int32)
    case .unary(let operation):
      return try unaryType(operation, inputs[0])
    case .binary(let operation):
      return try binaryType(operation, inputs[0], inputs[1])
    case .compare:
      try expectSame(inputs[0], inputs[1])
      try expect(inputs[0].dtype != .bool, "truth values cannot be compared") {
        "convert them to int32 first"
      }
      return TensorType(inputs[0].shape, .bool)
    case .select:
      try expect(inputs[0].dtype == .bool, "the condition is \(inputs[0])") {
        "pass truth values, as a comparison gives them"
      }
      try expectSame(inputs[1], inputs[2])
      try expect(inputs[0].shape == inputs[1].shape, "\(inputs[0]) chooses among \(inputs[1])") {
        "broadcast the condition to the shape of the values"
      }
      return inputs[1]
    case .convert(let dtype):
      return TensorType(inputs[0].shape, dtype)
    case .random(let draw):
      return try randomType(draw, key: inputs[0])
    case .matmul(let matmul):
      return try matmulType(matmul, inputs[0], inputs[1])
    case .reduce(_, let axes):
      try expect(inputs[0].dtype == .float32, "the operand is \(inputs[0])") { "convert it first" }
      try expectAxes(axes, of: inputs[0].shape)
      return TensorType(inputs[0].shape.reduced(along: axes))
    case .argmax(let axis):
      try expect(inputs[0].dtype == .float32, "the operand is \(inputs[0])") { "convert it first" }
      try expectAxes([axis], of: inputs[0].shape)
      try expect(inputs[0].shape[axis] > 0, "axis \(axis) of \(inputs[0]) is empty") {
        "an empty axis has no greatest element"
      }
      return TensorType(inputs[0].shape.reduced(along: [axis]), .int32)
    case .gather:
      try expect(inputs[1].dtype == .int32 && inputs[1].shape.rank == 1, "indices are \(inputs[1])")
      { "pass int32 indices of rank 1" }
      try expect(inputs[0].shape.rank >= 1 && inputs[0].shape[0] > 0, "the table is \(inputs[0])") {
        "pass a table of at least one row"
      }
      let gathered = Shape([inputs[1].shape[0]] + inputs[0].shape.dimensions.dropFirst())
      try expectSizes(gathered)
      return TensorType(gathered, inputs[0].dtype)
    case .scatterAdd(let rows):
      try expect(
        inputs[0].dtype == .float32 && inputs[0].shape.rank >= 1 && inputs[1].dtype == .int32
          && inputs[1].shape == [inputs[0].shape[0]] && rows > 0,
        "updates \(inputs[0]), indices \(inputs[1]), \(rows) rows"
      ) { "pass float32 rows and as many int32 indices" }
      let table = Shape([rows] + inputs[0].shape.dimensions.dropFirst())
      try expectSizes(table)
      return TensorType(table)
    case .broadcast, .reshape, .transpose, .slice, .pad, .concatenate:
      return try movedType(inputs)
    case .convolution, .convolutionInputGradient, .convolutionWeightGradient, .maxPool,
      .maxPoolGradient, .maxPoolGather, .averagePool, .averagePoolGradient, .blockChannels,
      .unblockChannels:
      return try imageType(inputs)
    }
  }

  /// How many operands the operation takes; nil where any number goes.
  package var arity: Int? {
    switch self {
    case .parameter, .variable, .constant, .iota: 0
    case .unary, .convert, .broadcast, .reshape, .transpose, .slice, .pad, .reduce, .argmax,
      .random, .maxPool, .averagePool, .averagePoolGradient, .blockChannels, .unblockChannels:
      1
    case .binary, .compare, .matmul, .gather, .scatterAdd, .convolution,
      .convolutionInputGradient, .convolutionWeightGradient, .maxPoolGradient, .maxPoolGather:
      2
    case .select: 3
    case .concatenate: nil
    }
  }

  private func unaryType(
    _ operation: UnaryOperation, _ input: TensorType
  ) throws(ShapeError) -> TensorType {
    switch operation {
    case .not:
      try expect(input.dtype == .bool, "the operand is \(input)") { "pass truth values" }
    case .isFinite:
      try expect(input.dtype == .float32, "the operand is \(input)") { "convert it first" }
      return TensorType(input.shape, .bool)
    case .negate, .abs, .sign:
      try expect(input.dtype != .bool, "the operand is \(input)") { "convert it first" }
    case .stopGradient:
      break
    default:
      try expect(input.dtype == .float32, "the operand is \(input)") { "convert it to float32" }
    }
    return input
  }

  private func binaryType(
    _ operation: BinaryOperation, _ a: TensorType, _ b: TensorType
  ) throws(ShapeError) -> TensorType {
    try expectSame(a, b)
    switch operation {
    case .and, .or:
      try expect(a.dtype == .bool, "the operands are \(a)") { "pass truth values" }
    case .divide, .power:
      try expect(a.dtype == .float32, "the operands are \(a)") { "convert them to float32" }
    case .add, .subtract, .multiply, .maximum, .minimum:
      try expect(a.dtype != .bool, "the operands are \(a)") { "convert them first" }
    }
    return a
  }

  private func matmulType(
    _ matmul: Matmul, _ a: TensorType, _ b: TensorType
  ) throws(ShapeError) -> TensorType {
    try expect(
      a.dtype == .float32 && b.dtype == .float32 && a.shape.rank == 2 && b.shape.rank == 2,
      "\(a) times \(b)"
    ) { "pass two float32 matrices" }
    let (m, k) = matmul.transposeA ? (a.shape[1], a.shape[0]) : (a.shape[0], a.shape[1])
    let (l, n) = matmul.transposeB ? (b.shape[1], b.shape[0]) : (b.shape[0], b.shape[1])
    try expect(
      k == l,
      "\(a.shape)\(matmul.transposeA ? " transposed" : "") times "
        + "\(b.shape)\(matmul.transposeB ? " transposed" : ""): "
        + "the inner sizes \(k) and \(l) differ"
    ) { "make them equal" }
    try expectSizes([m, n])
    return TensorType([m, n])
  }

  private func randomType(_ draw: RandomDraw, key: TensorType) throws(ShapeError) -> TensorType {
    try expect(key == TensorType([4], .int32), "the key is \(key)") {
      "pass int32[4]: seed low and high, step low and high"
    }
    try expect(draw.stream < 256 && draw.draw < 65_536, "stream \(draw.stream), draw \(draw.draw)")
    { "use streams below 256 and at most 65,536 draws of one stream in a step" }
    try expectSizes(draw.shape)
    switch draw.distribution {
    case .uniform, .normal:
      return TensorType(draw.shape)
    case .betaLogit(let a, let b):
      try expect(a > 0 && b > 0 && a.isFinite && b.isFinite, "Beta(\(a), \(b))") {
        "both parameters must be above 0"
      }
      return TensorType(draw.shape)
    case .integers(let bound):
      try expect(bound >= 1, "integers below \(bound)") { "the bound must be at least 1" }
      return TensorType(draw.shape, .int32)
    case .permutation:
      try expect(draw.shape.rank == 1, "a permutation of shape \(draw.shape)") { "use rank 1" }
      return TensorType(draw.shape, .int32)
    }
  }

  // MARK: - Checks

  package func expect(
    _ condition: Bool, _ problem: @autoclosure () -> String, _ remedy: () -> String
  ) throws(ShapeError) {
    if !condition { throw refusal(problem(), remedy()) }
  }

  package func refusal(_ problem: String, _ remedy: String) -> ShapeError {
    ShapeError(operation: name, problem: problem, remedy: remedy)
  }

  package func expectSizes(_ shape: Shape) throws(ShapeError) {
    try expect(shape.isPossible, "shape \(shape)") {
      "use at most 8 axes, no negative size, and at most 2,147,483,647 elements in all"
    }
  }

  package func expectAxes(_ axes: [Int], of shape: Shape) throws(ShapeError) {
    try expect(
      axes.allSatisfy { shape.dimensions.indices.contains($0) } && Set(axes).count == axes.count,
      "axes \(axes) of shape \(shape)"
    ) { "name each existing axis at most once" }
  }

  private func expectSame(_ a: TensorType, _ b: TensorType) throws(ShapeError) {
    try expect(a == b, "\(a) came with \(b)") { "both operands must have one shape and one kind" }
  }
}

// Derivatives of the element-wise operations; g is the cotangent of the result y.

extension Graph {
  mutating func unaryPullback(
    _ operation: UnaryOperation, x: NodeID, y: NodeID, g: NodeID
  ) throws(ShapeError) -> NodeID? {
    switch operation {
    case .negate:
      return try unary(.negate, g)
    case .abs:
      return try binary(.multiply, g, unary(.sign, x))
    case .exp:
      return try binary(.multiply, g, y)
    case .log:
      return try binary(.divide, g, x)
    case .log1p:
      return try binary(.divide, g, binary(.add, filled(1, like: x), x))
    case .tanh:
      let slope = try binary(.subtract, filled(1, like: y), binary(.multiply, y, y))
      return try binary(.multiply, g, slope)
    case .logistic:
      let slope = try binary(.multiply, y, binary(.subtract, filled(1, like: y), y))
      return try binary(.multiply, g, slope)
    case .softplus:
      return try binary(.multiply, g, unary(.logistic, x))
    case .relu:
      // The result's sign, not the operand's: the operand's memory is then free earlier.
      let positive = try add(.compare(.greater), [y, filled(0, like: y)])
      return try add(.select, [positive, g, filled(0, like: g)])
    case .sqrt:
      return try binary(.divide, scaled(g, by: 0.5), y)
    case .rsqrt:
      let cube = try binary(.multiply, binary(.multiply, y, y), y)
      return try binary(.multiply, scaled(g, by: -0.5), cube)
    case .sin:
      return try binary(.multiply, g, unary(.cos, x))
    case .cos:
      return try unary(.negate, binary(.multiply, g, unary(.sin, x)))
    case .bfloat16:
      return g
    case .sign, .floor, .isFinite, .not, .stopGradient:
      return nil
    }
  }

  mutating func binaryPullback(
    _ operation: BinaryOperation, a: NodeID, b: NodeID, y: NodeID, g: NodeID, position: Int
  ) throws(ShapeError) -> NodeID? {
    let first = position == 0
    switch operation {
    case .add:
      return g
    case .subtract:
      return first ? g : try unary(.negate, g)
    case .multiply:
      return try binary(.multiply, g, first ? b : a)
    case .divide:
      let overB = try binary(.divide, g, b)
      return first ? overB : try unary(.negate, binary(.multiply, overB, y))
    case .power:
      return first ? try basePullback(a, b, g) : try exponentPullback(a, y, g)
    case .maximum, .minimum:
      let comparison: Comparison = (operation == .maximum) == first ? .greater : .less
      return try chosenPullback(a, b, g, comparison)
    case .and, .or:
      return nil
    }
  }

  /// `b a^(b-1)`, with `0^-1` taken as 1 where b = 0, because `a^0` does not change with a.
  private mutating func basePullback(
    _ a: NodeID, _ b: NodeID, _ g: NodeID
  ) throws(ShapeError) -> NodeID {
    let (zero, one) = (try filled(0, like: a), try filled(1, like: a))
    let bothZero = try binary(
      .and, add(.compare(.equal), [a, zero]), add(.compare(.equal), [b, zero]))
    let exponent = try add(.select, [bothZero, one, b])
    let lowered = try binary(.power, a, binary(.subtract, exponent, one))
    return try binary(.multiply, g, binary(.multiply, b, lowered))
  }

  /// `a^b ln a`, with `ln 0` taken as 0 because `0^b` does not change with b > 0.
  private mutating func exponentPullback(
    _ a: NodeID, _ y: NodeID, _ g: NodeID
  ) throws(ShapeError) -> NodeID {
    let isZero = try add(.compare(.equal), [a, filled(0, like: a)])
    let safe = try add(.select, [isZero, filled(1, like: a), a])
    return try binary(.multiply, g, binary(.multiply, y, unary(.log, safe)))
  }

  /// The whole cotangent where the operand was chosen, half of it at a tie.
  private mutating func chosenPullback(
    _ a: NodeID, _ b: NodeID, _ g: NodeID, _ comparison: Comparison
  ) throws(ShapeError) -> NodeID {
    let chosen = try add(.compare(comparison), [a, b])
    let tied = try add(.compare(.equal), [a, b])
    let otherwise = try add(.select, [tied, scaled(g, by: 0.5), filled(0, like: g)])
    return try add(.select, [chosen, g, otherwise])
  }
}

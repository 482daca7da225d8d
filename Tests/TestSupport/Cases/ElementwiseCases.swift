// Cases of the element-wise functions of one and two operands.

import TensorGraph

extension OperationCase {
  static func unary(
    _ operation: UnaryOperation, _ values: CaseParameter.Values, constant: Bool = false,
    specials: [HostTensor], tolerance: Tolerance = .single
  ) -> OperationCase {
    let parameter = CaseParameter(values, constant: constant)
    let name = "\(operation.rawValue) \(parameter.dtype.rawValue)"
    return OperationCase(
      name, [parameter], elementwiseShapes(name).map { [$0] }, specials: specials.map { [$0] },
      tolerance: tolerance
    ) { graph, inputs in [try graph.unary(operation, inputs[0])] }
  }

  static let unaryCases: [OperationCase] = {
    let common = HostTensor(specialFloats)
    func with(_ more: [Float]) -> [HostTensor] { [HostTensor(specialFloats + more)] }
    let angles = HostTensor([0, -0.0, 1, -1, .infinity, -.infinity, .nan, 100, -100, 1000])
    return [
      unary(.negate, .uniform(-3...3), specials: [common], tolerance: .exact),
      unary(.abs, .signed(0.05...3), specials: [common], tolerance: .exact),
      unary(.sign, .signed(0.05...3), specials: [common], tolerance: .exact),
      unary(.exp, .uniform(-3...3), specials: with([88, -80, 89, 100, -104, -200])),
      unary(.log, .uniform(0.2...4), specials: with([1e-30, 1.0000001, 0.9999999])),
      unary(.log1p, .uniform(-0.7...4), specials: with([-2, 1e-6, -1e-6, 1e-20])),
      unary(.tanh, .uniform(-3...3), specials: with([20, -20, 1e-4, -1e-4])),
      unary(.logistic, .uniform(-4...4), specials: with([20, -20, 80, -80, 200, -200])),
      unary(.softplus, .uniform(-4...4), specials: with([20, -20, 80, -80, 200, -200])),
      unary(.relu, .signed(0.05...3), specials: [common], tolerance: .exact),
      unary(.sqrt, .uniform(0.3...4), specials: with([1e-20, 2])),
      unary(.rsqrt, .uniform(0.3...4), specials: with([1e-20, 2])),
      unary(.sin, .uniform(-7...7), specials: [angles]),
      unary(.cos, .uniform(-7...7), specials: [angles]),
      unary(
        .floor, .betweenIntegers, specials: with([-0.5, 0.9999999, 2, -2, 8_388_609]),
        tolerance: .exact),
      unary(.isFinite, .uniform(-3...3), specials: [common]),
      unary(.not, .truths, specials: []),
      unary(.stopGradient, .uniform(-3...3), constant: true, specials: [common]),
      unary(.stopGradient, .truths, specials: []),
      // Its gradient is that of a straight line, which differences of steps cannot confirm.
      unary(
        .bfloat16, .uniform(-3...3), constant: true,
        specials: with([1.001, 1.003_906_25, 1.011_718_75, -3.4e38, 0x1p-130, 0x1.8p-134]),
        tolerance: .exact),
    ]
  }()

  static let integerUnaryCases: [OperationCase] =
    [UnaryOperation.negate, .abs, .sign, .stopGradient].map {
      unary($0, .integers(-9...9), specials: [HostTensor(specialIntegers)])
    }

  static func binary(
    _ operation: BinaryOperation, _ a: CaseParameter, _ b: CaseParameter,
    specials: [[HostTensor]], tolerance: Tolerance = .single
  ) -> OperationCase {
    let name = "\(operation.rawValue) \(a.dtype.rawValue)"
    return OperationCase(
      name, [a, b], elementwiseShapes(name).map { [$0, $0] }, specials: specials,
      tolerance: tolerance
    ) { graph, inputs in [try graph.binary(operation, inputs[0], inputs[1])] }
  }

  static let binaryCases: [OperationCase] = {
    let number = CaseParameter(.uniform(-2...2))
    let specials = [pairs(specialFloats, specialFloats)]
    let bases: [Float] = [0, 0.5, 1, 2, -2, .infinity, .nan]
    let exponents: [Float] = [0, 1, 2, 3, -1, -2, 0.5, .infinity, -.infinity, .nan]
    let (even, odd) = (
      CaseParameter(.lattice(offset: 0)), CaseParameter(.lattice(offset: 0.05))
    )
    return [
      binary(.add, number, number, specials: specials, tolerance: .exact),
      binary(.subtract, number, number, specials: specials, tolerance: .exact),
      binary(.multiply, number, number, specials: specials, tolerance: .exact),
      binary(.divide, number, CaseParameter(.signed(0.5...2)), specials: specials),
      binary(
        .power, CaseParameter(.uniform(0.4...2.5)), number, specials: [pairs(bases, exponents)],
        tolerance: Tolerance(absolute: 1e-6, relative: 1e-5)),
      binary(.maximum, even, odd, specials: specials, tolerance: .exact),
      binary(.minimum, even, odd, specials: specials, tolerance: .exact),
      binary(.and, CaseParameter(.truths), CaseParameter(.truths), specials: []),
      binary(.or, CaseParameter(.truths), CaseParameter(.truths), specials: []),
    ]
  }()

  static let integerBinaryCases: [OperationCase] =
    [BinaryOperation.add, .subtract, .multiply, .maximum, .minimum].map {
      let any = CaseParameter(.integers(.min ... .max))
      return binary($0, any, any, specials: [pairs(specialIntegers)])
    }
}

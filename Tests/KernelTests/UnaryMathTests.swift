// Every float function of one argument against Foundation's in double precision.
import CVectorKernels
import Foundation
import Testing

struct UnaryCase: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let opcode: mk_opcode
  let tolerance: Double
  let function: @Sendable (Double) -> Double

  init(
    _ name: String, _ opcode: mk_opcode, within tolerance: Double,
    _ function: @escaping @Sendable (Double) -> Double
  ) {
    testDescription = name
    self.opcode = opcode
    self.tolerance = tolerance
    self.function = function
  }

  static let all: [UnaryCase] = [
    UnaryCase("copy", MK_COPY, within: 0) { $0 },
    UnaryCase("negate", MK_NEGATE, within: 0) { -$0 },
    UnaryCase("abs", MK_ABS, within: 0) { abs($0) },
    UnaryCase("sign", MK_SIGN, within: 0) { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 },
    UnaryCase("exp", MK_EXP, within: 1.5) { exp($0) },
    UnaryCase("log", MK_LOG, within: 1.5) { log($0) },
    UnaryCase("log1p", MK_LOG1P, within: 2) { log1p($0) },
    UnaryCase("tanh", MK_TANH, within: 3) { tanh($0) },
    UnaryCase("logistic", MK_LOGISTIC, within: 3) {
      $0 > 0 ? 1 / (1 + exp(-$0)) : exp($0) / (1 + exp($0))
    },
    UnaryCase("softplus", MK_SOFTPLUS, within: 2.5) { max($0, 0) + log1p(exp(-abs($0))) },
    UnaryCase("relu", MK_RELU, within: 0) { $0 < 0 ? 0 : $0 },
    UnaryCase("sqrt", MK_SQRT, within: 0.5) { $0.squareRoot() },
    UnaryCase("rsqrt", MK_RSQRT, within: 1.5) { 1 / $0.squareRoot() },
    UnaryCase("sin", MK_SIN, within: 2) { sin($0) },
    UnaryCase("cos", MK_COS, within: 2) { cos($0) },
    UnaryCase("floor", MK_FLOOR, within: 0) { $0.rounded(.down) },
  ]
}

extension KernelTests {
  @Suite struct UnaryMath {
    static let arguments =
      specialFloats + randomBits(200_000, seed: 1) + randomFloats(50_000, seed: 2)
      + randomFloats(50_000, seed: 3, in: -20...20) + randomFloats(50_000, seed: 4, in: -110...110)

    @Test(arguments: UnaryCase.all) func agreesWithDoublePrecision(unary: UnaryCase) {
      let results = apply(unary.opcode, Self.arguments).floatValues
      var worst = 0.0
      var worstArgument = Float(0)
      for (argument, result) in zip(Self.arguments, results) {
        let error = ulpError(result, unary.function(Double(argument)))
        if error > worst { (worst, worstArgument) = (error, argument) }
      }
      #expect(worst <= unary.tolerance, "\(worst) ulp at \(worstArgument)")
    }

    @Test(arguments: [
      UnaryCase("log1p", MK_LOG1P, within: 2) { log1p($0) },
      UnaryCase("tanh", MK_TANH, within: 3) { tanh($0) },
      UnaryCase("sin", MK_SIN, within: 2) { sin($0) },
    ])
    func keepsRelativePrecisionOfSmallArguments(unary: UnaryCase) {
      let arguments = randomFloats(10_000, seed: 5, in: -20...(-3)).enumerated().map {
        ($0 % 2 == 0 ? 1 : -1) * Float(exp(Double($1)))
      }
      let results = apply(unary.opcode, arguments).floatValues
      for (argument, result) in zip(arguments, results) {
        #expect(ulpError(result, unary.function(Double(argument))) <= unary.tolerance)
      }
    }

    @Test func keepsTheSignOfZero() {
      for opcode in [MK_COPY, MK_SIGN, MK_LOG1P, MK_TANH, MK_SQRT, MK_SIN, MK_FLOOR] {
        let results = apply(opcode, [-0.0, 0]).floatValues
        #expect(results.map(\.sign) == [.minus, .plus], "opcode \(opcode.rawValue)")
      }
    }

    @Test(arguments: UnaryCase.all) func dependsOnTheArgumentAlone(unary: UnaryCase) {
      let arguments = specialFloats + randomBits(1000, seed: 6)
      let together = apply(unary.opcode, arguments).bitValues
      for (index, argument) in arguments.enumerated() where index % 37 == 0 {
        #expect(apply(unary.opcode, [argument]).bitValues == [together[index]])
        let shifted = apply(unary.opcode, [0, 0, 0, argument, 1]).bitValues
        #expect(shifted[3] == together[index])
      }
    }

    @Test func tellsFiniteNumbers() {
      let results = apply(MK_IS_FINITE, specialFloats).intValues
      #expect(results == specialFloats.map { $0.isFinite ? -1 : 0 })
    }
  }
}

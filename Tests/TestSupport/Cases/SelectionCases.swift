// Cases of comparison, choice and conversion.

import TensorGraph

extension OperationCase {
  static let comparisonCases: [OperationCase] = Comparison.allCases.flatMap { comparison in
    let kinds: [(CaseParameter, [HostTensor])] = [
      (CaseParameter(.lattice(offset: 0), constant: true), pairs(specialFloats, specialFloats)),
      (CaseParameter(.integers(-3...3)), pairs(specialIntegers)),
    ]
    return kinds.map { parameter, specials in
      let name = "\(comparison.rawValue) \(parameter.dtype.rawValue)"
      return OperationCase(
        name, [parameter, parameter], elementwiseShapes(name).map { [$0, $0] },
        specials: [specials]
      ) { graph, inputs in [try graph.add(.compare(comparison), inputs)] }
    }
  }

  static let selectionCases: [OperationCase] =
    [.uniform(-2...2), .integers(-9...9), .truths].map { (values: CaseParameter.Values) in
      let parameter = CaseParameter(values)
      let name = "select \(parameter.dtype.rawValue)"
      let specials = [HostTensor([true, false]), HostTensor([.nan, 1]), HostTensor([1, .nan])]
      return OperationCase(
        name, [CaseParameter(.truths), parameter, parameter],
        elementwiseShapes(name).map { [$0, $0, $0] },
        specials: parameter.dtype == .float32 ? [specials] : []
      ) { graph, inputs in [try graph.add(.select, inputs)] }
    }

  static let conversionCases: [OperationCase] = {
    let fromFloats: [Float] = [
      .nan, .infinity, -.infinity, 0, -0.0, 0.9, -0.9, 2.9, -2.9, 3e9, -3e9, 2_147_483_520,
      2_147_483_648, -2_147_483_648, 1e-30,
    ]
    let fromIntegers: [Int32] = specialIntegers + [16_777_217, -16_777_217, 33_554_435]
    let sources: [(CaseParameter.Values, [HostTensor])] = [
      (.uniform(-100...100), [HostTensor(fromFloats)]),
      (.integers(-2...2), [HostTensor(fromIntegers)]),
      (.truths, []),
    ]
    return sources.flatMap { values, specials in
      DType.allCases.map { target in
        let parameter = CaseParameter(values, constant: target != .float32)
        let name = "convert \(parameter.dtype.rawValue) to \(target.rawValue)"
        return OperationCase(
          name, [parameter], elementwiseShapes(name).map { [$0] },
          specials: specials.map { [$0] }, tolerance: .exact
        ) { graph, inputs in [try graph.add(.convert(target), inputs)] }
      }
    }
  }()
}

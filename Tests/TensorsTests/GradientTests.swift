// Derivatives through assignments, scopes and derivatives, against closed forms.

import Tensors
import Testing

extension TensorsTests {
  @Suite struct GradientTests {
    @Test func firstAndSecondDerivativeOfACube() throws {
      let results = try evaluateAll {
        let x = vector(-2, 0.5, 3)
        return [x * x * x, pow(x, 3)].flatMap { cube -> [Tensor] in
          let slope = gradients(of: cube.sum(), withRespectTo: [x])[0]
          let curvature = gradients(of: slope.sum(), withRespectTo: [x])[0]
          let third = gradients(of: curvature.sum(), withRespectTo: [x])[0]
          return [slope, curvature, third]
        }
      }
      for result in [results[0], results[3]] { expectClose(result.floats, [12, 0.75, 27]) }
      for result in [results[1], results[4]] { expectClose(result.floats, [-12, 3, 18]) }
      for result in [results[2], results[5]] { expectClose(result.floats, [6, 6, 6]) }
    }

    @Test func whatAScalarDoesNotDependOnGetsZeros() throws {
      let v = Variable("v", HostTensor([1, 2.5]))
      let came = try evaluateAll {
        gradients(of: vector(1, 2).sum(), withRespectTo: [v])
      }
      #expect(came[0].floats == [0, 0])
    }

    /// One step of gradient descent on `a w^2 / 2` leads to `w (1 - rate a)`; the loss there is
    /// `a w^2 (1 - rate a)^2 / 2`.
    private func unrolled(stopping: Bool) throws -> (slope: Float?, weight: Float?) {
      let (a, rate): (Float, Float) = (3, 0.1)
      let w = Variable("w", HostTensor(2))
      func loss() -> Tensor { 0.5 * a * w.value * w.value }
      let results = try evaluateAll {
        let start = w.value
        let slope = gradients(of: loss(), withRespectTo: [w])[0]
        w.assign(start - rate * (stopping ? slope.stoppingGradient() : slope))
        return gradients(of: loss(), withRespectTo: [start])
      }
      return (results[0].scalar, w.hostValue.scalar)
    }

    @Test func unrolledStep() throws {
      let (slope, weight) = try unrolled(stopping: false)
      expectClose([slope ?? .nan, weight ?? .nan], [3 * 2 * 0.7 * 0.7, 2 * 0.7])
    }

    @Test func unrolledStepWithItsGradientStopped() throws {
      let (slope, weight) = try unrolled(stopping: true)
      expectClose([slope ?? .nan, weight ?? .nan], [3 * 2 * 0.7, 2 * 0.7])
    }

    @Test func gradientsBySubstitutedValues() throws {
      let w = Variable("w", HostTensor(3))
      let results = try evaluateAll {
        let outer = w.value
        return withValues([(w, 2 * outer)]) {
          let square = w.value * w.value
          return gradients(of: square, withRespectTo: [w])
            + gradients(of: square, withRespectTo: [outer])
        }
      }
      // (2 w)^2: 2 (2 w) by the value in place, 8 w by the variable.
      #expect(results.map(\.scalar) == [12, 24])
    }

    @Test func presentValuesAreMeantAfterAnAssignment() throws {
      let w = Variable("w", HostTensor(3))
      let results = try evaluateAll {
        let old = w.value
        w.assign(old * old)
        let loss = w.value * w.value
        return gradients(of: loss, withRespectTo: [w]) + gradients(of: loss, withRespectTo: [old])
      }
      // u = w^2 and u^2: 2 u and 4 w^3.
      #expect(results.map(\.scalar) == [18, 108])
    }

    @Test func penaltyOnTheSlopeOfASlope() throws {
      let w = Variable("w", HostTensor([1, -2.0]))
      let results = try evaluateAll {
        let x = vector(0.5, 3)
        let score = (w.value * x * x).sum()
        let slope = gradients(of: score, withRespectTo: [x])[0]
        return gradients(of: (slope * slope).sum(), withRespectTo: [w])
      }
      // The slope is 2 w x, its square's derivative by w is 8 w x^2.
      #expect(results[0].floats == [2, -144])
    }

    @Test func onlyNumbersHaveDerivatives() {
      #expect(
        compileError { gradients(of: vector(1, 2), withRespectTo: [vector(1)]) }
          == "gradients: the value to differentiate is float32[2]; "
          + "reduce it to one float32 number, for example by its mean")
      #expect(
        compileError { gradients(of: Tensor(1), withRespectTo: [integers(1)]) }
          == "gradients: the derivative by a value of int32[1]; differentiate by float32 values")
    }
  }
}

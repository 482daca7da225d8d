// Images made larger and smaller, against PyTorch's values, and their derivatives.

import Tensors
import Testing

extension TensorsTests {
  @Suite struct ResamplingTests {
    private func image(_ values: [Double], _ height: Int, _ width: Int) -> Tensor {
      Tensor(HostTensor(values.map(Float.init))).reshaped(to: [1, 1, height, width])
    }

    /// `torch.nn.functional.interpolate(x, size, mode="bilinear")`.
    @Test func bilinearAgreesWithPyTorch() throws {
      let results = try evaluateAll {
        let small = image([0, 1, 2, 3], 2, 2)
        let large = image((0..<16).map(Double.init), 4, 4)
        return [
          small.resizedBilinearly(height: 4, width: 4),
          large.resizedBilinearly(height: 2, width: 2),
          small.resizedBilinearly(height: 2, width: 2),
          small.resizedBilinearly(height: 1, width: 3),
        ]
      }
      #expect(results[0].shape == [1, 1, 4, 4])
      expectClose(
        results[0].floats,
        [0, 0.25, 0.75, 1, 0.5, 0.75, 1.25, 1.5, 1.5, 1.75, 2.25, 2.5, 2, 2.25, 2.75, 3])
      expectClose(results[1].floats, [2.5, 4.5, 10.5, 12.5])
      expectClose(results[2].floats, [0, 1, 2, 3])
      expectClose(results[3].floats, [1, 1.5, 2])
    }

    /// Every number is repeated, and its gradient is the sum over its repetitions.
    @Test func upsamplingRepeatsPixels() throws {
      let results = try evaluateAll {
        let x = image([1, 2, 3, 4, 5, 6], 2, 3)
        let weights = image((0..<24).map(Double.init), 4, 6)
        let large = x.upsampled(by: 2)
        return [large] + gradients(of: (large * weights).sum(), withRespectTo: [x])
      }
      expectClose(
        results[0].floats,
        [1, 1, 2, 2, 3, 3, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 4, 4, 5, 5, 6, 6])
      expectClose(results[1].floats, [14, 22, 30, 62, 70, 78])
    }

    /// Both are linear, so that the gradient of a square is twice the image, there and back.
    @Test func derivativesOfSquaresAreTwiceTheImageThereAndBack() throws {
      let results = try evaluateAll {
        let x = image([0.5, -1, 2, 0.25], 2, 2)
        return [x.resizedBilinearly(height: 3, width: 5), x.upsampled(by: 3)].flatMap { large in
          let slope = gradients(of: (large * large).sum(), withRespectTo: [x])[0]
          // By Euler's theorem on homogeneous functions of degree 2 and 1.
          let curvature = gradients(of: (slope * x).sum(), withRespectTo: [x])[0]
          return [(large * large).sum(), (slope * x).sum(), slope, curvature]
        }
      }
      for start in [0, 4] {
        let square = Double(results[start].floats[0])
        expectClose(results[start + 1].floats, [2 * square], 1e-5)
        let slope = results[start + 2].floats
        expectClose(results[start + 3].floats, slope.map { 2 * Double($0) }, 1e-5)
      }
    }

    @Test func sizesThatNoImageHasAreRefused() {
      let text = compileError { [image([1, 2], 1, 2).resizedBilinearly(height: 0, width: 2)] }
      #expect(text.contains("0 x 2"), "\(text)")
      #expect(compileError { [image([1, 2], 1, 2).upsampled(by: 0)] }.contains("0 times"))
    }
  }
}

// The three passes of convolutions against plain loops, and what must not change them.
import CVectorKernels
import Testing

extension KernelTests {
  @Suite struct Convolutions {
    @Test(arguments: ConvolutionCase.all) func agreesWithPlainLoops(convolution: ConvolutionCase) {
      // Lanes beyond the channels are expected to be exactly 0: the sizes of their sums are.
      let operands = ConvolutionOperands(convolution)
      let expected = operands.expected
      #expect(expected.forward.firstMistake(in: operands.forward()) == nil)
      #expect(expected.source.firstMistake(in: operands.inputGradient()) == nil)
      #expect(expected.weights.firstMistake(in: operands.weightGradient()) == nil)
    }

    @Test(arguments: [(16, 16, 1), (3, 3, 1), (17, 4, 1), (16, 16, 16), (6, 6, 2)])
    func worksWithoutABias(input: Int, output: Int, groups: Int) {
      var operands = ConvolutionOperands(
        ConvolutionCase(groups: groups, channels: (input, output)))
      let without = operands.forward(hasBias: false)
      operands.bias = operands.bias.map { _ in 0 }
      #expect(operands.expected.forward.firstMistake(in: without) == nil)
    }

    @Test(
      arguments: ConvolutionCase.all.filter {
        $0.batch * $0.weightCount * $0.output.height * $0.output.width > 100_000
      })
    func threadsDoNotChangeResults(convolution: ConvolutionCase) {
      let operands = ConvolutionOperands(convolution)
      #expect(
        isSameForAllThreadCounts {
          [operands.forward(), operands.inputGradient(), operands.weightGradient()]
        })
    }

    /// Zeros elsewhere must not hide a NaN or an infinity, nor may these reach the padding lanes.
    @Test(arguments: [(3, 17, 1), (6, 5, 1), (17, 3, 1), (17, 6, 1), (17, 17, 17)])
    func notANumberComesThrough(input: Int, output: Int, groups: Int) {
      let convolution = ConvolutionCase(
        batch: 2, groups: groups, channels: (input, output))
      for (special, place) in [(Float.nan, 4), (.infinity, 4), (.infinity, 7)] {
        var operands = ConvolutionOperands(convolution)
        let (x, y) = (
          convolution.source.index(1, input - 1, place, place),
          convolution.destination.index(1, output - 1, 4, 4)
        )
        operands.source[x] = special
        operands.gradient[y] = special
        var reached = (Set<Int>(), Set<Int>(), Set<Int>())
        operands.forEachProduct { source, weight, destination in
          if source == x { reached.0.insert(destination) }
          if destination == y { reached.1.insert(source) }
          if source == x || destination == y { reached.2.insert(weight) }
        }
        for (results, reached) in [
          (operands.forward(), reached.0), (operands.inputGradient(), reached.1),
          (operands.weightGradient(), reached.2),
        ] {
          let found = results.indices.filter { !results[$0].isFinite }
          #expect(found == reached.sorted())
        }
      }
    }

    @Test func zerosDoNotHideNaN() {
      var operands = ConvolutionOperands(ConvolutionCase(channels: (16, 16)))
      operands.source = operands.source.map { _ in 0 }
      operands.weights[0] = .nan
      let layout = operands.convolution.destination
      #expect(operands.forward(hasBias: false)[layout.index(0, 0, 4, 4)].isNaN)
    }

    /// Which of the passes images of few channels have ways of their own for.
    @Test(
      arguments: [
        ((1, 6), (1, 1), [true, true, true]), ((6, 16), (1, 1), [false, true, false]),
        ((40, 6), (1, 1), [true, false, false]), ((40, 3), (1, 1), [false, false, false]),
        ((3, 64), (2, 2), [false, true, false]), ((6, 6), (2, 2), [false, false, false]),
        ((16, 16), (1, 1), [false, false, false]),
      ] as [((Int, Int), (Int, Int), [Bool])])
    func fewChannelsGoByPlanes(channels: (Int, Int), stride: (Int, Int), expected: [Bool]) {
      #expect(Self.thinPasses(of: ConvolutionCase(channels: channels, stride: stride)) == expected)
    }

    /// Vectors along the rows of tiny images would be mostly empty.
    @Test func tinyImagesDoNotGoByPlanes() {
      let tiny = ConvolutionCase(channels: (24, 7), input: (2, 2))
      #expect(Self.thinPasses(of: tiny) == [false, false, false])
    }

    private static func thinPasses(of convolution: ConvolutionCase) -> [Bool] {
      var shape = convolution.shape
      return [
        MK_CONVOLUTION_FORWARD, MK_CONVOLUTION_INPUT_GRADIENT, MK_CONVOLUTION_WEIGHT_GRADIENT,
      ].map { mk_convolution_is_thin(&shape, $0) != 0 }
    }

    @Test func anEmptyBatchHasNoGradient() {
      for groups in [1, 2, 16] {
        let operands = ConvolutionOperands(ConvolutionCase(batch: 0, groups: groups))
        #expect(operands.forward().isEmpty)
        #expect(operands.inputGradient().isEmpty)
        #expect(operands.weightGradient().allSatisfy { $0 == 0 })
      }
    }
  }
}

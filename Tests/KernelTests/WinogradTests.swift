// Convolutions by Winograd's algorithm against plain loops, and which ones it serves.
import CVectorKernels
import Testing

extension KernelTests {
  @Suite struct Winograd {
    /// Of both kinds: images that tiles cover and that they do not, padding on all sides or none,
    /// channels that fill blocks and panels and that do not, one block of tiles and many, and odd
    /// numbers of tiles at their ends.
    static let cases: [ConvolutionCase] = {
      let square = ConvolutionCase(winogradThreads: 4)
      let halving = ConvolutionCase(kernel: (4, 4), stride: (2, 2), winogradThreads: 4)
      let sizes: [(Int, (Int, Int), (Int, Int), (Int, Int, Int, Int))] = [
        (8, (16, 16), (8, 8), (1, 1, 1, 1)), (6, (40, 20), (9, 13), (1, 1, 1, 1)),
        (32, (33, 64), (4, 4), (1, 1, 1, 1)), (17, (16, 70), (8, 6), (0, 0, 0, 0)),
        (3, (48, 32), (14, 15), (2, 0, 1, 3)), (40, (32, 32), (11, 12), (1, 2, 2, 1)),
        (33, (16, 32), (4, 4), (1, 1, 1, 1)), (131, (16, 16), (4, 8), (1, 1, 1, 1)),
      ]
      let pairs = sizes.flatMap { batch, channels, input, padding in
        var (first, second) = (square, halving)
        (first.batch, first.channels, first.input, first.padding) =
          (batch, channels, input, padding)
        (second.batch, second.channels, second.padding) = (batch, channels, padding)
        second.input = (input.0 * 2, input.1 * 2)
        return [first, second]
      }
      // Phases of different sizes, padding wider than kernels, more threads than there is room for,
      // and so many weights that all threads share the sums of several blocks of tiles.
      var (odd, wide, narrow, heavy) = (halving, square, square, square)
      (odd.batch, odd.channels, odd.input) = (6, (16, 20), (17, 23))
      (wide.batch, wide.padding, wide.winogradThreads) = (9, (5, 4, 3, 5), 3)
      (narrow.batch, narrow.winogradThreads) = (20, 1)
      (heavy.batch, heavy.channels, heavy.input) = (49, (16, 1200), (4, 4))
      return pairs + [odd, wide, narrow, heavy]
    }()

    static let casesInBFloat16 = cases.map { convolution in
      var result = convolution
      result.winogradInBFloat16 = true
      return result
    }

    static func passes(of convolution: ConvolutionCase) -> [Bool] {
      var shape = convolution.shape
      return [
        MK_CONVOLUTION_FORWARD, MK_CONVOLUTION_INPUT_GRADIENT, MK_CONVOLUTION_WEIGHT_GRADIENT,
      ].map { mk_convolution_is_winograd(&shape, $0) != 0 }
    }

    @Test(arguments: cases) func agreesWithPlainLoops(convolution: ConvolutionCase) {
      #expect(Self.passes(of: convolution) == [true, true, true])
      let operands = ConvolutionOperands(convolution)
      let expected = operands.expected
      #expect(expected.forward.evened.firstMistake(in: operands.forward()) == nil)
      #expect(expected.source.evened.firstMistake(in: operands.inputGradient()) == nil)
      #expect(expected.weights.evened.firstMistake(in: operands.weightGradient()) == nil)
    }

    /// What is rounded is transformed, and some of it cancels on the way back: a few times the error
    /// of products of rounded numbers.
    @Test(arguments: casesInBFloat16) func agreesWithPlainLoopsAsFarAsBFloat16Goes(
      convolution: ConvolutionCase
    ) {
      let operands = ConvolutionOperands(convolution)
      let expected = operands.expected
      for (sums, results) in [
        (expected.forward, operands.forward()), (expected.source, operands.inputGradient()),
        (expected.weights, operands.weightGradient()),
      ] {
        #expect(sums.evened.firstMistake(in: results, tolerance: 0.02) == nil)
        let error = sums.relativeError(of: results)
        #expect(error < 0.02 && error > 0.002, "\(error)")
      }
    }

    @Test(arguments: cases + casesInBFloat16)
    func threadsDoNotChangeResults(convolution: ConvolutionCase) {
      let operands = ConvolutionOperands(convolution)
      #expect(
        isSameForAllThreadCounts {
          [operands.forward(), operands.inputGradient(), operands.weightGradient()]
        })
    }

    /// So many weights that the transformed ones are written past the caches, of both kinds.
    @Test(arguments: [
      ConvolutionCase(batch: 32, channels: (352, 352), input: (3, 3), winogradThreads: 4),
      ConvolutionCase(
        batch: 32, channels: (420, 420), input: (6, 6), kernel: (4, 4), stride: (2, 2),
        winogradThreads: 4),
      ConvolutionCase(
        batch: 32, channels: (496, 496), input: (3, 3), winogradThreads: 4,
        winogradInBFloat16: true),
      ConvolutionCase(
        batch: 32, channels: (592, 592), input: (6, 6), kernel: (4, 4), stride: (2, 2),
        winogradThreads: 4, winogradInBFloat16: true),
    ])
    func manyWeightsGiveWhatDirectProductsGive(convolution: ConvolutionCase) {
      #expect(Self.passes(of: convolution) == [true, true, true])
      let operands = ConvolutionOperands(convolution)
      var direct = convolution
      direct.winogradThreads = 0
      let expected = ConvolutionOperands(direct)
      let tolerance: Float = convolution.winogradInBFloat16 ? 0.03 : 2e-5
      let forward = distance(operands.forward(), expected.forward())
      let inputGradient = distance(operands.inputGradient(), expected.inputGradient())
      #expect(forward <= tolerance && inputGradient <= tolerance)
      #expect(isSameForAllThreadCounts { [operands.forward(), operands.inputGradient()] })
    }

    /// The greatest difference, measured by the greatest result.
    private func distance(_ results: [Float], _ expected: [Float]) -> Float {
      let size = expected.map(abs).max() ?? 0
      return zip(results, expected).map { abs($0 - $1) / size }.max() ?? 0
    }

    @Test func worksWithoutABias() {
      var operands = ConvolutionOperands(Self.cases[2])
      let without = operands.forward(hasBias: false)
      operands.bias = operands.bias.map { _ in 0 }
      #expect(operands.expected.forward.evened.firstMistake(in: without) == nil)
    }

    /// What is not finite reaches its whole tile, but never the lanes beyond the channels.
    @Test func paddingLanesStayZero() {
      for special in [Float.nan, .infinity] {
        for convolution in Self.cases[2...3] + Self.casesInBFloat16[2...3] {
          var operands = ConvolutionOperands(convolution)
          operands.source[convolution.source.index(0, 0, 4, 4)] = special
          operands.gradient[convolution.destination.index(0, 0, 2, 2)] = special
          for (results, layout) in [
            (operands.forward(), convolution.destination),
            (operands.inputGradient(), convolution.source),
          ] {
            #expect(results.contains { !$0.isFinite })
            let strays = zip(results, layout.isAlive).filter { $0 != 0 && !$1 }
            #expect(strays.isEmpty)
          }
        }
      }
    }

    @Test func servesWhatItIsWorthFor() {
      let served = Self.cases[0]
      let changes: [(inout ConvolutionCase) -> Void] = [
        { $0.winogradThreads = 0 }, { $0.batch = 1 }, { $0.channels = (16, 15) },
        { $0.channels = (15, 16) },
        {
          $0.groups = 2; $0.channels = (32, 32)
        },
        { $0.dilation = 2 }, { $0.stride = (2, 2) }, { $0.stride = (1, 2) },
        { $0.kernel = (5, 5) }, { $0.kernel = (3, 1) }, { $0.kernel = (4, 4) },
        {
          $0.input = (2, 2); $0.batch = 64
        },
      ]
      for change in changes {
        var convolution = served
        change(&convolution)
        #expect(Self.passes(of: convolution) == [false, false, false], "\(convolution)")
      }
    }
  }
}

// Shapes of convolutions to test, and how their activations and weights lie in memory.
import CVectorKernels
import Testing

struct ConvolutionCase: CustomTestStringConvertible, Sendable {
  var batch = 1
  var groups = 1
  var channels = (input: 16, output: 16)
  var input = (height: 8, width: 8)
  var kernel = (height: 3, width: 3)
  var stride = (height: 1, width: 1)
  /// At the top, at the left, at the bottom and at the right.
  var padding = (top: 1, left: 1, bottom: 1, right: 1)
  var dilation = 1
  /// For how many threads Winograd's algorithm has working memory; 0 forbids it.
  var winogradThreads = 0
  /// Whether it rounds to bf16 what it multiplies.
  var winogradInBFloat16 = false

  var output: (height: Int, width: Int) {
    let height = input.height + padding.top + padding.bottom - dilation * (kernel.height - 1) - 1
    let width = input.width + padding.left + padding.right - dilation * (kernel.width - 1) - 1
    return (height / stride.height + 1, width / stride.width + 1)
  }

  var testDescription: String {
    "\(batch)x\(channels.input)x\(input.height)x\(input.width) to \(channels.output)"
      + " k\(kernel.height)x\(kernel.width) s\(stride.height)x\(stride.width)"
      + " p\(padding.top),\(padding.left),\(padding.bottom),\(padding.right) d\(dilation)"
      + " g\(groups)" + (winogradInBFloat16 ? " bf16" : "")
  }

  var shape: mk_convolution {
    mk_convolution(
      batch: Int64(batch), groups: Int64(groups), in_channels: Int64(channels.input),
      out_channels: Int64(channels.output), in_height: Int64(input.height),
      in_width: Int64(input.width), out_height: Int64(output.height),
      out_width: Int64(output.width), kernel_height: Int64(kernel.height),
      kernel_width: Int64(kernel.width), stride_height: Int64(stride.height),
      stride_width: Int64(stride.width), pad_top: Int64(padding.top),
      pad_left: Int64(padding.left), dilation_height: Int64(dilation),
      dilation_width: Int64(dilation), winograd_threads: Int32(winogradThreads),
      winograd_bf16: winogradInBFloat16 ? 1 : 0)
  }

  var weightCount: Int {
    channels.output * (channels.input / groups) * kernel.height * kernel.width
  }

  var source: Activations {
    Activations(
      batch: batch, channels: channels.input, height: input.height, width: input.width,
      lanes: Self.lanes(channels.input))
  }

  var destination: Activations {
    Activations(
      batch: batch, channels: channels.output, height: output.height, width: output.width,
      lanes: Self.lanes(channels.output))
  }

  /// Blocks of fewer channels would be mostly zeros.
  private static func lanes(_ channels: Int) -> Int { channels < 16 ? 1 : 16 }
}

/// How the activations of a batch lie in memory: blocks of 16 channels, or plain (1 lane).
struct Activations {
  let batch: Int
  let channels: Int
  let height: Int
  let width: Int
  let lanes: Int

  var blocks: Int { (channels + lanes - 1) / lanes }

  var count: Int { batch * blocks * height * width * lanes }

  func index(_ image: Int, _ channel: Int, _ row: Int, _ column: Int) -> Int {
    (((image * blocks + channel / lanes) * height + row) * width + column) * lanes
      + channel % lanes
  }

  /// Which elements belong to a channel; the others are padding.
  var isAlive: [Bool] {
    (0..<count).map { $0 / (height * width * lanes) % blocks * lanes + $0 % lanes < channels }
  }

  func random(seed: UInt64) -> [Float] {
    zip(randomFloats(count, seed: seed), isAlive).map { $0 * ($1 ? 1 : 0) }
  }
}

extension ConvolutionCase {
  private static let kernels = [(1, 1), (3, 3), (4, 4), (5, 5), (7, 7), (1, 3)]
  private static let channelCounts = [1, 7, 16, 17, 32, 40]

  /// Every kernel with every stride, and the other sizes in turn, so that each value of one meets
  /// many of the others.
  private static let combinations: [ConvolutionCase] = {
    var cases: [ConvolutionCase] = []
    for kernel in kernels {
      for stride in 1...3 {
        for variant in 0..<6 {
          let turn = cases.count
          cases.append(
            ConvolutionCase(
              batch: turn % 2 == 0 ? 1 : 3,
              channels: (channelCounts[variant], channelCounts[turn / 6 % 6]),
              input: (7 + variant, 9 + turn % 4), kernel: kernel,
              stride: (stride, variant == 5 ? 1 : stride),
              padding: (turn % 4, turn / 2 % 4, turn / 3 % 4, turn / 5 % 4),
              dilation: kernel.0 < 5 && turn % 5 == 0 ? 2 : 1))
        }
      }
    }
    return cases
  }()

  /// Outputs of a single place, single rows, gaps between the kernel's places, and long sums.
  private static let corners = [
    ConvolutionCase(
      batch: 3, channels: (40, 33), input: (4, 4), kernel: (4, 4), padding: (0, 0, 0, 0)),
    ConvolutionCase(
      batch: 70, channels: (48, 1), input: (4, 4), kernel: (4, 4), padding: (0, 0, 0, 0)),
    ConvolutionCase(channels: (17, 17), input: (1, 1)),
    ConvolutionCase(batch: 3, channels: (16, 32), input: (1, 40), kernel: (1, 3)),
    ConvolutionCase(
      channels: (16, 16), input: (9, 9), kernel: (1, 1), stride: (3, 3), padding: (0, 0, 0, 0)),
    ConvolutionCase(channels: (3, 4), input: (11, 6), kernel: (3, 3), stride: (3, 2), dilation: 2),
    ConvolutionCase(batch: 2, channels: (160, 50), input: (7, 7)),
    ConvolutionCase(batch: 3, channels: (32, 64), input: (28, 28)),
    // So many pixels that the weight gradient is added up in as many sets of sums as it ever is.
    ConvolutionCase(
      batch: 20, channels: (16, 16), input: (20, 20), kernel: (1, 1), padding: (0, 0, 0, 0)),
    ConvolutionCase(
      batch: 2, channels: (4, 64), input: (28, 28), kernel: (4, 4), stride: (2, 2)),
    ConvolutionCase(
      batch: 2, channels: (64, 3), input: (28, 28), kernel: (4, 4), stride: (2, 2)),
    // Gradients of few channels in whole planes and in bands of them.
    ConvolutionCase(
      batch: 3, channels: (6, 16), input: (14, 14), kernel: (5, 5), padding: (0, 0, 0, 0)),
    ConvolutionCase(batch: 2, channels: (15, 40), input: (21, 37), padding: (3, 4, 0, 1)),
    ConvolutionCase(
      batch: 2, channels: (5, 18), input: (11, 33), kernel: (5, 3), padding: (4, 1, 2, 2),
      dilation: 2),
    // Planes of few channels from few and from many, in several bands, and strides that rule them out.
    ConvolutionCase(
      batch: 3, channels: (5, 13), input: (60, 90), kernel: (5, 3), padding: (2, 0, 3, 1)),
    ConvolutionCase(batch: 2, channels: (40, 6), input: (30, 21), padding: (0, 2, 1, 1)),
    ConvolutionCase(
      batch: 17, channels: (2, 3), input: (9, 35), kernel: (3, 3), padding: (2, 2, 2, 2),
      dilation: 2),
    ConvolutionCase(
      batch: 2, channels: (24, 7), input: (13, 14), kernel: (3, 3), stride: (2, 2)),
    // More sums than planes are added up in.
    ConvolutionCase(batch: 2, channels: (14, 15), input: (9, 20), kernel: (5, 5)),
    // Plain rows in several bands, and ones that are too long to be read in place.
    ConvolutionCase(
      batch: 3, channels: (15, 33), input: (24, 40), kernel: (5, 5), padding: (2, 2, 2, 2)),
    ConvolutionCase(
      batch: 2, channels: (7, 6), input: (41, 30), kernel: (3, 5), stride: (2, 2),
      padding: (3, 6, 0, 1)),
    ConvolutionCase(
      channels: (15, 5), input: (6, 150), kernel: (5, 3), padding: (1, 1, 1, 1)),
  ]

  static let grouped: [ConvolutionCase] = [
    (2, 32, 64), (2, 64, 32), (2, 6, 10), (2, 34, 32), (3, 48, 48), (16, 16, 16), (17, 17, 17),
    (40, 40, 40), (16, 16, 32), (3, 3, 3), (4, 64, 128),
  ].flatMap { groups, input, output in
    [
      ConvolutionCase(batch: 3, groups: groups, channels: (input, output)),
      ConvolutionCase(
        groups: groups, channels: (input, output), input: (10, 7), kernel: (4, 4),
        stride: (2, 2), padding: (1, 2, 1, 0)),
      ConvolutionCase(
        groups: groups, channels: (input, output), kernel: (5, 3), stride: (1, 3),
        padding: (3, 0, 2, 2), dilation: 2),
    ]
  }

  static let all = combinations + corners + grouped
}

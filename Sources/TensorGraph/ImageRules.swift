// Shape rules of convolutions, pools and blocks of channels.

extension Operation {
  package func imageType(_ inputs: [TensorType]) throws(ShapeError) -> TensorType {
    for input in inputs {
      try expect(input.dtype == .float32, "the operand is \(input)") { "convert it to float32" }
    }
    let shapes = inputs.map(\.shape)
    switch self {
    case .convolution(let convolution):
      return try forwardType(convolution, image: shapes[0], kernel: shapes[1])
    case .convolutionInputGradient(let convolution, let size):
      return try inputGradientType(convolution, size, gradient: shapes[0], kernel: shapes[1])
    case .convolutionWeightGradient(let convolution, let size):
      return try weightGradientType(convolution, size, image: shapes[0], gradient: shapes[1])
    case .maxPool(let pooling), .averagePool(let pooling):
      return TensorType(try pooled(shapes[0], pooling))
    case .maxPoolGradient(let pooling):
      try expect(
        try pooled(shapes[0], pooling) == shapes[1], "\(shapes[1]) came for images \(shapes[0])"
      ) { "pass a gradient of the pool's shape" }
      return inputs[0]
    case .maxPoolGather(let pooling):
      try expect(shapes[0] == shapes[1], "\(shapes[1]) came for images \(shapes[0])") {
        "pass one value for each pixel"
      }
      return TensorType(try pooled(shapes[0], pooling))
    case .averagePoolGradient(let pooling, let size):
      try expectImages(shapes[0])
      try expectSize(size)
      var image = shapes[0].dimensions
      image.replaceSubrange(2..<4, with: size)
      try expect(
        try pooled(Shape(image), pooling) == shapes[0], "\(shapes[0]) came for images of \(size)"
      ) { "pass a gradient of the pool's shape" }
      return TensorType(Shape(image))
    case .blockChannels:
      try expect(shapes[0].rank == 4, "\(shapes[0]) came") {
        "pass images: batch, channels, height, width"
      }
      try expectSizes(shapes[0].channelBlocked)
      return TensorType(shapes[0].channelBlocked)
    case .unblockChannels(let channels):
      try expect(
        shapes[0].rank == 5 && shapes[0][4] == ChannelBlocks.size && channels >= 0
          && ChannelBlocks.count(channels) == shapes[0][1],
        "\(shapes[0]) came for \(channels) channels"
      ) { "pass the blocks of as many channels" }
      return TensorType([shapes[0][0], channels, shapes[0][2], shapes[0][3]])
    default:
      throw refusal("it does not work on images", "use its own rule")
    }
  }

  // MARK: - Convolutions

  private func forwardType(
    _ convolution: Convolution, image: Shape, kernel: Shape
  ) throws(ShapeError) -> TensorType {
    try expectSettings(convolution)
    let plain = try plainShape(image, channels: convolution.blocks.map(\.inputs))
    try expectKernel(kernel, convolution, inputs: plain[1], outputs: kernel.dimensions.first)
    let result = try windows(convolution, of: plain, kernel: kernel)
    return try stored([plain[0], kernel[0]] + result, convolution)
  }

  private func inputGradientType(
    _ convolution: Convolution, _ size: [Int], gradient: Shape, kernel: Shape
  ) throws(ShapeError) -> TensorType {
    try expectSettings(convolution)
    try expectSize(size)
    let plain = try plainShape(gradient, channels: convolution.blocks.map(\.outputs))
    try expect(kernel.rank == 4, "the kernels are \(kernel)") { Self.kernelRemedy }
    let (inputs, overflow) = kernel[1].multipliedReportingOverflow(by: convolution.groups)
    try expect(!overflow, "kernels \(kernel) in \(convolution.groups) groups") { "use fewer" }
    try expectKernel(kernel, convolution, inputs: inputs, outputs: plain[1])
    let image: Shape = [plain[0], inputs, size[0], size[1]]
    try expectSizes(image)
    try expect(
      try windows(convolution, of: image, kernel: kernel) == [plain[2], plain[3]],
      "\(gradient) came for images of \(size)"
    ) { "pass a gradient of the convolution's shape" }
    return try stored(image.dimensions, convolution)
  }

  private func weightGradientType(
    _ convolution: Convolution, _ size: [Int], image: Shape, gradient: Shape
  ) throws(ShapeError) -> TensorType {
    try expectSettings(convolution)
    try expectSize(size)
    let source = try plainShape(image, channels: convolution.blocks.map(\.inputs))
    let result = try plainShape(gradient, channels: convolution.blocks.map(\.outputs))
    let kernel: Shape = [result[1], source[1] / convolution.groups, size[0], size[1]]
    try expectSizes(kernel)
    try expectKernel(kernel, convolution, inputs: source[1], outputs: result[1])
    let size = try windows(convolution, of: source, kernel: kernel)
    try expect(
      source[0] == result[0] && size == [result[2], result[3]],
      "a gradient \(gradient) came for images \(image) and kernels of \(size)"
    ) { "pass a gradient of the convolution's shape" }
    return TensorType(kernel)
  }

  private static let kernelRemedy = "pass kernels: outputs, inputs of one group, height, width"

  private func expectSettings(_ convolution: Convolution) throws(ShapeError) {
    let pairs = [convolution.strides, convolution.dilation, convolution.low, convolution.high]
    try expect(
      pairs.allSatisfy { $0.count == 2 } && convolution.groups >= 1
        && (convolution.strides + convolution.dilation).allSatisfy { (1...Self.most).contains($0) }
        && (convolution.low + convolution.high).allSatisfy { (0...Self.most).contains($0) },
      "strides \(convolution.strides), dilation \(convolution.dilation), padding "
        + "\(convolution.low) and \(convolution.high), \(convolution.groups) groups"
    ) { "use strides, dilation and groups of at least 1 and no negative padding" }
  }

  /// More than any picture has, few enough that no sum of a few overflows.
  private static let most = 1 << 20

  private func expectSize(_ size: [Int]) throws(ShapeError) {
    try expect(size.count == 2 && size.allSatisfy { (1...Self.most).contains($0) }, "size \(size)")
    {
      "name a height and a width of at least 1"
    }
  }

  private func expectKernel(
    _ kernel: Shape, _ convolution: Convolution, inputs: Int, outputs: Int?
  ) throws(ShapeError) {
    try expect(
      kernel.rank == 4 && (2..<4).allSatisfy { (1...Self.most).contains(kernel[$0]) },
      "the kernels are \(kernel)"
    ) { Self.kernelRemedy }
    try expect(
      kernel[0] == outputs && kernel[0] % convolution.groups == 0
        && inputs % convolution.groups == 0 && kernel[1] == inputs / convolution.groups,
      "kernels \(kernel) came for \(inputs) input channels in \(convolution.groups) groups"
    ) { "kernels need as many inputs as one group has channels, and groups of equal size" }
  }

  private func windows(
    _ convolution: Convolution, of image: Shape, kernel: Shape
  ) throws(ShapeError) -> [Int] {
    let size = convolution.outputSize(
      image: [image[2], image[3]], kernel: [kernel[2], kernel[3]])
    guard let size else {
      throw refusal(
        "kernels of \(kernel[2]) x \(kernel[3]) pixels do not fit into images of \(image[2]) x "
          + "\(image[3])", "use smaller kernels or more padding")
    }
    return size
  }

  /// The batch, channels, height and width behind an operand.
  private func plainShape(_ shape: Shape, channels: Int?) throws(ShapeError) -> Shape {
    guard let channels, !ChannelBlocks.areTooFew(channels) else {
      try expect(shape.rank == 4, "\(shape) came") { "pass images: batch, channels, height, width" }
      return shape
    }
    try expect(
      shape.rank == 5 && shape[4] == ChannelBlocks.size
        && shape[1] == ChannelBlocks.count(channels), "\(shape) came for \(channels) channels"
    ) { "pass the blocks of as many channels" }
    return [shape[0], channels, shape[2], shape[3]]
  }

  private func stored(
    _ dimensions: [Int], _ convolution: Convolution
  ) throws(ShapeError) -> TensorType {
    let shape = Shape(dimensions)
    try expectSizes(shape)
    guard convolution.blocks != nil, !ChannelBlocks.areTooFew(shape[1]) else {
      return TensorType(shape)
    }
    try expectSizes(shape.channelBlocked)
    return TensorType(shape.channelBlocked)
  }

  // MARK: - Pools

  private func expectImages(_ shape: Shape) throws(ShapeError) {
    try expect(
      shape.rank == 4 || (shape.rank == 5 && shape[4] == ChannelBlocks.size), "\(shape) came"
    ) { "pass images: batch, channels, height, width" }
  }

  private func pooled(_ image: Shape, _ pooling: Pooling) throws(ShapeError) -> Shape {
    try expectImages(image)
    let lists = [pooling.window, pooling.strides, pooling.low, pooling.high]
    try expect(
      lists.allSatisfy { $0.count == 2 }
        && (pooling.window + pooling.strides).allSatisfy { (1...Self.most).contains($0) }
        && (0..<2).allSatisfy { axis in
          [pooling.low, pooling.high].allSatisfy { (0..<pooling.window[axis]).contains($0[axis]) }
        },
      "windows \(pooling.window), strides \(pooling.strides), padding \(pooling.low) and "
        + "\(pooling.high)"
    ) { "use windows and strides of at least 1, and padding smaller than a window" }
    guard let size = pooling.outputSize(image: [image[2], image[3]]) else {
      throw refusal(
        "windows of \(pooling.window) do not fit into images of \(image[2]) x \(image[3])",
        "use smaller windows or more padding")
    }
    var dimensions = image.dimensions
    dimensions.replaceSubrange(2..<4, with: size)
    return Shape(dimensions)
  }
}

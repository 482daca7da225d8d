// The convolutions and pools of a plan, with all their sizes.

import TensorGraph

/// A convolution or one of its gradients, of images whose channels lie in blocks or are few.
package struct ConvolutionKernel: Hashable, Sendable {
  /// What is computed from what.
  package enum Pass: String, Hashable, Sendable {
    /// The result, from image and kernels.
    case forward = "convolution"
    /// The image's gradient, from the result's and kernels.
    case inputGradient = "convolution-input-gradient"
    /// The kernels' gradient, from the image and the result's gradient.
    case weightGradient = "convolution-weight-gradient"
  }

  package let pass: Pass
  package let convolution: Convolution
  package let batch: Int
  package let inputs: Int
  package let outputs: Int
  /// Height and width of the image, the kernels and the result.
  package let image: [Int]
  package let kernel: [Int]
  package let result: [Int]

  /// The kernel of a node that is a blocked convolution or a gradient of one.
  init(_ graph: Graph, _ id: NodeID) {
    let node = graph[id]
    let sizes = { (id: NodeID) in Array(graph[id].shape.dimensions[2..<4]) }
    let (first, second) = (node.inputs[0], node.inputs[1])
    switch node.operation {
    case .convolution(let convolution):
      (pass, self.convolution) = (.forward, convolution)
      (image, kernel, result) = (sizes(first), sizes(second), sizes(id))
    case .convolutionInputGradient(let convolution, _):
      (pass, self.convolution) = (.inputGradient, convolution)
      (image, kernel, result) = (sizes(id), sizes(second), sizes(first))
    case .convolutionWeightGradient(let convolution, _):
      (pass, self.convolution) = (.weightGradient, convolution)
      (image, kernel, result) = (sizes(first), sizes(id), sizes(second))
    default:
      preconditionFailure("no convolution is \(node.operation.name)")
    }
    batch = graph[first].shape[0]
    inputs = convolution.blocks?.inputs ?? 0
    outputs = convolution.blocks?.outputs ?? 0
  }

  /// Whether there is nothing to add up.
  var isEmpty: Bool { batch == 0 || inputs == 0 || outputs == 0 }

  /// The additions and multiplications.
  package var operationCount: Int {
    2 * batch * outputs * result[0] * result[1] * (inputs / convolution.groups) * kernel[0]
      * kernel[1]
  }

  /// The sizes in words.
  var name: String {
    let form = convolution
    return "\(pass.rawValue) \(batch)x\(inputs)x\(image[0])x\(image[1]) \(kernel[0])x\(kernel[1])"
      + " to \(outputs)x\(result[0])x\(result[1])"
      + (form.strides == [1, 1] ? "" : " stride \(form.strides[0])x\(form.strides[1])")
      + (form.dilation == [1, 1] ? "" : " dilation \(form.dilation[0])x\(form.dilation[1])")
      + (form.groups == 1 ? "" : " groups \(form.groups)")
  }
}

/// A pool or its gradient, of images with plain channels or with blocks of them.
package struct PoolKernel: Hashable, Sendable {
  /// What is computed from what.
  package enum Kind: String, Hashable, Sendable {
    case max = "max-pool"
    case maxGradient = "max-pool-gradient"
    case maxGather = "max-pool-gather"
    case average = "average-pool"
    case averageGradient = "average-pool-gradient"
  }

  package let kind: Kind
  package let pooling: Pooling
  /// Images times channels, or times blocks of channels.
  package let planes: Int
  /// How many channels lie side by side: 1 or 16.
  package let lanes: Int
  /// Height and width of image and result.
  package let image: [Int]
  package let result: [Int]

  /// The kernel of a node that is a pool or a gradient of one.
  init(_ graph: Graph, _ id: NodeID) {
    let node = graph[id]
    let sizes = { (id: NodeID) in Array(graph[id].shape.dimensions[2..<4]) }
    let first = node.inputs[0]
    switch node.operation {
    case .maxPool(let pooling): (kind, self.pooling) = (.max, pooling)
    case .maxPoolGradient(let pooling): (kind, self.pooling) = (.maxGradient, pooling)
    case .maxPoolGather(let pooling): (kind, self.pooling) = (.maxGather, pooling)
    case .averagePool(let pooling): (kind, self.pooling) = (.average, pooling)
    case .averagePoolGradient(let pooling, _): (kind, self.pooling) = (.averageGradient, pooling)
    default: preconditionFailure("no pool is \(node.operation.name)")
    }
    switch kind {
    case .max, .maxGather, .average: (image, result) = (sizes(first), sizes(id))
    case .maxGradient: (image, result) = (sizes(first), sizes(node.inputs[1]))
    case .averageGradient: (image, result) = (sizes(id), sizes(first))
    }
    let shape = node.shape
    planes = shape[0] * shape[1]
    lanes = shape.rank == 5 ? shape[4] : 1
  }

  /// About how many additions of two arrays' elements the kernel is worth.
  var work: Int { planes * lanes * result[0] * result[1] * pooling.window[0] * pooling.window[1] }

  /// The sizes in words.
  var name: String {
    "\(kind.rawValue) \(planes)x\(image[0])x\(image[1])\(lanes == 1 ? "" : "x\(lanes)")"
      + " to \(result[0])x\(result[1])"
  }
}

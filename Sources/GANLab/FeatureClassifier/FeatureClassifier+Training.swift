// Trains the classifier of a set of images, the same on every machine of a kind.

import Datasets
import GraphCompiler
import NeuralNetworks
import Tensors

extension FeatureClassifier {
  /// The threads of every training, so that the weights do not depend on those of the run.
  private static let threads = 2
  /// The most held-out images that a classifier is tried on.
  private static let mostTried = 10_000

  /// Trains a classifier by labels and tries it on held-out images.
  ///
  /// Cross entropy by Adam, whose step size falls along a cosine.
  /// - Throws: `ImageSetError.noLabels`.
  static func trained(
    _ description: ClassifierDescription, on training: ImageSet, heldOut: ImageSet
  ) throws -> FeatureClassifier {
    let threads = KernelLibrary.threadCount
    defer { KernelLibrary.threadCount = threads }
    KernelLibrary.threadCount = Self.threads
    let network = try FeatureNetwork(
      channels: training.channels, height: training.height, width: training.width,
      classCount: description.classCount, seed: ClassifierDescription.seed)
    var lesson = try Lesson(network, description, training)
    for step in 0..<description.steps { try lesson.learn(step: step) }
    let tried = min(heldOut.count, mostTried)
    let places = (0..<tried).map { $0 * heldOut.count / tried }
    // The accuracy of a classifier is part of it, so one without it is asked first.
    let untried = FeatureClassifier(network, description, accuracy: 0, heldOutCount: 0)
    let answers = try untried.outputs(of: heldOut, places).probabilities.labels
    let labels = heldOut.labels ?? []
    let right = zip(answers, places).count { $0.0 == Int(labels[$0.1]) }
    return FeatureClassifier(
      network, description, accuracy: Double(right) / Double(tried), heldOutCount: tried)
  }
}

/// The steps of a training, one after the other.
private struct Lesson {
  private let description: ClassifierDescription
  private let training: ImageSet
  private let function: CompiledFunction
  private let schedule: Schedule
  private var order: (pass: Int, places: [Int])
  private var labels = [Int32](repeating: 0, count: ClassifierDescription.batch)
  private var images: [Float]

  init(
    _ network: FeatureNetwork, _ description: ClassifierDescription, _ training: ImageSet
  ) throws {
    self.description = description
    self.training = training
    let optimizer = try Optimizer(Adam(), parameters: network.parameters, name: "optimizer")
    let classCount = description.classCount
    function = CompiledFunction(inputCount: 3) { inputs in
      let (_, logits) = network(inputs[0], mode: .training(updatesStatistics: true))
      let loss = softmaxCrossEntropy(
        logits: logits, labels: inputs[1].oneHot(depth: classCount))
      optimizer.step(
        gradients(of: loss, withRespectTo: optimizer.parameters), learningRate: inputs[2])
      return [loss]
    }
    schedule = .cosine(steps: description.steps)
    order = (-1, [])
    images = [Float](
      repeating: 0, count: ClassifierDescription.batch * training.imageSize)
  }

  /// Makes one update with the next images.
  mutating func learn(step: Int) throws {
    let batch = ClassifierDescription.batch
    let (training, augmentation) = (self.training, description.augmentation)
    let size = training.imageSize
    for (place, position) in ((step * batch)..<((step + 1) * batch)).enumerated() {
      let (pass, rest) = position.quotientAndRemainder(dividingBy: training.count)
      let image = [places(pass)[rest]]
      try images.withUnsafeMutableBufferPointer { buffer in
        try training.writeBatch(
          image, augmentation: augmentation, seed: ClassifierDescription.seed,
          epoch: pass,
          to: UnsafeMutableBufferPointer(
            rebasing: buffer[(place * size)..<((place + 1) * size)]))
      }
      try labels.withUnsafeMutableBufferPointer { buffer in
        try training.writeLabels(
          image, to: UnsafeMutableBufferPointer(rebasing: buffer[place..<(place + 1)]))
      }
    }
    let rate = schedule.learningRate(ClassifierDescription.learningRate, at: step)
    _ = try function.run([
      try HostTensor(images, shape: Shape([batch] + description.sizes)), HostTensor(labels),
      HostTensor(Float(rate)),
    ])
  }

  /// The order of a pass, of which every image is seen once.
  private mutating func places(_ pass: Int) -> [Int] {
    if order.pass != pass {
      let key = PhiloxKey(
        seed: ClassifierDescription.seed, step: UInt64(bitPattern: Int64(pass)),
        stream: RandomStreamName.data.rawValue, draw: 0)
      order = (pass, RandomNumbers(key).permutation(training.count).map { Int($0) })
    }
    return order.places
  }
}

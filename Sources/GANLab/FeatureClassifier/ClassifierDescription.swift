// What decides how a classifier comes out: its set of images, its network and its training.

import Datasets
import Runs

/// A classifier before it is trained, by which a cache finds it again.
struct ClassifierDescription: Equatable {
  /// Grows whenever anything about the training changes that the texts below do not say.
  private static let version = 1
  /// What the classifier's random numbers come from, whatever the seed of the run.
  static let seed: UInt64 = 20_180_401
  /// Images in a step.
  static let batch = 64
  /// Adam's step size at the beginning; it falls to 0 along a cosine.
  static let learningRate = 0.002
  /// The pixels that a training looks at in all, which bounds its time.
  private static let pixelBudget = 130_000 * 784
  private static let mostPasses = 40
  /// Sets whose mirrored images are of the same class.
  private static let mirrored = ["fashion-mnist", "cifar10", "cifar100"]
  /// The shortest side of images that may be shifted by two pixels without losing what they show.
  private static let shortestShifted = 24

  /// The name of the set.
  let name: String
  /// Channels, height and width.
  let sizes: [Int]
  /// The number of classes.
  let classCount: Int
  /// Updates in all.
  let steps: Int
  /// What happens to training images.
  let augmentation: ImageAugmentation
  /// What identifies images and labels.
  let checksum: String

  /// - Parameter checksum: of the images alone.
  init(name: String, training: ImageSet, checksum: String) throws(ImageSetError) {
    self.name = name
    sizes = [training.channels, training.height, training.width]
    classCount = training.classNames.count
    let visits = min(
      Self.pixelBudget / (training.height * training.width), Self.mostPasses * training.count)
    steps = max(1, visits / Self.batch)
    let isLarge = min(training.height, training.width) >= Self.shortestShifted
    augmentation = try ImageAugmentation(
      flips: Self.mirrored.contains(name), padding: isLarge ? 2 : 0)
    var hash = FNV1a()
    hash.combine(checksum)
    (training.labels ?? []).withUnsafeBytes { hash.combine($0) }
    self.checksum = hash.hexadecimal
  }

  /// Everything but the data, in words.
  var text: String {
    "version \(Self.version): \(FeatureNetwork.text); sizes \(sizes), \(classCount) classes; "
      + "\(steps) steps of Adam, batch \(Self.batch), rate \(Self.learningRate) along a cosine, "
      + "shifts of \(augmentation.padding) pixels, flips \(augmentation.flips), seed \(Self.seed)"
  }

  /// 16 hexadecimal digits of text and data.
  var hash: String {
    var hash = FNV1a()
    hash.combine("\(text)\n\(checksum)")
    return hash.hexadecimal
  }
}

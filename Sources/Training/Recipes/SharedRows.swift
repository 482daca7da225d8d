// Settings that recipes of all kinds have: how folders of images are read, and the machine.

import GraphCompiler
import Runs

/// Rows for tables of settings.
package enum SharedRows {
  /// The sides that images of folders can have.
  private static let imageSides = 4...1024

  /// How the images of a folder are read.
  package static let imageFolder: [Setting] = [
    .integer(
      "image-size", imageSides, or: ["auto"], default: "auto", unit: "pixels",
      help: "side of a folder's images, to which they are resized and cut; auto is 32"),
    .choice(
      "image-channels", ["3", "1"], default: "3",
      help: "colours of a folder's images: 3 (red, green, blue) or 1 (grey)"),
    .choice(
      "broken-images", ["stop", "skip"], default: "stop",
      help: "what a file of a folder that cannot be read does: end the run, or be left out"),
  ]

  /// What random numbers come from, and what kernels use.
  package static let machine: [Setting] = [
    .integer(
      "seed", 0...Int.max, default: 0, help: "what all random numbers are derived from"),
    .integer(
      "threads", 1...1024, or: ["auto"], default: "auto",
      help: "threads that kernels use; auto takes one for each core", isHashed: false),
    .choice(
      "precision", Precision.allCases.map(\.rawValue), default: "f32",
      help: "operands of matrix products in training steps, and of convolutions by Winograd's "
        + "algorithm where that is faster; all else is always f32",
      isHashed: false),
    .choice(
      "winograd", ["on", "off"], default: "on",
      help: "whether convolutions of 3 x 3 pixels, and of 4 x 4 with strides of 2, may use "
        + "Winograd's algorithm in training steps, which is faster and rounds more coarsely",
      isHashed: false),
  ]
}

// The product's own GANs as work to be timed.

import Datasets
import GANLab
import GraphCompiler
import Runs

/// A step of the product's own GAN, the default recipe with some settings changed.
struct GANJob: BenchmarkJob {
  /// What the GAN learns to make.
  enum Subject {
    /// The points of the recipe.
    case points
    /// 1,024 square images of noise, which take as long as others.
    case images(channels: Int, side: Int)
  }

  private let trainer: GANTrainer

  init(_ subject: Subject, _ changes: [String: String], _ settings: BenchmarkSettings) throws {
    var recipe = try GANRecipe.defaults()
    for (key, value) in changes { try recipe.set(key, to: value) }
    try recipe.set("precision", to: settings.precision.rawValue)
    try recipe.set("winograd", to: settings.allowsWinograd ? "on" : "off")
    let data: TrainingData =
      switch subject {
      case .points: .points(try PointData(recipe).training)
      case .images(let channels, let side):
        .images(ImageFeed(try Self.noise(channels: channels, side: side), seed: 0))
      }
    trainer = try GANSettings(recipe).makeTrainer(data)
  }

  private static func noise(channels: Int, side: Int) throws -> ImageSet {
    var random = RandomStream(seed: 0, stream: 0, draw: 0)
    let pixels = (0..<(1024 * channels * side * side)).map { _ in
      UInt8(random.integer(below: 256))
    }
    return try ImageSet(
      name: "noise", channels: channels, height: side, width: side, pixels: pixels)
  }

  func step() throws -> Bool { try trainer.step().isFinite }

  func program() throws -> Executable { try trainer.program() }

  func setInputs(of program: Executable) throws {
    try trainer.setInputs(of: program, step: trainer.stepsDone + 1)
  }
}

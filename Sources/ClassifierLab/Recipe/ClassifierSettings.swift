// The settings of a classifier's recipe as the values that training takes.

import Datasets
import Foundation
import GraphCompiler
import Mixing
import NeuralNetworks
import Runs

/// A recipe of the table `ClassifierRecipe.table` as values.
public struct ClassifierSettings: Sendable {
  /// Passes over the training samples.
  public let epochs: Int
  /// What all random numbers are derived from.
  public let seed: UInt64
  /// The name of the data without folder and ending.
  public let dataName: String
  /// How exactly this machine computes the products and convolutions of training steps.
  public let precision: Precision
  /// What a user should know about the precision that the recipe asks for; nil for nothing.
  public let precisionNote: String?
  let form: ClassifierModel.Form
  let batch: Int
  /// Samples that go through the network at once; nil for the batch.
  let microBatch: Int?
  let optimizer: OptimizerSettings
  let mixing: BatchMixing
  let mixingSchedule: MixingSchedule
  let partners: PartnerChoice
  let neighbours: Int
  /// The stages in front of which samples are mixed; a batch draws one of them.
  let mixLayers: [Int]
  let trainingMetrics: TrainingMetrics
  let threads: Int?
  let kernelLibrary: KernelLibrary

  /// The threads that kernels will use.
  var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  /// Reads a recipe.
  ///
  /// - Throws: `RecipeError` for settings that do not go together.
  public init(_ recipe: Recipe) throws(RecipeError) {
    let recipe = try ClassifierRecipe.resolved(recipe)
    epochs = try recipe.integer("epochs")
    seed = UInt64(try recipe.integer("seed"))
    dataName = DataNames.title(try recipe.text("data"))
    form = try ClassifierModel.form(recipe)
    batch = try recipe.integer("batch")
    let part = try recipe.integer("micro-batch")
    microBatch = part == 0 || part >= batch ? nil : part
    optimizer = try OptimizerSettings(recipe)
    mixing = try Self.mixing(recipe)
    mixingSchedule = MixingSchedule(
      warmUpEpochs: try recipe.integer("mix-warm-up"),
      lastEpochsOff: try recipe.integer("mix-last-off"))
    partners = try recipe.choice("partners", as: PartnerChoice.self)
    neighbours = try recipe.integer("neighbours")
    mixLayers = try Self.wholeNumbers("mix-layer", recipe)
    trainingMetrics = try recipe.choice("train-metrics", as: TrainingMetrics.self)
    threads = try recipe.integerUnlessWord("threads")
    let precision = try recipe.choice("precision", as: Precision.self)
    self.precision = precision.available()
    precisionNote = precision.note()
    var kernelLibrary = KernelLibrary.standard
    kernelLibrary.allowsWinograd = try recipe.text("winograd") == "on"
    self.kernelLibrary = kernelLibrary
    try check(recipe)
  }

  /// - Throws: `RecipeError.badValue` for settings of other data than the recipe's.
  private static func checkData(_ recipe: Recipe) throws(RecipeError) {
    let name = try recipe.text("data")
    let isFolder = DataNames.isFolder(name)
    let foreign =
      (isFolder ? [] : ["image-size", "image-channels", "broken-images"])
      + (DataNames.kind(of: name) == .images ? ["label"] : [])
    for key in foreign {
      let preset = ClassifierRecipe.table.setting(key)?.defaultValue.text ?? ""
      guard let came = recipe[key]?.text, came != preset else { continue }
      throw .badValue(
        key: key, came: came,
        problem: key == "label" ? "is for tables" : "is for folders of images",
        needed: "\(preset), or other data than \(name)", nearest: nil, origin: .program)
    }
  }

  private func check(_ recipe: Recipe) throws(RecipeError) {
    try Self.checkData(recipe)
    if DataNames.kind(of: try recipe.text("data")) == .rows {
      guard form.model == .mlp else {
        throw .badValue(
          key: "model", came: form.model.rawValue, problem: "takes images, and the data are rows",
          needed: "mlp, or images as data", nearest: nil, origin: .program)
      }
    }
    if mixes, mixLayers != [0] {
      switch mixing.method {
      case .cutMix, .mixupOrCutMix:
        throw .badValue(
          key: "mix-layer", came: recipe["mix-layer"]?.text ?? "",
          problem: "boxes are cut from images, not from hidden representations",
          needed: "0, or mix mixup", nearest: nil, origin: .program)
      default: break
      }
      guard !partners.isGiven else {
        throw .badValue(
          key: "mix-layer", came: recipe["mix-layer"]?.text ?? "",
          problem: "partners from outside of the batch have no hidden representations",
          needed: "0, or partners permutation", nearest: nil, origin: .program)
      }
    }
    if microBatch != nil, mixes, mixLayers != [0] {
      throw .badValue(
        key: "micro-batch", came: recipe["micro-batch"]?.text ?? "",
        problem: "hidden representations are mixed within the batch, which then comes in parts",
        needed: "0, or mix-layer 0", nearest: nil, origin: .program)
    }
  }

  /// Whole numbers separated by commas.
  static func wholeNumbers(_ key: String, _ recipe: Recipe) throws(RecipeError) -> [Int] {
    let text = try recipe.text(key)
    let words = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    let numbers = words.compactMap(Int.init)
    guard !words.isEmpty, numbers.count == words.count,
      numbers.allSatisfy((0...1_000_000).contains),
      Set(numbers).count == numbers.count
    else {
      throw .badValue(
        key: key, came: text, problem: "is no list of whole numbers",
        needed: "whole numbers from 0 to 1000000, each once, separated by commas", nearest: nil,
        origin: .program)
    }
    return numbers
  }
}

// How a run of a classifier is named and recorded.

import Foundation
import GraphCompiler
import NeuralNetworks
import Runs
import Tensors
import Training

extension ClassifierSettings {
  /// Like `classify-mnist-convnet-mixup-1.0`.
  var folderName: String {
    let mix: String =
      switch mixing.method {
      case .off, .mixup(alpha: 0): "erm"
      case .mixup(let alpha): "mixup-\(alpha)"
      case .cutMix(let alpha): "cutmix-\(alpha)"
      case .mixupOrCutMix: "mixup-or-cutmix"
      case .simplex(let ways, let alpha): "dirichlet-\(ways)-\(alpha)"
      }
    return "classify-\(dataName)-\(form.model.rawValue)-\(mix)"
  }

  /// The record of a run that begins.
  func manifest(_ recipe: Recipe, _ data: ClassifierData) -> Manifest {
    var manifest = Manifest(
      programVersion: mixlabVersion, kind: ClassifierRecipe.table.name, recipeHash: recipe.hash,
      seed: seed, kernels: kernelLibrary.name(at: precision), cpuLevel: KernelLibrary.cpuLevel,
      threads: threadCount, precision: precision.rawValue)
    var source = Manifest.DataSource(
      name: data.name, checksum: data.checksum, sampleSizes: data.training.sizes,
      classNames: data.training.classNames)
    if case .rows(let table) = data.training.content { source.featureNames = table.featureNames }
    source.remarks = data.remarks.isEmpty ? nil : data.remarks
    manifest.data = [source]
    manifest.protocols = [
      "samples": "\(data.test.count) test samples neither mixed nor changed, "
        + "\(data.classCount) classes, 15 bins of calibration"
    ]
    if let validation = data.validation {
      manifest.protocols["validation"] = "\(validation.count) samples held out of the training part"
    }
    manifest.protocolHash = ProtocolHash.hash(protocols: manifest.protocols)
    return manifest
  }

  /// What the user should know before training.
  func remarks(on trainer: ClassifierTrainer) -> [String] {
    var remarks: [String] = []
    if mixes, mixingSchedule.warmUpEpochs + mixingSchedule.lastEpochsOff >= epochs {
      remarks.append("mix-warm-up and mix-last-off leave no epoch in which batches are mixed.")
    }
    if let fewer = trainer.neighboursFound, fewer < neighbours {
      remarks.append("every sample has \(fewer) neighbours, as the smallest class allows no more.")
    }
    if let microBatch, trainer.network.dependsOnBatch {
      remarks.append(
        "batches go through the network \(microBatch) samples at a time, and batch normalisation "
          + "takes its statistics of each part: the result is not that of whole batches.")
    }
    if microBatch != nil, form.dropout > 0 {
      remarks.append("in parts of a batch, dropout draws other masks than in the whole.")
    }
    return remarks
  }

  /// - Throws: `RecipeError.badValue` for a layer that the network does not have.
  func checkLayers(of network: any StagedNetwork) throws(RecipeError) {
    let last = network.stages.count - 1
    guard let layer = mixLayers.first(where: { $0 > last }) else { return }
    throw .badValue(
      key: "mix-layer", came: "\(layer)",
      problem: "is no layer of \(form.model.rawValue), which has \(last + 1) stages",
      needed: "0 to \(last)", nearest: nil, origin: .program)
  }
}

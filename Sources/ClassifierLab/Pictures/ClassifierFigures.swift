// The pictures of a run: curves, the confusion matrix, the samples that were most wrong.

import Datasets
import Foundation
import Imaging
import Runs
import Training

extension ClassifierRun {
  private var provenance: PictureProvenance {
    PictureProvenance(recipeHash: recipe.hash, seed: settings.seed)
  }

  /// Draws what shows the run as a whole, as far as it came.
  func drawFigures() {
    guard !history.isEmpty else { return }
    let text = provenance.text(epoch: epoch, weights: "raw")
    let title = "\(settings.method) on \(settings.dataName)"
    draw {
      let curves = ClassifierCurves(title: title, seed: settings.seed, records: history)
      try folder.write(try curves.sheet.render().pngData(text: text), to: "figures/curves.png")
    }
    // A run that was taken up and stopped within an epoch has measured nothing anew.
    guard let outputs = lastOutputs else { return }
    let names = trainer.data.test.classNames
    draw {
      guard names.count <= MatrixPlot.mostNames else { return }
      let matrix = ConfusionPicture(ConfusionMatrix(outputs), names: names, title: title)
      try folder.write(try matrix.plot.render().pngData(text: text), to: "figures/confusion.png")
    }
    draw {
      guard let images = trainer.data.test.images else { return }
      let wrong = try MostWrongPicture(outputs, images, names: names).render()
      if let wrong {
        try folder.write(try wrong.pngData(text: text), to: "figures/most-wrong.png")
      }
    }
  }

  /// Draws a picture; one that cannot be drawn is told of, because the training was made whatever
  /// becomes of it.
  func draw(_ body: () throws -> Void) {
    do {
      try body()
    } catch {
      notes.append("a picture could not be drawn: \(error)")
    }
  }

  /// Draws the images of the first step as the network sees them.
  func writeFirstBatch() throws {
    guard let images = trainer.data.training.images else { return }
    let values = try trainer.firstBatch(atMost: FirstBatchPicture.count)
    let picture = try FirstBatchPicture(
      values: values, channels: images.channels, height: images.height, width: images.width
    ).render()
    try folder.write(
      try picture.pngData(text: provenance.text(epoch: 0, weights: "none")),
      to: "samples/mixed.png")
  }
}

/// Images as they go into the network, in rows of ten.
struct FirstBatchPicture {
  static let count = 40

  let values: [Float]
  let channels: Int
  let height: Int
  let width: Int

  func render() throws -> Raster {
    try ImageGrid(
      .signed(values), imageWidth: width, imageHeight: height, channels: channels, columns: 10,
      scale: ImageGrid.comfortableScale(imageWidth: width)
    ).render()
  }
}

/// Which classes are taken for which, as a picture.
struct ConfusionPicture {
  private let matrix: ConfusionMatrix
  private let names: [String]
  private let title: String

  init(_ matrix: ConfusionMatrix, names: [String], title: String) {
    (self.matrix, self.names, self.title) = (matrix, names, title)
  }

  /// Shares of each class as colours, counts as numbers.
  var plot: MatrixPlot {
    let classes = 0..<matrix.classCount
    let pairs = classes.flatMap { row in classes.map { (row, $0) } }
    let right = classes.reduce(0) { $0 + matrix[$1, $1] }
    let all = matrix.counts.reduce(0, +)
    return MatrixPlot(
      title: title, subtitle: "\(right) of \(all) test samples right", names: names,
      shares: pairs.map { matrix.share($0.0, $0.1) },
      texts: pairs.map { matrix[$0.0, $0.1] == 0 ? "" : String(matrix[$0.0, $0.1]) },
      rowTitle: "class", columnTitle: "answer")
  }
}

// The figures of a run as a whole, drawn when it ends or is left.

import Foundation
import Runs
import Training

extension GANRun {
  /// Draws what shows the run as a whole, as far as it came.
  ///
  /// Who interrupts wants to leave, so what takes a while waits for the end.
  func drawFigures(_ outcome: RunOutcome) {
    let isDone = outcome == .done
    let text = PictureProvenance(recipeHash: recipe.hash, seed: settings.configuration.seed)
      .text(epoch: epoch, weights: "raw")
    if isDone {
      draw("figures/snapshots.png") {
        try subject.snapshotPanel(of: folder, steps: schedule.snapshotSteps)
      }
    }
    draw("figures/curves.png") { try CurvePictures(self).pngData() }
    if !Interrupt.isRequested {
      draw("figures/epochs.png") {
        try EpochFilm.pngData(of: folder, epochs: epoch, text: text) { notes.append($0) }
      }
    }
    guard let last = history.last else { return }
    draw {
      for figure in try observer.closingFigures(last, epoch: epoch, isDone: isDone) {
        try folder.write(figure.png, to: figure.name)
      }
    }
  }

  private func draw(_ name: String, _ body: () throws -> Data?) {
    draw { if let figure = try body() { try folder.write(figure, to: name) } }
  }

  /// A figure that cannot be drawn is told of: the training was made, whatever becomes of it.
  private func draw(_ body: () throws -> Void) {
    do {
      try body()
    } catch {
      notes.append("a figure could not be drawn: \(error)")
    }
  }
}

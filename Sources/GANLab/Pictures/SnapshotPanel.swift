// The panel of the paper's Figure 5: one row a method, one column a step.

import Foundation
import Imaging
import Runs
import Training

/// Snapshots of runs on one data set side by side.
struct SnapshotPanel {
  private let grid: PanelGrid
  private let provenance: [(String, String)]

  /// - Parameter runs: finished or unfinished runs; missing snapshots leave their cell empty.
  init(title: String, _ runs: [GANRun]) throws {
    let steps = Set(runs.flatMap(\.schedule.snapshotSteps)).sorted()
    let rows = try runs.map { run in
      let real = try run.evaluator.evaluate().real.firstPoints
      let cells = try steps.map { step in
        try Snapshot.load(step: step, from: run.folder).map { snapshot in
          let metrics = ModeMetrics(points: snapshot.generated, against: run.settings.data)
          return PanelGrid.Cell(
            generated: snapshot.generated,
            note: "\(metrics.modes) of \(run.settings.data.modeCount) modes")
        }
      }
      return PanelGrid.Row(
        label: run.settings.method, frame: try run.pictures.frame(), real: real, cells: cells)
    }
    grid = PanelGrid(
      title: title,
      caption: "Under each panel: modes captured by \(pointsInPicture) points from fixed noise. "
        + "Seed \(runs.first?.settings.configuration.seed ?? 0).",
      columnLabels: steps.map { "step \($0)" }, rows: rows)
    provenance = runs.map { ("recipe", $0.recipe.hash) }
  }

  func pngData() throws -> Data {
    try grid.render().pngData(text: provenance)
  }
}

// The panel of the paper's Figure 5: one row a method, one column a step.

import Datasets
import Foundation
import Imaging
import Runs

/// What the row of one run needs, so that the run itself, with its networks, can be let go.
struct SnapshotRow {
  let label: String
  let data: GaussianMixture
  let frame: Imaging.Frame
  let real: [Float]
  let seed: UInt64
  let recipeHash: String
  let steps: [Int]
  let folder: RunFolder

  init(_ run: GANRun) throws {
    label = run.settings.method
    data = run.settings.data
    frame = try run.pictures.frame()
    real = try run.evaluator.evaluate().real.firstPoints
    seed = run.settings.configuration.seed
    recipeHash = run.recipe.hash
    steps = run.schedule.snapshotSteps
    folder = run.folder
  }

  func row(_ steps: [Int]) throws -> PanelGrid.Row {
    let cells = try steps.map { step in
      try Snapshot.load(step: step, from: folder).map { snapshot in
        let metrics = ModeMetrics(points: snapshot.generated, against: data)
        return PanelGrid.Cell(
          generated: snapshot.generated, note: "\(metrics.modes) of \(data.modeCount) modes")
      }
    }
    return PanelGrid.Row(label: label, frame: frame, real: real, cells: cells)
  }
}

/// Snapshots of runs side by side; a missing snapshot leaves its cell empty.
struct SnapshotPanel {
  private let grid: PanelGrid
  private let provenance: [(String, String)]

  init(_ rows: [SnapshotRow]) throws {
    let steps = Set(rows.flatMap(\.steps)).sorted()
    let names = Set(rows.map(\.data.name)).sorted().joined(separator: ", ")
    let seeds = Set(rows.map(\.seed)).sorted().map(String.init).joined(separator: ", ")
    grid = PanelGrid(
      title: "\(names): generated points by step",
      caption: "Under each panel: modes captured by \(pointsInPicture) points from fixed noise. "
        + "Seed \(seeds).",
      columnLabels: steps.map { "step \($0)" }, rows: try rows.map { try $0.row(steps) })
    provenance = rows.map { ("recipe", $0.recipeHash) } + [("seed", seeds)]
  }

  func pngData() throws -> Data {
    try grid.render().pngData(text: provenance)
  }
}

// The panel of the paper's Figure 5: one row a method, one column a step.

import Datasets
import Foundation
import Imaging
import Runs
import Training

/// What the row of one run of points needs.
struct SnapshotRow {
  let label: String
  let data: any PointDistribution
  let frame: Imaging.Frame
  let real: [Float]
  let seed: UInt64
  let recipeHash: String
  let steps: [Int]
  let folder: RunFolder

  /// The row of a run that lies in a folder, with the same real points as the run itself draws.
  init(_ folder: RunFolder) throws {
    let recipe = try folder.recipe(GANRecipe.table)
    let settings = try GANSettings(recipe)
    let points = try PointData(recipe)
    seed = settings.configuration.seed
    label = settings.method
    data = points.training
    frame = try PointPictures(data, settings, recipeHash: recipe.hash).frame()
    real = points.heldOut.firstPoints
    recipeHash = recipe.hash
    steps =
      EpochSchedule(steps: settings.steps, stepsPerEpoch: settings.stepsPerEpoch)
      .snapshotSteps
    self.folder = folder
  }

  func row(_ steps: [Int]) throws -> PanelGrid.Row {
    let cells = try steps.map { step in
      try Snapshot.load(step: step, from: folder).map { snapshot in
        PanelGrid.Cell(generated: snapshot.generated, note: note(snapshot.generated))
      }
    }
    return PanelGrid.Row(label: label, frame: frame, real: real, cells: cells)
  }

  private func note(_ points: [Float]) -> String {
    guard let mixture = data.mixture else {
      return "\(percent(data.frame.share(of: points))) in frame"
    }
    return "\(ModeMetrics(points: points, against: mixture).modes) of \(mixture.modeCount) modes"
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
    let haveModes = rows.allSatisfy { $0.data.mixture != nil }
    grid = PanelGrid(
      title: "\(names): generated points by step",
      caption: "Under each panel, of \(pointsInPicture) points from fixed noise: "
        + "modes captured\(haveModes ? "" : ", or the share in the frame"). "
        + "Seed \(seeds).",
      columnLabels: steps.map { "step \($0)" }, rows: try rows.map { try $0.row(steps) })
    provenance = rows.map { ("recipe", $0.recipeHash) } + [("seed", seeds)]
  }

  func pngData() throws -> Data {
    try grid.render().pngData(text: provenance)
  }
}

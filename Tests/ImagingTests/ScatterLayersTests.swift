// Lattice and arrows on a scatter panel: where their ink lies, gaps, and what is refused.

import Imaging
import Testing

@Suite("Scatter layers")
struct ScatterLayersTests {
  private let frame: Frame

  init() throws {
    frame = try Frame(xMin: -1, xMax: 1, yMin: -1, yMax: 1)
  }

  private func panel(_ arrows: VectorField? = nil, _ lattice: WarpedLattice? = nil) -> ScatterPanel
  {
    var panel = ScatterPanel(title: "t", real: [], generated: [], frame: frame)
    panel.arrows = arrows
    panel.lattice = lattice
    return panel
  }

  /// Whether a pixel within one of a data point has ink of a hue.
  private func hasInk(
    _ panel: ScatterPanel, _ x: Double, _ y: Double, _ isInk: (Color) -> Bool
  ) throws -> Bool {
    let (raster, axes) = (try panel.render(), try panel.axes())
    let (column, row) = (Int(axes.pixelX(x)), Int(axes.pixelY(y)))
    return (row - 1...row + 1).contains { y in
      (column - 1...column + 1).contains { isInk(raster[$0, y]) }
    }
  }

  private func isGreen(_ color: Color) -> Bool {
    Int(color.green) - Int(color.red) > 40 && color.red < 120
  }

  private func isViolet(_ color: Color) -> Bool {
    Int(color.blue) - Int(color.green) > 40 && Int(color.red) - Int(color.green) > 20
  }

  private func inside(_ panel: ScatterPanel) throws -> [Color] {
    let (raster, rect) = (try panel.render(), try panel.axes().rect)
    return (rect.top..<rect.bottom).flatMap { y in
      (rect.left..<rect.right).map { raster[$0, y] }
    }
  }

  @Test(arguments: [(1.0, 0.0), (0, 1), (-1, 0), (0, -1), (0.6, 0.8)])
  func anArrowPointsAlongItsVector(dx: Double, dy: Double) throws {
    let field = try VectorField(
      points: [0.1, -0.2], vectors: [Float(dx) * 7, Float(dy) * 7], spacing: 1)
    let panel = panel(field)
    for share in [-0.43, -0.2, 0, 0.2, 0.43] {
      #expect(try hasInk(panel, 0.1 + share * dx, -0.2 + share * dy, isGreen))
    }
    #expect(try !hasInk(panel, 0.1 + 0.5 * dx, -0.2 + 0.5 * dy, isGreen))
    // The barbs stand at the end that the vector points to, not at the other one.
    let barb = (along: 0.432, across: 0.010)
    for side in [-1.0, 1] {
      let across = (x: -dy * barb.across * side, y: dx * barb.across * side)
      let end = (x: 0.1 + barb.along * dx + across.x, y: -0.2 + barb.along * dy + across.y)
      let start = (x: 0.1 - 0.432 * dx + across.x * 1.8, y: -0.2 - 0.432 * dy + across.y * 1.8)
      #expect(try hasInk(panel, end.x, end.y, isGreen))
      #expect(try !hasInk(panel, start.x, start.y, isGreen))
    }
  }

  @Test func lengthsGoWithTheSquareRoot() throws {
    let field = try VectorField(
      points: [0, 0.5, 0, -0.5], vectors: [100, 0, 25, 0], spacing: 1)
    let panel = panel(field)
    #expect(try hasInk(panel, 0.42, 0.5, isGreen))
    #expect(try hasInk(panel, 0.2, -0.5, isGreen))
    #expect(try !hasInk(panel, 0.26, -0.5, isGreen))
  }

  @Test(arguments: [[0, 0], [.nan, 1], [1, .infinity]] as [[Float]])
  func noArrowWithoutADirection(vector: [Float]) throws {
    let field = try VectorField(points: [0, 0], vectors: vector, spacing: 1)
    #expect(try inside(panel(field)) == inside(panel()))
    #expect(field.nonFinite == (vector == [0, 0] ? 0 : 1))
    let loud = try VectorField(points: [0, 0.5, 0, -0.5], vectors: vector + [1, 0], spacing: 1)
    #expect(try hasInk(panel(loud), 0.4, -0.5, isGreen))
  }

  @Test func hugeVectorsKeepTheirDirection() throws {
    let field = try VectorField(points: [0, 0], vectors: [3e38, 3e38], spacing: 1)
    #expect(try hasInk(panel(field), 0.3, 0.3, isGreen))
    #expect(try !hasInk(panel(field), -0.3, 0.3, isGreen))
  }

  @Test func linesJoinNeighboursBothWays() throws {
    let lattice = try WarpedLattice(
      columns: 2, rows: 2, points: [-0.5, -0.5, 0.5, -0.5, -0.5, 0.5, 0.5, 0.5])
    let panel = panel(nil, lattice)
    for (x, y) in [(0.1, -0.5), (0.1, 0.5), (-0.5, 0.1), (0.5, 0.1)] {
      #expect(try hasInk(panel, x, y, isViolet))
    }
    #expect(try !hasInk(panel, 0.1, 0.1, isViolet), "no diagonal")
  }

  @Test func gapsWhereAPointIsNotFinite() throws {
    let points: [Float] = [-0.8, 0.1, -0.4, 0.1, .nan, 0.1, 0.4, 0.1, 0.8, 0.1]
    let lattice = try WarpedLattice(columns: 5, rows: 1, points: points)
    let panel = panel(nil, lattice)
    #expect(lattice.nonFinite == 1)
    #expect(try hasInk(panel, -0.6, 0.1, isViolet))
    #expect(try !hasInk(panel, -0.2, 0.1, isViolet))
    #expect(try !hasInk(panel, 0.2, 0.1, isViolet))
    #expect(try hasInk(panel, 0.6, 0.1, isViolet))
  }

  @Test(arguments: [5, 1e6, 1e9] as [Float])
  func linesAreCutAtTheFrameWithoutTurning(far: Float) throws {
    let lattice = try WarpedLattice(columns: 2, rows: 1, points: [-far, -far, far, far])
    let panel = panel(nil, lattice)
    let (raster, rect) = (try panel.render(), try panel.axes().rect)
    #expect(try hasInk(panel, 0.9, 0.9, isViolet))
    #expect(try hasInk(panel, -0.33, -0.33, isViolet))
    #expect((0..<raster.height).allSatisfy { !isViolet(raster[rect.right + 2, $0]) })
  }

  @Test func linesBeyondAllPrecisionStillGiveAPicture() throws {
    let far = Float.greatestFiniteMagnitude
    let lattice = try WarpedLattice(
      columns: 2, rows: 2, points: [-far, -far, far, far, 0, far, far, 0])
    #expect(try panel(nil, lattice).render().width == 720)
  }

  @Test func aFoldedLatticeOfOnePointHasNoLines() throws {
    let lattice = try WarpedLattice(columns: 1, rows: 1, points: [0, 0])
    #expect(try inside(panel(nil, lattice)) == inside(panel()))
  }

  @Test func layersLieOverTheFieldAndUnderThePoints() throws {
    let lattice = try WarpedLattice(columns: 2, rows: 1, points: [-1, 0, 1, 0])
    var both = panel(nil, lattice)
    both.field = try ScalarField(columns: 2, rows: 2, values: [0.3, 0.3, 0.3, 0.3])
    both.real = [0, 0]
    let axes = try both.axes()
    #expect(try both.render()[Int(axes.pixelX(0)), Int(axes.pixelY(0))] == .blue)
    #expect(try hasInk(both, 0.5, 0, isViolet))
  }

  @Test func onlyTheLegendMovesThePlotOfNarrowPanels() throws {
    let lattice = try WarpedLattice(columns: 1, rows: 1, points: [0, 0])
    #expect(try panel(nil, lattice).axes().rect == panel().axes().rect)
    var narrow = panel(nil, lattice)
    narrow.width = 320
    #expect(try narrow.render().width == 320)
  }

  @Test func cellCentersTileTheFrame() throws {
    #expect(try frame.cellCenters(columns: 2, rows: 1) == [-0.5, 0, 0.5, 0])
    #expect(try frame.cellSide(columns: 2, rows: 4) == 0.5)
    #expect(throws: ImagingError.self) { try frame.cellCenters(columns: 0, rows: 2) }
    #expect(throws: ImagingError.self) { try frame.cellSide(columns: 2, rows: Int.max) }
  }

  @Test func badLayersAreRefused() {
    for (points, vectors) in [([0], [0]), ([0, 0], []), ([], [1, 1])] as [([Float], [Float])] {
      #expect(throws: ImagingError.self) {
        try VectorField(points: points, vectors: vectors, spacing: 1)
      }
    }
    for spacing in [0, -1, .nan, .infinity] as [Double] {
      #expect(throws: ImagingError.self) {
        try VectorField(points: [], vectors: [], spacing: spacing)
      }
    }
    for (columns, rows, count) in [(0, 1, 0), (2, 2, 7), (Int.max, Int.max, 2), (513, 1, 1026)] {
      #expect(throws: ImagingError.self) {
        try WarpedLattice(
          columns: columns, rows: rows, points: Array(repeating: 0, count: count))
      }
    }
  }
}

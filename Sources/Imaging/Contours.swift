// Level lines of a field: marching squares with linear interpolation.

/// A piece of a level line, in grid units: x from 0 to columns - 1, y from 0 to rows - 1.
package struct ContourSegment: Equatable, Sendable {
  package var startX: Float
  package var startY: Float
  package var endX: Float
  package var endY: Float
}

extension ScalarField {
  /// The pieces of the line where the field, linear along grid edges, has the value `level`.
  ///
  /// Cells with a corner that is not finite have none. Saddles are decided by the mean of the four
  /// corners, so that neighbouring pieces never cross.
  package func contour(at level: Float) -> [ContourSegment] {
    var segments: [ContourSegment] = []
    for row in 0..<(rows - 1) {
      for column in 0..<(columns - 1) {
        appendCell(column: column, row: row, level: level, to: &segments)
      }
    }
    return segments
  }

  private func appendCell(
    column: Int, row: Int, level: Float, to segments: inout [ContourSegment]
  ) {
    let base = row * columns + column
    let southWest = values[base]
    let southEast = values[base + 1]
    let northWest = values[base + columns]
    let northEast = values[base + columns + 1]
    guard (southWest + southEast + northWest + northEast).isFinite else { return }
    let inside =
      (southWest >= level ? 1 : 0) | (southEast >= level ? 2 : 0) | (northEast >= level ? 4 : 0)
      | (northWest >= level ? 8 : 0)
    guard inside != 0, inside != 15 else { return }

    func crossing(_ from: Float, _ to: Float) -> Float { (level - from) / (to - from) }
    let x = Float(column)
    let y = Float(row)
    var south: (Float, Float) { (x + crossing(southWest, southEast), y) }
    var north: (Float, Float) { (x + crossing(northWest, northEast), y + 1) }
    var west: (Float, Float) { (x, y + crossing(southWest, northWest)) }
    var east: (Float, Float) { (x + 1, y + crossing(southEast, northEast)) }
    func add(_ start: (Float, Float), _ end: (Float, Float)) {
      segments.append(
        ContourSegment(startX: start.0, startY: start.1, endX: end.0, endY: end.1))
    }

    let centerIsInside = (southWest + southEast + northWest + northEast) / 4 >= level
    switch inside {
    case 1, 14: add(west, south)
    case 2, 13: add(south, east)
    case 4, 11: add(east, north)
    case 8, 7: add(north, west)
    case 3, 12: add(west, east)
    case 6, 9: add(south, north)
    // Saddles: opposite corners are inside.
    case 5 where centerIsInside, 10 where !centerIsInside:
      add(west, north)
      add(south, east)
    default:
      add(west, south)
      add(north, east)
    }
  }
}

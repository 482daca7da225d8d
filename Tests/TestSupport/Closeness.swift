// When two numbers, and two arrays, count as equal.

import TensorGraph

/// How far a result may be from the expected one: `absolute + relative * magnitude`.
package struct Tolerance: Hashable, Sendable {
  package let absolute: Double
  package let relative: Double

  package init(absolute: Double, relative: Double) {
    self.absolute = absolute
    self.relative = relative
  }

  /// The same bits, but for the sign of zero and the kind of NaN.
  package static let exact = Tolerance(absolute: 0, relative: 0)
  /// A few units in the last place of single precision.
  package static let single = Tolerance(absolute: 1e-6, relative: 2e-6)

  /// What the gradients of a result of this tolerance may be off by: a gradient takes several
  /// operations even where the operation itself is exact.
  package var ofGradients: Tolerance {
    Tolerance(absolute: max(20 * absolute, 1e-5), relative: max(20 * relative, 1e-5))
  }
}

/// Whether two numbers agree; NaN agrees with NaN, and an infinity with itself only.
package func close(_ a: Double, _ b: Double, _ tolerance: Tolerance) -> Bool {
  if a.isNaN || b.isNaN { return a.isNaN && b.isNaN }
  if a.isInfinite || b.isInfinite { return a == b }
  return abs(a - b) <= tolerance.absolute + tolerance.relative * max(abs(a), abs(b))
}

/// Two results that should agree do not.
package struct Mismatch: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}

extension HostTensor {
  /// The elements in double precision, truth values as 0 and 1, integers exactly.
  package var doubles: [Double] {
    switch storage {
    case .float32(let values): values.map(Double.init)
    case .int32(let values): values.map(Double.init)
    case .bool(let values): values.map { $0 ? 1 : 0 }
    }
  }

  /// Checks type and elements against an expected array.
  /// - Parameter normwise: Whether the relative part counts against the greatest finite element
  ///   of the array, as sums with cancellation need, and not against each element.
  /// - Throws: `Mismatch` with the first element that differs, and how many do.
  package func expectClose(
    to expected: HostTensor, _ tolerance: Tolerance, normwise: Bool = false, _ place: String
  ) throws(Mismatch) {
    guard type == expected.type else {
      throw Mismatch("\(place): the type is \(type), expected \(expected.type)")
    }
    let (came, needed) = (doubles, expected.doubles)
    guard came.count == needed.count else {
      throw Mismatch("\(place): \(came.count) elements, expected \(needed.count)")
    }
    var allowed = dtype == .float32 ? tolerance : .exact
    if normwise {
      let norm = needed.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
      allowed = Tolerance(absolute: allowed.absolute + allowed.relative * norm, relative: 0)
    }
    let wrong = came.indices.filter { !close(came[$0], needed[$0], allowed) }
    if let first = wrong.first {
      throw Mismatch(
        "\(place): element \(first) of \(type) is \(came[first]), expected \(needed[first]); "
          + "\(wrong.count) of \(came.count) elements differ")
    }
  }
}

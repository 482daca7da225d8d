// Finds the valid name that somebody probably meant.

/// The candidate nearest to a name that was typed, or nil if none is near enough to be meant.
///
/// Nearness is the number of single-character insertions, deletions, substitutions and swaps of
/// neighbours (optimal string alignment); about a third of the name may differ.
package func nearestName(to typed: String, among candidates: [String]) -> String? {
  let typed = Array(typed.lowercased().unicodeScalars)
  // Nothing that long is a mistyped name, and the table below is quadratic.
  guard !typed.isEmpty, typed.count <= 64 else { return nil }
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let scalars = Array(candidate.lowercased().unicodeScalars)
    let allowed = max(1, max(typed.count, scalars.count) / 3)
    let distance = editDistance(typed, scalars)
    if distance <= allowed, distance < best?.distance ?? Int.max {
      best = (candidate, distance)
    }
  }
  return best?.name
}

private func editDistance(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Int {
  var beforeLast = [Int](repeating: 0, count: second.count + 1)
  var last = Array(0...second.count)
  for row in 0..<first.count {
    var current = [row + 1]
    current.reserveCapacity(second.count + 1)
    for column in 0..<second.count {
      let substitution = last[column] + (first[row] == second[column] ? 0 : 1)
      var cost = min(substitution, last[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, first[row] == second[column - 1], first[row - 1] == second[column] {
        cost = min(cost, beforeLast[column - 1] + 1)
      }
      current.append(cost)
    }
    (beforeLast, last) = (last, current)
  }
  return last[second.count]
}

/// Text in quotation marks for a message: control characters escaped, and cut if it is long.
package func quoted(_ text: String) -> String {
  let longest = 60
  var shown = ""
  for scalar in text.unicodeScalars.prefix(longest) {
    let isControl = scalar.properties.generalCategory == .control
    // In ASCII, because otherwise the controls from U+0080 on would stay as they are.
    shown += isControl || scalar == "\"" ? scalar.escaped(asASCII: true) : String(scalar)
  }
  return "\"\(shown)\(text.unicodeScalars.count > longest ? "…" : "")\""
}

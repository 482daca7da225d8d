// Stretches of consecutive epochs in which something holds.

/// Epochs from `first` to `last`, by their places in a history.
struct Episode: Equatable {
  let first: Int
  var last: Int
}

/// The longest stretches of at least `least` places in which a condition holds without a gap.
func episodes(_ count: Int, atLeast least: Int, where holds: (Int) -> Bool) -> [Episode] {
  var found: [Episode] = []
  var current: Episode?
  for place in 0..<count {
    if holds(place) {
      current = Episode(first: current?.first ?? place, last: place)
    } else if let ended = current {
      found.append(ended)
      current = nil
    }
  }
  if let current { found.append(current) }
  return found.filter { $0.last - $0.first + 1 >= least }
}

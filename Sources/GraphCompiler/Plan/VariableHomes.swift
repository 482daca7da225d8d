// Lets new values of variables lie where the old ones lay, from update to update.

import TensorGraph

/// The slots whose values live in a variable's own memory.
///
/// The value that a variable gets at the end is traced back through the kernels that made it, each
/// overwriting an operand that nothing reads any more, down to the variable's first value: then
/// the variable's memory serves all of them. Otherwise the last value alone goes there, if nothing
/// reads the first one by then.
struct VariableHomes {
  private var variableOf: [Int: Int] = [:]
  private let steps: [Step]
  private let graph: Graph
  /// The step that makes each slot, and which of its writes it is.
  private var makers: [Int: (step: Int, write: Int)] = [:]
  private var lastRead: [Place: Int] = [:]
  private let kept: Set<Place>
  /// What overwrites each operand already, by step.
  private var taken: [Int: Set<Place>] = [:]

  init(steps: [Step], values: [(Int, Place)], outputs: [Place], graph: Graph) {
    self.steps = steps
    self.graph = graph
    kept = Set(outputs)
    for (index, step) in steps.enumerated() {
      for place in step.reads { lastRead[place] = index }
      for (position, write) in step.writes.enumerated() {
        if case .slot(let slot) = write.place { makers[slot] = (index, position) }
      }
    }
    let sources = values.map(\.1)
    for (variable, place) in values {
      guard case .slot(let slot) = place, !kept.contains(place),
        sources.filter({ $0 == place }).count == 1
      else { continue }
      var failed = Set<Int>()
      if let chain = chain(to: slot, from: variable, final: sources, &failed) {
        for (slot, donor) in chain {
          variableOf[slot] = variable
          if let maker = makers[slot] { taken[maker.step, default: []].insert(donor) }
        }
      } else if let maker = makers[slot], lastRead[.variable(variable), default: -1] < maker.step {
        variableOf[slot] = variable
      }
    }
  }

  /// Where a place lies in the end.
  func moved(_ place: Place) -> Place {
    guard case .slot(let slot) = place, let variable = variableOf[slot] else { return place }
    return .variable(variable)
  }

  /// A step with its places moved.
  func moved(_ step: Step) -> Step {
    var step = step
    step.reads = step.reads.map { moved($0) }
    for index in step.writes.indices { step.writes[index].place = moved(step.writes[index].place) }
    return step
  }

  /// The slots from `slot` back to the variable's first value, each with what it overwrites.
  private func chain(
    to slot: Int, from variable: Int, final: [Place], _ failed: inout Set<Int>
  ) -> [(slot: Int, donor: Place)]? {
    var path: [(slot: Int, donor: Place)] = []
    var open = [(slot: slot, donors: donors(of: slot, final: final))]
    while var last = open.popLast() {
      guard let donor = last.donors.popLast() else {
        failed.insert(last.slot)
        if !path.isEmpty { path.removeLast() }
        continue
      }
      open.append(last)
      if donor == .variable(variable) { return path + [(last.slot, donor)] }
      guard case .slot(let next) = donor, !failed.contains(next),
        !path.contains(where: { $0.slot == next })
      else { continue }
      path.append((last.slot, donor))
      open.append((next, donors(of: next, final: final)))
    }
    return nil
  }

  /// What the maker of a slot may overwrite with it, the likeliest last.
  private func donors(of slot: Int, final: [Place]) -> [Place] {
    guard let maker = makers[slot], steps[maker.step].isProgramArray(maker.write) else { return [] }
    let step = steps[maker.step]
    let type = graph[step.writes[maker.write].node].type
    return step.overwritableReads.filter { place in
      lastRead[place] == maker.step && !kept.contains(place) && !final.contains(place)
        && taken[maker.step]?.contains(place) != true && self.type(of: place) == type
    }.sorted { a, b in likelihood(a, maker.write) < likelihood(b, maker.write) }
  }

  /// A value that another update made in the same way is the likeliest forerunner.
  private func likelihood(_ place: Place, _ write: Int) -> Int {
    switch place {
    case .variable: 2
    case .slot(let slot): makers[slot]?.write == write ? 1 : 0
    case .constant: 0
    }
  }

  private func type(of place: Place) -> TensorType? {
    switch place {
    case .variable(let variable): graph.variables[variable].type
    case .slot(let slot): makers[slot].map { graph[steps[$0.step].writes[$0.write].node].type }
    case .constant: nil
    }
  }
}

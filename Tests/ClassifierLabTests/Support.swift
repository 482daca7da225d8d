// What the tests of this room share: their suite, small recipes, and data of their own.

import ClassifierLab
import Datasets
import Foundation
import Runs
import TestSupport
import Testing

/// All tests of this room, one at a time, because they share the kernels' threads.
@Suite(.serialized, .exclusive) enum ClassifierLabTests {}

/// A recipe of a run that takes a fraction of a second, with changes.
func smallRecipe(_ changes: String...) throws -> Recipe {
  var recipe = try ClassifierRecipe.defaults()
  for change in ["data=iris", "epochs=3", "threads=1"] + changes {
    try recipe.apply(assignment: change)
  }
  return recipe
}

/// A trainer of a recipe with changes.
func smallTrainer(_ changes: String...) throws -> ClassifierTrainer {
  var recipe = try smallRecipe()
  for change in changes { try recipe.apply(assignment: change) }
  recipe = try ClassifierRecipe.resolved(recipe)
  return try ClassifierTrainer(try ClassifierSettings(recipe), try ClassifierData(recipe))
}

extension ClassifierTrainer {
  /// The numbers of all parameters after some steps.
  func parameters(afterSteps count: Int) throws -> [Float] {
    for _ in 0..<count { _ = try step() }
    return network.parameters.flatMap(\.hostValue.floats)
  }
}

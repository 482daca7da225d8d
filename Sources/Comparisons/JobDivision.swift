// How many runs go on at once, and how many threads each gets.

import Runs

/// The division of a machine's cores among the runs of a comparison.
public struct JobDivision: Sendable, Equatable {
  /// How many runs go on at once, each in a process of its own unless it is 1.
  public let jobs: Int
  /// The threads of a run whose recipe leaves them open; nil leaves that to the run.
  public let threads: Int?

  /// Divides cores.
  ///
  /// - Parameters:
  ///   - jobs: the number that the user chose; nil for as many as the cores carry, that is all
  ///     cores over the largest number of threads that a recipe asks for.
  ///   - runs: how many runs are to be made.
  ///   - recipes: the recipes of the runs.
  public init(
    jobs: Int?, runs: Int, cores: Int, recipes: [Recipe]
  ) throws(RecipeError) {
    var largest = 1
    for recipe in recipes { largest = max(largest, try recipe.integerUnlessWord("threads") ?? 1) }
    let wanted = jobs ?? max(1, cores / largest)
    self.jobs = max(1, min(wanted, runs))
    // The threads decide about the bits, so a run that shares the machine records its number.
    threads = self.jobs == 1 ? nil : max(1, cores / self.jobs)
  }

  /// The recipe with the threads that it gets, unless it names a number itself.
  public func apply(to recipe: Recipe) throws(RecipeError) -> Recipe {
    guard let threads, try recipe.integerUnlessWord("threads") == nil else { return recipe }
    var recipe = recipe
    try recipe.set("threads", to: String(threads))
    return recipe
  }
}

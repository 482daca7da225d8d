// The kinds of runs that this program makes, compares, resumes and lists.

import ClassifierLab
import Comparisons
import GANLab

enum RunKinds {
  /// All kinds; a recipe file that does not say its kind is of the first one.
  static let all: [any RunKind] = [GANRunKind(), ClassifierRunKind()]

  /// The names of the recipes that need no file, for help.
  static let recipeNames = all.flatMap(\.builtInNames).joined(separator: ", ")
}

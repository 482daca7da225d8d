// The kinds of runs that this program makes, compares, resumes and lists.

import ClassifierLab
import Comparisons
import Foundation
import GANLab
import Runs

enum RunKinds {
  /// All kinds; a recipe file that does not say its kind is of the first one.
  static let all: [any RunKind] = [GANRunKind(), ClassifierRunKind()]

  /// The names of the recipes that need no file, for help.
  static let recipeNames = all.flatMap(\.builtInNames).joined(separator: ", ")

  /// The folder of the run that a text means, and what kind of run it is.
  /// - Throws: `UsageError` for a comparison.
  static func run(_ text: String) throws -> (url: URL, kind: any RunKind) {
    let url = try RunReference.resolve(text)
    guard !ComparisonPlan.isThere(url) else {
      throw UsageError(
        description: "\(text) is a comparison of several runs. Go on with it by mixlab compare "
          + "--resume \(text), or give the folder of one of its runs.")
    }
    return (url, try all.ofRun(at: url))
  }

  /// The folder of the GAN's run that a text means.
  /// - Throws: `UsageError` for a comparison or a run of another kind.
  static func gan(_ text: String) throws -> URL {
    let (url, kind) = try run(text)
    guard kind is GANRunKind else {
      throw UsageError(
        description: "\(text) is the run of a classifier. Needed: a run of mixlab gan; mixlab "
          + "predict \(text) asks the classifier about samples and measures it.")
    }
    return url
  }

  /// The folder of the classifier's run that a text means.
  /// - Throws: `UsageError` for a comparison or a run of another kind.
  static func classifier(_ text: String) throws -> URL {
    let (url, kind) = try run(text)
    guard kind is ClassifierRunKind else {
      throw UsageError(
        description: "\(text) is the run of a GAN. Needed: a run of mixlab classify; mixlab "
          + "sample \(text) draws from the GAN, and mixlab evaluate \(text) measures it.")
    }
    return url
  }
}

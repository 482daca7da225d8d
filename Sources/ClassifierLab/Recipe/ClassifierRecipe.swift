// The settings of a classifier: the one table that files, options and help come from.

import Runs
import Training

/// The table of settings of `mixlab classify` and what it means.
public enum ClassifierRecipe {
  /// Every setting with its range, default and help.
  public static let table = SettingTable(
    "classify",
    dataRows + SharedRows.imageFolder + mixingRows + modelRows + trainingRows + measurementRows
      + SharedRows.machine)

  /// The defaults.
  public static func defaults() throws(RecipeError) -> Recipe {
    try Recipe(defaultsOf: table)
  }
}

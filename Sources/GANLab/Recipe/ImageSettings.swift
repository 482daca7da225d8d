// The settings of images: how those of a folder are read, and how many a classifier measures.

import Datasets
import Runs
import Training

extension GANRecipe {
  static let imageRows: [Setting] =
    SharedRows.imageFolder + [
      .integer(
        "feature-samples", 0...50_000, or: ["auto"], default: "auto", unit: "images",
        help: "generated images, and as many held-out ones, for a classifier's metrics; 0 leaves "
          + "them out, auto is \(ImageScores.automaticCount) or half of the held-out images")
    ]
}

extension GANSettings {
  /// How a recipe has the images of a folder read.
  /// - Throws: `RecipeError.badValue` for settings of folders beside other data.
  static func imageFolder(_ recipe: Recipe) throws(RecipeError) -> ImageFolderSettings {
    let name = try recipe.text("data")
    guard ImageData.isFolder(name) else {
      for key in ["image-size", "image-channels", "broken-images"] {
        let preset = GANRecipe.table.setting(key)?.defaultValue.text ?? ""
        guard let came = recipe[key]?.text, came != preset else { continue }
        throw .badValue(
          key: key, came: came, problem: "is for folders of images, and the data are \(name)",
          needed: "\(preset), or data folder:PATH", nearest: nil, origin: .program)
      }
      return ImageFolderSettings()
    }
    return ImageFolderSettings(
      side: try recipe.integer("image-size"),
      channels: try recipe.text("image-channels") == "1" ? 1 : 3,
      brokenFiles: try recipe.text("broken-images") == "skip" ? .leaveOut : .stop)
  }
}

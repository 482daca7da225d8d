// What a picture says of the run that it comes from.

/// The text chunks of a run's pictures: equal runs give equal bytes.
package struct PictureProvenance {
  package let recipeHash: String
  package let seed: UInt64

  package init(recipeHash: String, seed: UInt64) {
    (self.recipeHash, self.seed) = (recipeHash, seed)
  }

  package func text(epoch: Int, weights: String) -> [(String, String)] {
    [
      ("recipe", recipeHash), ("epoch", String(epoch)), ("seed", String(seed)),
      ("weights", weights),
    ]
  }
}

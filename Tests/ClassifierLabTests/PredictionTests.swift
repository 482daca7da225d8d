// Other data that a trained classifier is asked about: what is missing in them is named.

import ClassifierLab
import Foundation
import Runs
import TestSupport
import Testing

extension ClassifierLabTests {
  @Suite struct PredictionTests {
    /// The last column holds more numbers than a label may, and would be blamed.
    @Test(arguments: [
      ("a,y\n", "has no column b"), ("y,b\n", "has no column a"), ("y,z\n", "has no column a"),
    ])
    func missingColumnsAreNamedWhateverTheLabelLooksLike(head: String, words: String) throws {
      let folder = try TemporaryFolder()
      let (file, new) = (folder.place("rows.csv"), folder.place("new.csv"))
      let rows = (0..<40).map { "\($0 % 7),\($0 % 5),\($0 % 2 == 0 ? "even" : "odd")" }
      try Data(("a,b,kind\n" + rows.joined(separator: "\n")).utf8).write(to: file)
      let others = (0..<30).map { "\($0 % 4),\(Double($0) / 7)" }
      try Data((head + others.joined(separator: "\n")).utf8).write(to: new)
      let place = folder.place("run")
      _ = try ClassifierRun.create(
        try smallRecipe("data=csv:\(file.path)"), .exactly(place)
      ).train()
      let trained = try TrainedClassifier(place)
      let error = try #require(throws: RecipeError.self) {
        try trained.predict(data: "csv:\(new.path)", folder: nil)
      }
      #expect(error.description.contains(words), "\(error)")
      #expect(!error.description.contains("regression"), "\(error)")
    }
  }
}

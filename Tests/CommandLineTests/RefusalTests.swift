// Options and runs that a command has no use for: refused, with what to use instead.

import Foundation
import Testing

extension CommandLineTests {
  @Suite struct RefusalTests {
    private let place: Place

    init() throws {
      place = try Place()
    }

    @Test(arguments: [
      (["--count", "5"], "--count: "), (["--raw"], "--raw: "), (["--draw", "1"], "--class, too"),
      (["--class", "1", "--count", "5"], "--count: "), (["--class", "1", "--raw"], "--raw: "),
    ])
    func picturesTakeNoOptionsOfArrays(options: [String], words: String) throws {
      let refused = try place.mixlab(["sample", "run", "--out", "x.png"] + options)
      #expect(refused.code == 64, "\(refused.error)")
      #expect(refused.error.contains(words), "\(refused.error)")
      #expect(refused.error.contains("a name for --out that ends in .npz"), "\(refused.error)")
    }

    @Test func runsOfAnotherKindAreSentToTheRightCommand() throws {
      _ = try place.succeed(smallRun("gan", "--quiet"))
      _ = try place.succeed([
        "classify", "--data", "iris", "--epochs", "1", "--out", "classifier", "--quiet",
      ])
      _ = try place.succeed(
        ["compare", "plain", "--jobs", "1", "--quiet"] + smallRun("both").dropFirst())
      let refusals: [([String], String)] = [
        (["evaluate", "classifier"], "mixlab predict classifier"),
        (["sample", "classifier"], "mixlab predict classifier"),
        (["predict", "gan"], "mixlab sample gan"), (["predict", "gan"], "mixlab evaluate gan"),
        (["resume", "both"], "mixlab compare --resume both"),
        (["evaluate", "both"], "give the folder of one of its runs"),
        (["sample", "both"], "is a comparison"), (["predict", "both"], "is a comparison"),
      ]
      for (arguments, words) in refusals {
        let refused = try place.mixlab(arguments)
        #expect(refused.code == 64, "\(arguments): \(refused.error)")
        #expect(refused.error.contains(words), "\(arguments): \(refused.error)")
      }
      #expect(try place.names() == ["both", "classifier", "gan"])
    }

    @Test func recipesOfGANsHaveNames() throws {
      let dry = try place.succeed(smallRun("never", "--recipe", "wgan-gp", "--dry-run"))
      #expect(dry.output.contains("objective: wgan-gp"), "\(dry.output)")
      #expect(dry.output.contains("width: 16"), "\(dry.output)")
      let near = try place.mixlab(["gan", "--recipe", "plian", "--dry-run"])
      #expect(near.code == 64 && near.error.contains("Did you mean \"plain\"?"), "\(near.error)")
      #expect(try place.names() == [])
    }
  }
}

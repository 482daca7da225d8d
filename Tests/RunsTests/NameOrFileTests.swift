// Settings that take a name or a file: what passes, what is refused, and how it is written down.

import Runs
import Testing

@Suite struct NameOrFileTests {
  private let table = SettingTable(
    "gan",
    [
      .nameOrFile(
        "data", ["ring", "grid", "swiss-roll"], endings: ["csv", "npz"], default: "ring",
        help: "real points")
    ])

  private func value(_ text: String) throws -> String {
    var recipe = try Recipe(defaultsOf: table)
    try recipe.set("data", to: text)
    return try recipe.text("data")
  }

  private func message(_ text: String) throws -> String {
    var recipe = try Recipe(defaultsOf: table)
    do {
      try recipe.apply(assignment: "data=\(text)")
      return ""
    } catch {
      #expect(try recipe == Recipe(defaultsOf: table))
      return error.description
    }
  }

  @Test(arguments: [
    "ring", "swiss-roll", "points.csv", "POINTS.CSV", "../Some Folder/a.Npz", "a.csv.NPZ",
  ])
  func namesAndFilesAreTaken(text: String) throws {
    #expect(try value(text) == text)
    #expect(try value("  \(text) ") == text)
  }

  @Test func otherTextsAreRefusedWithTheNearestName() throws {
    let needed = "Needed: one of ring, grid, swiss-roll, or a file that ends in .csv, .npz."
    #expect(
      try message("rign")
        == "--set: data: \"rign\" is not a valid name. Did you mean \"ring\"? \(needed)")
    #expect(
      try message("swissroll")
        == "--set: data: \"swissroll\" is not a valid name. Did you mean \"swiss-roll\"? \(needed)")
    for text in ["points.txt", "csv", "pointscsv", "points.csv/", "points.csv.gz"] {
      #expect(try message(text) == "--set: data: \"\(text)\" is not a valid name. \(needed)")
    }
    #expect(try message("RING").contains("Did you mean \"ring\"?"))
    #expect(try message("").contains("is empty"))
  }

  @Test(arguments: ["a\u{7}.csv", "a\nb.csv", "a\u{2028}b.npz", "a\u{1B}[2J.CSV", "a\0.csv"])
  func controlCharactersAreRefused(text: String) throws {
    #expect(try message(text).contains("holds a line break or a control character"))
  }

  @Test(arguments: [
    "grid", "my points.csv", "a: b/c: d.csv", "C:\\points.csv", "- a # b.csv", "'quoted'.csv",
    "\"twice\".npz", "{x}.csv", "é🙂.csv", "%41.csv", "null.csv", "1.5.csv", "a=b.csv",
  ])
  func valuesSurviveYAML(text: String) throws {
    var recipe = try Recipe(defaultsOf: table)
    try recipe.set("data", to: text)
    let copy = try Recipe(yaml: recipe.yaml, file: "recipe.yaml", table: table)
    #expect(try copy.text("data") == text)
    #expect(copy == recipe && copy.yaml == recipe.yaml && copy.hash == recipe.hash)
  }

  @Test func pathsBehindAPrefixAreTaken() throws {
    let table = SettingTable(
      "gan",
      [
        .nameOrFile(
          "data", ["ring"], endings: ["csv"], prefixes: ["folder", "npz"], default: "ring",
          help: "real points")
      ])
    for text in ["folder:a b/c", "npz:x", "folder:/", "folder:C:\\x"] {
      var recipe = try Recipe(defaultsOf: table)
      try recipe.set("data", to: text)
      let copy = try Recipe(yaml: recipe.yaml, file: "recipe.yaml", table: table)
      #expect(try copy.text("data") == text)
    }
    for text in ["folder:", "folders:x", "folder", "folder:a\u{7}"] {
      var recipe = try Recipe(defaultsOf: table)
      #expect(throws: RecipeError.self) { try recipe.set("data", to: text) }
    }
    #expect(table.help.contains("a file that ends in .csv, or folder:PATH, or npz:PATH"))
  }

  @Test func helpNamesBothWays() {
    #expect(
      table.help.contains(
        "one of ring, grid, swiss-roll, or a file that ends in .csv, .npz; default ring\n"))
  }

  @Test(arguments: [
    Setting.nameOrFile("a", [], endings: ["csv"], default: "x.csv", help: "x"),
    .nameOrFile("a", ["b", "b"], endings: ["csv"], default: "b", help: "x"),
    .nameOrFile("a", ["b c"], endings: ["csv"], default: "b c", help: "x"),
    .nameOrFile("a", ["b"], endings: ["csv"], default: "c", help: "x"),
    .nameOrFile("a", ["b"], endings: ["csv"], default: "b.npz", help: "x"),
  ])
  func contradictionsAreRefused(setting: Setting) throws {
    #expect(throws: RecipeError.self) { try Recipe(defaultsOf: SettingTable("t", [setting])) }
    let file = Setting.nameOrFile("a", ["b"], endings: ["csv"], default: "c.csv", help: "x")
    #expect(try Recipe(defaultsOf: SettingTable("t", [file])).text("a") == "c.csv")
  }
}

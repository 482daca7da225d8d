// Tests of recipe files: what is written reads back, and every mistake names its line.

import Foundation
import Runs
import TestSupport
import Testing

@Suite struct RecipeFileTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func writtenFilesReadBack() throws {
    var recipe = try Recipe(defaultsOf: sampleTable)
    for assignment in [
      "alpha=1e-05", "learning-rate=0.1", "steps-per-epoch=5", "stabilizers=r1,mixup", "ema=true",
    ] {
      try recipe.apply(assignment: assignment)
    }
    let notes = [
      "", "null", "~", "yes", "12", "1.5", "-", "- a", "a: b", "a # b", "#", "\"", "\\", "'", "é🙂",
      "a,b", "[x]", "{x}", "&a", "*a", "!t", "|", ">", "%", "@", "true", "2018-04-27", "a\u{200D}b",
      "\u{FEFF}x", "…",
    ]
    for note in notes {
      try recipe.set("note", to: note)
      let copy = try Recipe(yaml: recipe.yaml, file: "recipe.yaml", table: sampleTable)
      #expect(copy == recipe, "\(note)")
      #expect(copy.yaml == recipe.yaml)
    }
  }

  @Test func filesShowEveryDefaultWithItsHelp() throws {
    let lines = try Recipe(defaultsOf: sampleTable).yaml.split(separator: "\n")
    #expect(lines.first == "recipe: gan")
    #expect(lines.count == 1 + sampleTable.settings.count)
    #expect(lines[2].hasPrefix("steps: 20000 "))
    #expect(lines[2].hasSuffix("# length of the run [steps]"))
    #expect(lines[6].hasPrefix("learning-rate: 2.0e-05 "))
    #expect(lines[9].hasPrefix("note: \"\" "))
  }

  @Test(arguments: [0.1, 1e300, .leastNonzeroMagnitude, 123_456_789.123, 1e22, 1.0 / 3.0, -2e-7])
  func realsKeepTheirBits(_ value: Double) throws {
    let table = SettingTable("t", [.real("x", .any, default: 0, help: "x")])
    var recipe = try Recipe(defaultsOf: table)
    try recipe.set("x", to: SettingValue.real(value).text)
    let copy = try Recipe(yaml: recipe.yaml, file: "f", table: table)
    #expect(try copy.real("x").bitPattern == value.bitPattern)
  }

  @Test(arguments: ["", "\n", "# nothing\n", "---\n", "~", "null\n", "{}"])
  func emptyFilesAreTheDefaults(_ yaml: String) throws {
    let recipe = try Recipe(yaml: yaml, file: "f", table: sampleTable)
    #expect(try recipe == Recipe(defaultsOf: sampleTable))
  }

  @Test(arguments: [
    ("recipe: gan\nsteps: 5\n", "gan"), ("steps: 5\nrecipe: \"classify\"\n", "classify"),
    ("unknown: 5\n", nil), ("", nil), ("# nothing\n", nil), ("- recipe\n", nil),
    ("recipe: [gan]\n", nil),
  ])
  func filesSayTheirKind(_ yaml: String, _ kind: String?) throws {
    let url = folder.place("recipe.yaml")
    try Data(yaml.utf8).write(to: url)
    #expect(try Recipe.kind(ofFile: url) == kind)
  }

  @Test func otherSpellingsAreRead() throws {
    let yaml = "recipe: gan\r\n\"steps\": '7'\r\nstabilizers: [mixup, r1]\r\nnote: \"\"\r\n"
    let recipe = try Recipe(yaml: yaml, file: "f", table: sampleTable)
    #expect(recipe["steps"] == 7)
    #expect(recipe["stabilizers"] == ["mixup", "r1"])
    let none = try Recipe(yaml: "stabilizers: []", file: "f", table: sampleTable)
    #expect(none["stabilizers"] == [])
  }

  @Test(arguments: [
    ("steps: 5\nalhpa: 1\n", "f.yaml:2: \"alhpa\" is not a setting of a gan recipe. Did you mean"),
    ("\n# x\nsteps: many\n", "f.yaml:3: steps: \"many\" is not a whole number"),
    ("alpha: .nan", "f.yaml:1: alpha: \".nan\" is not a number"),
    ("steps: 5\n\nsteps: 6\n", "f.yaml:3: \"steps\" is set a second time; the first is on line 1"),
    ("steps: 5\n\"steps\": 6\n", "f.yaml:2: \"steps\" is set a second time"),
    ("steps: 5\n!x steps: 6\n", "f.yaml:2: \"steps\" is set a second time"),
    ("steps:\n", "f.yaml:1: \"steps\" has no value"),
    ("alpha: 1\nsteps: ~\n", "f.yaml:2: \"steps\" has no value"),
    ("steps:\n  deep: 5\n", "f.yaml:1: \"steps\" holds a nested value"),
    ("alpha: 1\nsteps: [5]\n", "f.yaml:2: \"steps\" holds a nested value"),
    ("stabilizers: [[mixup]]", "f.yaml:1: \"stabilizers\" holds a nested value"),
    ("alpha: 1\n? [a]\n: 2\n", "f.yaml:2: a key is not a plain word"),
    ("steps: 5\n---\nsteps: 6\n", "f.yaml:2: a second document begins here"),
    ("- steps\n- 5\n", "f.yaml:1: the file is not a mapping"),
    ("\nsteps 5\n", "f.yaml:2: the file is not a mapping"),
    ("steps: 5\nnote: \"open\n", "f.yaml:3: "), ("a: b: c\n", "f.yaml:1: "),
    ("steps: 5\n\talpha: 1\n", "f.yaml:2: "), ("steps: 5\n note: x\n", "f.yaml:2: "),
    ("steps: *nowhere\n", "f.yaml:1: "), ("steps: 5\nnote: a\u{1}b\n", "f.yaml:2: "),
    ("recipe: classifier\n", "f.yaml:1: this is a \"classifier\" recipe. Needed: a gan recipe"),
    ("{steps: 5", "f.yaml:"), ("%YAML 9.9\n---\na: 1", "f.yaml:"),
  ])
  func mistakesNameTheirLine(_ yaml: String, _ message: String) throws {
    let error = #expect(throws: RecipeError.self) {
      try Recipe(yaml: yaml, file: "f.yaml", table: sampleTable)
    }
    let text = error?.description ?? ""
    #expect(text.hasPrefix(message), "\(text)")
  }

  @Test func failedFilesChangeNothing() throws {
    var recipe = try Recipe(defaultsOf: sampleTable)
    let before = recipe
    #expect(throws: RecipeError.self) {
      try recipe.apply(yaml: "steps: 5\nalpha: -1\n", file: "f")
    }
    #expect(recipe == before)
  }

  @Test func hostileFilesAreRefused() throws {
    let deep = "steps: " + String(repeating: "[", count: 100_000)
    let long = "note: " + String(repeating: "x", count: 2 << 20)
    for yaml in [deep, long, "a: &a [1]\nb: *a", String(repeating: "? ", count: 50_000)] {
      #expect(throws: RecipeError.self) {
        try Recipe(yaml: yaml, file: "f", table: sampleTable)
      }
    }
    var generator = TestGenerator(seed: 1)
    let base = Array(try Recipe(defaultsOf: sampleTable).yaml.unicodeScalars)
    let alphabet = Array("\"'#:-[]{}&*!|>%@`,?~\n\t\u{0}\\ éx5.".unicodeScalars)
    for _ in 0..<2000 {
      var scalars = base
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let index = Int.random(in: 0..<scalars.count, using: &generator)
        scalars[index] = alphabet.randomElement(using: &generator) ?? "x"
      }
      let text = String(String.UnicodeScalarView(scalars))
      // Whatever reads must also write and read back.
      guard let recipe = try? Recipe(yaml: text, file: "f", table: sampleTable) else { continue }
      #expect(try Recipe(yaml: recipe.yaml, file: "f", table: sampleTable) == recipe)
    }
  }

  @Test func unreadableFilesAreTypedErrors() throws {
    let latin = folder.url.appendingPathComponent("latin.yaml")
    try Data([0x6E, 0x6F, 0x74, 0x65, 0x3A, 0x20, 0xE9]).write(to: latin)
    for (url, reason) in [
      (folder.url.appendingPathComponent("none.yaml"), "no such file or folder"),
      (folder.url, "it is a folder, not a file"), (latin, "it is not UTF-8 text"),
      (URL(fileURLWithPath: "/dev/zero"), "the file is larger than is allowed"),
    ] {
      #expect(throws: RecipeError.unreadable(path: url.path, reason: reason)) {
        try Recipe(contentsOf: url, table: sampleTable)
      }
    }
  }
}

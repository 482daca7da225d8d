// Tests of settings and recipes: values, ranges, messages, hash and differences.

import Foundation
import Runs
import Testing

@Suite struct RecipeTests {
  @Test func defaultsAndTypedValues() throws {
    let recipe = try Recipe(defaultsOf: sampleTable)
    #expect(try recipe.text("data") == "ring")
    #expect(try recipe.integer("steps") == 20_000)
    #expect(try recipe.integerUnlessWord("steps-per-epoch") == nil)
    #expect(try recipe.real("alpha") == 0.2)
    #expect(try recipe.realUnlessWord("learning-rate") == 2e-5)
    #expect(try recipe.flag("ema") == false)
    #expect(try recipe.list("stabilizers") == [])
    enum DataSet: String { case ring, grid }
    #expect(try recipe.choice("data", as: DataSet.self) == .ring)
  }

  @Test func givenValuesAreToldFromDefaults() throws {
    var recipe = try Recipe(defaultsOf: sampleTable)
    #expect(sampleTable.keys.allSatisfy { !recipe.isGiven($0) })
    try recipe.set("steps", to: "20000")
    #expect(throws: RecipeError.self) { try recipe.set("alpha", to: "many") }
    #expect(sampleTable.keys.filter(recipe.isGiven) == ["steps"])
    // What is said is the same, whoever chose it.
    #expect(try recipe == Recipe(defaultsOf: sampleTable))
    let file = try Recipe(yaml: "data: grid", file: "a.yaml", table: sampleTable)
    #expect(file.isGiven("data") && !file.isGiven("steps"))
  }

  @Test func valuesAreSetFromText() throws {
    var recipe = try Recipe(defaultsOf: sampleTable)
    try recipe.apply(assignment: "steps=1000000")
    try recipe.apply(assignment: " steps-per-epoch = 500 ")
    try recipe.apply(assignment: "alpha=+1.5e-1")
    try recipe.apply(assignment: "learning-rate=auto")
    try recipe.apply(assignment: "ema=true")
    try recipe.apply(assignment: "stabilizers=r1, mixup")
    try recipe.apply(assignment: "note=a=b: \"c\" # d")
    #expect(recipe["steps"] == 1_000_000)
    #expect(recipe["steps-per-epoch"] == 500)
    #expect(recipe["alpha"] == 0.15)
    #expect(recipe["learning-rate"] == "auto")
    #expect(recipe["ema"] == true)
    #expect(recipe["stabilizers"] == ["r1", "mixup"])
    #expect(recipe["note"] == "a=b: \"c\" # d")
    try recipe.apply(assignment: "stabilizers=none")
    try recipe.apply(assignment: "alpha=-0.0")
    #expect(recipe["stabilizers"] == [])
    #expect(recipe["alpha"]?.text == "0.0")
    // The end belongs to the range, so a number that rounds to it does, too.
    try recipe.apply(assignment: "learning-rate=0.9999999999")
    #expect(recipe["learning-rate"] == 0.9999999999)
  }

  @Test(arguments: [
    ("steps=0", "is out of range"), ("steps=1000001", "is out of range"),
    ("steps=1e5", "is not a whole number"), ("steps=12.0", "is not a whole number"),
    ("steps=99999999999999999999999", "is out of range"), ("steps=", "is empty"),
    ("steps=auto", "is not a whole number"), ("steps=١٢", "is not a whole number"),
    ("alpha=-0.1", "is out of range"), ("alpha=nan", "is not a number"),
    ("alpha=inf", "is not a number"), ("alpha=-infinity", "is not a number"),
    ("alpha=0x1p3", "is not a number"), ("alpha=0,5", "is not a number"),
    ("alpha=1e999", "is too large for a 64-bit number"),
    ("alpha=1e-999", "is too small for a 64-bit number"),
    ("alpha=1e39", "is too large for a 32-bit number"),
    ("alpha=1e-50", "is too small for a 32-bit number"),
    ("learning-rate=1e-50", "is too small for a 32-bit number"),
    ("momentum=0.9999999999", "rounds to 1.0 in 32 bits, which is out of range"),
    ("momentum=1", "is out of range"), ("learning-rate=0", "is out of range"),
    ("learning-rate=1.0000001", "is out of range"), ("ema=yes", "is neither true nor false"),
    ("data=rnig", "is not a valid name"), ("stabilizers=mixup,mixup", "names \"mixup\" twice"),
    ("stabilizers=mixup,", "holds \"\", which is not a valid name"),
    ("note=two\nlines", "holds a line break or a control character"),
    ("note=two\u{2028}lines", "holds a line break or a control character"),
    ("alpha=" + String(repeating: "9", count: 5000), "is longer than 4096 bytes"),
  ])
  func badValuesAreRefused(_ assignment: String, _ problem: String) throws {
    var recipe = try Recipe(defaultsOf: sampleTable)
    let before = recipe
    let error = #expect(throws: RecipeError.self) { try recipe.apply(assignment: assignment) }
    guard case .badValue(_, _, let found, _, _, let origin) = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(found == problem)
    #expect(origin == .option("--set"))
    #expect(recipe == before)
  }

  @Test func messagesNameKeyValueRangeAndNearest() throws {
    var recipe = try Recipe(defaultsOf: sampleTable)
    func message(_ assignment: String) -> String {
      do {
        try recipe.apply(assignment: assignment)
        return ""
      } catch {
        return error.description
      }
    }
    #expect(
      message("data=rnig") == "--set: data: \"rnig\" is not a valid name. Did you mean \"ring\"? "
        + "Needed: one of ring, grid, spiral.")
    #expect(
      message("alpha=lots")
        == "--set: alpha: \"lots\" is not a number. Needed: a number at least 0.")
    #expect(
      message("learning-rate=atuo") == "--set: learning-rate: \"atuo\" is not a number. "
        + "Did you mean \"auto\"? Needed: a number above 0 and at most 1, or auto.")
    #expect(
      message("step_per_epoch=5").hasPrefix(
        "--set: \"step_per_epoch\" is not a setting of a gan recipe. "
          + "Did you mean \"steps-per-epoch\"? Settings: data, steps,"))
    #expect(!message("zzz=5").contains("Did you mean"))
    #expect(message("steps").contains("Needed: KEY=VALUE"))
    #expect(message("=5").contains("Needed: KEY=VALUE"))
    #expect(message("note=\u{1B}[2J\n").contains("\"\\u{1B}[2J\\n\""))
  }

  @Test func quotedTextHasNoControls() {
    #expect(quoted("a\u{1B}[2J\n\u{7F}") == "\"a\\u{1B}[2J\\n\\u{7F}\"")
    // A terminal may take U+009B for the beginning of a command.
    #expect(quoted("\u{9B}2J ä") == "\"\\u{009B}2J ä\"")
  }

  @Test func nearestNames() {
    #expect(nearestName(to: "MIXUP", among: ["mixup", "cutmix"]) == "mixup")
    #expect(nearestName(to: "ab", among: ["ba", "xy"]) == "ba")
    #expect(nearestName(to: "ab", among: ["xy"]) == nil)
    #expect(nearestName(to: "spectralnorm", among: ["spectral-norm", "r1"]) == "spectral-norm")
    #expect(nearestName(to: "swap", among: ["sawp", "stop"]) == "sawp")
    #expect(nearestName(to: "", among: ["a"]) == nil)
    #expect(nearestName(to: String(repeating: "x", count: 100_000), among: ["x"]) == nil)
  }

  @Test func programMistakesAreTypedErrors() throws {
    let recipe = try Recipe(defaultsOf: sampleTable)
    #expect(throws: RecipeError.self) { try recipe.integer("alpha") }
    #expect(throws: RecipeError.self) { try recipe.real("no-such-key") }
    #expect(throws: RecipeError.self) { try recipe.integer("steps-per-epoch") }
    enum Wrong: String { case square }
    #expect(throws: RecipeError.self) { try recipe.choice("data", as: Wrong.self) }
  }

  @Test(arguments: [
    [Setting.integer("a", 1...2, default: 3, help: "x")],
    [.integer("a", 1...2, default: "auto", help: "x")],
    [.choice("a", ["b"], default: "c", help: "x")], [.choice("a", [], default: "", help: "x")],
    [.choice("a", ["b", "b"], default: "b", help: "x")],
    [.choices("a", ["b"], default: ["b", "b"], help: "x")],
    [.flag("a", default: true, help: "x"), .flag("a", default: true, help: "x")],
    [.flag("A b", default: true, help: "x")], [.flag("recipe", default: true, help: "x")],
    [.flag("a", default: true, help: "x\ny")], [.real("a", .any, default: .real(.nan), help: "x")],
    [.real("a", .between(1, and: 1), default: 1, help: "x")],
  ])
  func contradictoryTablesAreRefused(_ settings: [Setting]) {
    #expect(throws: RecipeError.self) {
      try Recipe(defaultsOf: SettingTable("broken", settings))
    }
  }

  @Test func hashFollowsWhatCounts() throws {
    let recipe = try Recipe(defaultsOf: sampleTable)
    var other = recipe
    #expect(recipe.hash.count == 16)
    try other.apply(assignment: "threads=7")
    try other.apply(assignment: "note=hello")
    #expect(other.hash == recipe.hash)
    try other.apply(assignment: "steps=7")
    #expect(other.hash != recipe.hash)
    #expect(other.hash(excluding: ["steps"]) == recipe.hash(excluding: ["steps"]))
    let reversed = SettingTable("gan", sampleTable.settings.reversed())
    #expect(try Recipe(defaultsOf: reversed).hash == recipe.hash)
    let renamed = SettingTable("other", sampleTable.settings)
    #expect(try Recipe(defaultsOf: renamed).hash != recipe.hash)
    let one = SettingTable("t", [.integer("b", 0...9, default: 1, help: "x")])
    var hash = FNV1a()
    hash.combine("recipe=t\nb=1\n")
    #expect(try Recipe(defaultsOf: one).hash == hash.hexadecimal)
  }

  @Test(arguments: [
    ("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("foobar", "85944171f73967e8"),
  ])
  func publishedHashValues(_ text: String, _ expected: String) {
    var hash = FNV1a()
    hash.combine(text)
    #expect(hash.hexadecimal == expected)
  }

  @Test func differencesAreListed() throws {
    var recipe = try Recipe(defaultsOf: sampleTable)
    let old = recipe
    #expect(recipe.differences(from: old).isEmpty)
    try recipe.apply(assignment: "alpha=1")
    try recipe.apply(assignment: "stabilizers=mixup")
    #expect(
      recipe.differences(from: old).map(\.description) == [
        "alpha: 1.0 instead of 0.2", "stabilizers: mixup instead of none",
      ])
    let short = try Recipe(
      defaultsOf: SettingTable("gan", [.flag("ema", default: true, help: "x")]))
    #expect(short.differences(from: old).count == 10)
    #expect(short.differences(from: old).last?.description == "threads: (absent) instead of 2")
  }

  @Test func helpNamesEverySetting() {
    let help = sampleTable.help
    for setting in sampleTable.settings {
      #expect(help.contains("  \(setting.key) "))
      #expect(help.contains(setting.needed))
    }
    #expect(help.contains("a whole number from 1 to 1000000; default 20000 steps"))
    #expect(help.contains("or auto; default auto\n"))
    #expect(help.contains("default empty"))
  }

  @Test(arguments: [
    (RealRange.any, "of any size"), (.closed(0...1), "from 0 to 1"), (.from(0), "at least 0"),
    (.between(0, and: 0.5), "above 0 and below 0.5"), (.above(0), "above 0"),
    (.from(-1, below: 1), "at least -1 and below 1"),
    (.above(0, through: 2), "above 0 and at most 2"),
  ])
  func rangesInWords(_ range: RealRange, _ words: String) {
    #expect(range.description == words)
    #expect(!range.contains(.nan))
    #expect(!range.contains(.infinity))
  }
}

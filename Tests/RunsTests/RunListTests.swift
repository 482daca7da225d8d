// Tests of the list of runs: states, references by number, summaries, differences, removal.

import Foundation
import Runs
import TestSupport
import Testing

@Suite struct RunListTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private var plan: ComparisonPlan {
    get throws {
      ComparisonPlan(
        programVersion: "0.1.0", kind: "gan", seeds: 2,
        recipes: [.init(name: "plain", recipe: try Recipe(defaultsOf: sampleTable))])
    }
  }

  private func comparison(_ name: String) throws -> URL {
    let url = folder.url.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    try plan.write(to: url)
    let run = try RunFolder.create(at: url.appendingPathComponent("plain-seed0"))
    try run.write(try Recipe(defaultsOf: sampleTable))
    try run.write(sampleManifest)
    return url
  }

  private func list() throws -> RunList { try RunList(folder.url, tables: [sampleTable]) }

  @Test func aRunIsRunningOnlyWhileItsLockIsHeld() throws {
    let run = try folder.run()
    let manifest = try run.manifest()
    #expect(manifest.outcome == .running)
    #expect(run.state(manifest) == .stopped)
    do {
      let lock = try run.lock()
      #expect(run.isInUse && run.state(manifest) == .running)
      withExtendedLifetime(lock) {}
    }
    #expect(!run.isInUse)
    // What a killed process leaves: its number in a file that nobody holds.
    try Data("999999\n".utf8).write(to: run.file(".lock"))
    #expect(!run.isInUse && run.state(manifest) == .stopped)
    let after = try run.lock()
    withExtendedLifetime(after) {}
  }

  @Test func everyFolderIsListed() throws {
    let run = try folder.run()
    try run.metrics.append(["step": 5000, "modes": 7, "high_quality": 0.912])
    _ = try comparison("0002-compare")
    let broken = try folder.run("broken")
    try Data("{".utf8).write(to: broken.file("manifest.json"))
    try FileManager.default.createSymbolicLink(
      at: folder.place("link"), withDestinationURL: run.url)
    try Data().write(to: folder.place("notes.txt"))
    let entries = try list().entries
    #expect(
      entries.map(\.url.lastPathComponent) == [
        "0001-gan-ring", "0002-compare", "plain-seed0", "0003-broken",
      ])
    #expect(entries.map(\.number) == [1, 2, nil, 3])
    #expect(entries[2].comparison == "0002-compare")
    let text = try list().text.split(separator: "\n").map { line in
      line.split(separator: " ").joined(separator: " ")
    }
    #expect(text[1].hasPrefix("1 0001-gan-ring gan stopped 5000/20000 7 modes, 91.2 % HQ 2018-"))
    #expect(text[2].hasPrefix("2 0002-compare compare 2 runs"))
    #expect(text[4].hasPrefix("3 0003-broken broken"))
    #expect(text[5].hasPrefix("0003-broken: ") && text[5].contains("manifest.json"))
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(list().json.utf8)) as? [String: Any])
    let runs = try #require(object["runs"] as? [[String: Any]])
    #expect(runs.map { $0["outcome"] as? String } == ["stopped", nil, "stopped", "broken"])
    #expect(runs[0]["modes"] as? Int == 7 && runs[0]["steps"] as? Int == 20_000)
    #expect(try RunList(folder.place("none"), tables: []).entries.isEmpty)
  }

  @Test func runsThatCountEpochsTellThem() throws {
    let table = SettingTable("gan", [.integer("epochs", 1...100, default: 30, help: "length")])
    let run = try RunFolder.create(in: folder.url, name: "classify-iris")
    try run.write(try Recipe(defaultsOf: table))
    try run.write(sampleManifest)
    #expect(try RunSummary(run, tables: [table]).progress == "0/30 epochs")
    try run.metrics.append(["step": 96, "epoch": 12, "test_accuracy": 0.9])
    #expect(try RunList(folder.url, tables: [table]).text.contains(" 12/30 epochs "))
    #expect(try RunDescription(run.url, tables: [table]).text.contains("12/30 epochs"))
  }

  @Test func numbersNameRuns() throws {
    let run = try folder.run()
    for text in ["1", "0001", "00001"] {
      #expect(try RunReference.resolve(text, root: folder.url).path == run.url.path)
    }
    #expect(try RunReference.resolve("./1", root: folder.url).lastPathComponent == "1")
    let root = folder.url.relativePath
    #expect(throws: RunListError.noSuchNumber(7, root: root)) {
      try RunReference.resolve("7", root: folder.url)
    }
    let twin = folder.place("0001-other")
    try FileManager.default.createDirectory(at: twin, withIntermediateDirectories: false)
    let names = ["0001-gan-ring", "0001-other"]
    #expect(throws: RunListError.ambiguousNumber(1, names: names, root: root)) {
      try RunReference.resolve("1", root: folder.url)
    }
    let absent = folder.place("absent")
    #expect(throws: RunListError.noSuchNumber(1, root: absent.relativePath)) {
      try RunReference.resolve("1", root: absent)
    }
  }

  @Test func aDescriptionTellsWhatIsNotDefault() throws {
    let run = try folder.run()
    var recipe = try Recipe(defaultsOf: sampleTable)
    try recipe.set("alpha", to: "0.7")
    try run.write(recipe)
    try run.metrics.append(["step": 3, "loss": 0.25])
    try run.write(Data("# Collapsed\nTry mixup.\n".utf8), to: "DIAGNOSIS.md")
    try run.write(Data(), to: RunFolder.pictureName(epoch: 2))
    let description = try RunDescription(run.url, tables: [sampleTable])
    #expect(description.settings.map(\.key) == ["alpha"])
    for part in ["alpha  0.7", "# Collapsed", "Try mixup.", "epoch-0002.png", "0.25", "stopped"] {
      #expect(description.text.contains(part), "\(part) in \(description.text)")
    }
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(description.json.utf8)) as? [String: Any])
    #expect((object["settings"] as? [String: Any])?["alpha"] as? String == "0.7")
    #expect((object["files"] as? [String])?.count == 2)
    #expect(object["outcome"] as? String == "stopped")
  }

  @Test func differencesNameSettingsEnvironmentAndProtocols() throws {
    let (one, other) = (try folder.run(), try folder.run())
    var recipe = try Recipe(defaultsOf: sampleTable)
    try recipe.set("steps", to: "5")
    try other.write(recipe)
    var manifest = sampleManifest
    manifest.threads = 9
    manifest.protocols["modes"] = "counted otherwise"
    try other.write(manifest)
    try one.metrics.append(["step": 1, "modes": 3])
    try other.metrics.append(["step": 1, "modes": 8, "extra": 0.5])
    let difference = try RunDifference(one.url, other.url, tables: [sampleTable])
    #expect(difference.settings.map(\.description) == ["steps: 20000 instead of 5"])
    #expect(difference.environment == ["threads: 2 instead of 9"])
    #expect(difference.protocols == ["modes"])
    let lines = difference.text.split(separator: "\n").map { line in
      line.split(separator: " ").joined(separator: " ")
    }
    #expect(lines.contains("modes 3 8") && lines.contains("extra 0.5"))
    #expect(difference.text.contains("not to be compared"))
    #expect(try JSONSerialization.jsonObject(with: Data(difference.json.utf8)) is [String: Any])
    let same = try RunDifference(one.url, one.url, tables: [sampleTable]).text
    #expect(same.contains("Settings: no difference") && !same.contains("protocols"))
  }

  @Test func removalDeletesTheFolderAndFollowsNoLink() throws {
    let kept = folder.place("kept")
    try FileManager.default.createDirectory(at: kept, withIntermediateDirectories: false)
    try Data("keep".utf8).write(to: kept.appendingPathComponent("note.txt"))
    let run = try folder.run()
    try FileManager.default.createSymbolicLink(
      at: run.file("samples/link"), withDestinationURL: kept)
    let removal = try RunRemoval(run.url)
    #expect(removal.description == "run")
    try removal.remove()
    let compared = try RunRemoval(try comparison("0002-compare"))
    #expect(compared.description == "comparison of 1 run" && compared.bytes > 500)
    try compared.remove()
    #expect(try names(in: folder.url) == ["kept"])
    #expect(try names(in: kept) == ["note.txt"])
  }

  @Test func removalRefusesWhatIsInUseOrNoRun() throws {
    let url = try comparison("0001-compare")
    let inner = try RunFolder.open(at: url.appendingPathComponent("plain-seed0"))
    let before = try names(in: url)
    do {
      let lock = try inner.lock()
      #expect(throws: RunError.locked(path: inner.url.path, processID: getpid())) {
        try RunRemoval(url)
      }
      withExtendedLifetime(lock) {}
    }
    let link = folder.place("link")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: inner.url)
    #expect(throws: RunListError.symbolicLink(path: link.path)) { try RunRemoval(link) }
    let slash = URL(fileURLWithPath: link.path + "/")
    #expect(throws: RunListError.symbolicLink(path: link.path)) { try RunRemoval(slash) }
    #expect(throws: RunListError.neitherRunNorComparison(path: folder.url.path)) {
      try RunRemoval(folder.url)
    }
    #expect(throws: RunError.cannotRead(path: folder.place("no").path, reason: .missing)) {
      try RunRemoval(folder.place("no"))
    }
    #expect(try Set(names(in: url)).subtracting(before) == [".lock"])
  }

  @Test func removalTakesTablesOfLabelsAndRunsThatNeverBegan() throws {
    let corrupted = try folder.run()
    try corrupted.write(Data("0,a,b\n".utf8), to: RunFolder.corruptedLabelsName)
    try RunRemoval(corrupted.url).remove()
    let half = try RunFolder.create(in: folder.url, name: "half")
    let removal = try RunRemoval(half.url)
    #expect(removal.description == "run that never began")
    try removal.remove()
    #expect(try names(in: folder.url) == [])
    let empty = folder.place("empty")
    try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: false)
    #expect(throws: RunListError.neitherRunNorComparison(path: empty.path)) {
      try RunRemoval(empty)
    }
  }

  @Test func removalRefusesWhatHoldsOtherFiles() throws {
    let run = try folder.run()
    try Data("mine".utf8).write(to: run.file("precious.txt"))
    let refusal = RunListError.holdsOtherFiles(path: run.url.path, names: ["precious.txt"])
    #expect(throws: refusal) { try RunRemoval(run.url) }
    let project = folder.place("project")
    try FileManager.default.createDirectory(at: project, withIntermediateDirectories: false)
    try Data("{\"todo\":1}".utf8).write(to: project.appendingPathComponent("plan.json"))
    for name in ["recipe.yaml", "manifest.json"] {
      try Data().write(to: project.appendingPathComponent(name))
    }
    #expect(throws: RunListError.neitherRunNorComparison(path: project.path)) {
      try RunRemoval(project)
    }
    let compared = try comparison("0003-compare")
    // What a creation that was cut short leaves is of the comparison; other folders are not.
    for name in ["plain-seed1", "holiday"] {
      try FileManager.default.createDirectory(
        at: compared.appendingPathComponent(name), withIntermediateDirectories: false)
    }
    #expect(throws: RunListError.holdsOtherFiles(path: compared.path, names: ["holiday"])) {
      try RunRemoval(compared)
    }
  }

  @Test func plansSurviveTheirFile() throws {
    let url = try comparison("compare")
    #expect(try ComparisonPlan(readingFrom: url) == plan)
    let recipe = try Recipe(try plan.recipes[0], table: sampleTable)
    #expect(try recipe == Recipe(defaultsOf: sampleTable))
    let file = url.appendingPathComponent("plan.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    let changes = [
      ("\"seeds\" : 2", "\"seeds\" : 0", "seeds is 0"),
      ("\"name\" : \"plain\"", "\"name\" : \"../x\"", "cannot be the name"),
      ("\"formatVersion\" : 1", "\"formatVersion\" : 9", "format version 9"),
      ("\"kind\" : \"gan\",", "", "kind is missing"),
      ("{", "[", "plan.json"),
    ]
    for (old, new, part) in changes {
      try Data(text.replacingOccurrences(of: old, with: new).utf8).write(to: file)
      let error = #expect(throws: RunError.self) { try ComparisonPlan(readingFrom: url) }
      #expect(error?.description.contains(part) == true, "\(part): \(String(describing: error))")
    }
    let run = try folder.run()
    #expect(throws: RunListError.notAComparison(path: run.url.path)) {
      try ComparisonPlan(readingFrom: run.url)
    }
  }

  @Test func onlyUnfinishedCreationsAreCleared() throws {
    let half = try RunFolder.create(at: folder.place("half"))
    try half.write(try Recipe(defaultsOf: sampleTable))
    try RunFolder.clearUnfinishedCreation(at: half.url)
    try RunFolder.clearUnfinishedCreation(at: half.url)
    #expect(try names(in: folder.url) == [])
    let used = try RunFolder.create(at: folder.place("used"))
    try used.write(Data(), to: "samples/reals.png")
    #expect(throws: RunError.folderNotEmpty(path: used.url.path)) {
      try RunFolder.clearUnfinishedCreation(at: used.url)
    }
    #expect(try names(in: used.file("samples")) == ["reals.png"])
  }
}

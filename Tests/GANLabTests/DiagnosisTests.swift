// The rules of diagnoses on histories made by hand: what must be found, since when, and what not.

import GANLab
import Runs
import Testing

@Suite struct DiagnosisTests {
  /// A history in which all is well: D at three quarters, all modes, steady gradients.
  private static func healthy(_ count: Int, modes: Int = 8) -> [EpochFacts] {
    (0..<count).map { index in
      var facts = EpochFacts(step: 250 * index)
      facts.discriminatorAccuracy = 0.75
      facts.generatorGradientNorm = index == 0 ? nil : 0.5
      facts.inFrame = 1
      facts.spread = 1
      facts.modeCounts = (0..<modes).map { 300 + ($0 + index) % 3 * 20 }
      return facts
    }
  }

  private func report(
    _ history: [EpochFacts], _ configuration: GANConfiguration = GANConfiguration()
  ) -> DiagnosisReport {
    DiagnosisReport(history, configuration)
  }

  @Test(arguments: [0, 1, 5, 40])
  func aHealthyRunIsSilent(count: Int) {
    let report = report(Self.healthy(count))
    #expect(report.diagnoses.isEmpty)
    #expect(report.state == "healthy")
    #expect(report.markdown == nil)
  }

  @Test func saturationNeedsBothSigns() throws {
    var history = Self.healthy(10)
    for index in 4..<10 { history[index].discriminatorAccuracy = 1 }
    #expect(report(history).diagnoses.isEmpty, "D may win while G still gets a gradient")
    for index in 6..<10 { history[index].generatorGradientNorm = 1e-6 }
    let found = report(history)
    #expect(found.diagnoses.map(\.trouble) == [.discriminatorSaturated])
    let diagnosis = try #require(found.diagnoses.first)
    #expect(diagnosis.began == 1500 && diagnosis.last == 2250)
    #expect(diagnosis.evidence.contains("100.0 %") && diagnosis.evidence.contains("1e-06"))
    #expect(found.state == "discriminator-saturated")
  }

  @Test func aTroubleLastsThreeEpochs() {
    for length in 1...4 {
      var history = Self.healthy(12)
      for index in 5..<(5 + length) { history[index].inFrame = 0.2 }
      #expect(report(history).diagnoses.map(\.trouble) == (length < 3 ? [] : [.samplesLeaving]))
      #expect(report(history).state == "healthy", "it is over by the end")
    }
  }

  @Test func troublesThatComeBackAreToldTwice() {
    var history = Self.healthy(14)
    for index in [2, 3, 4, 8, 9, 10, 11] { history[index].inFrame = 0.1 }
    let found = report(history).diagnoses
    #expect(found.map(\.began) == [500, 2000])
    #expect(found.map(\.last) == [1000, 2750])
  }

  @Test func collapseNamesTheModesThatRemain() throws {
    var history = Self.healthy(10)
    for index in 6..<10 { history[index].modeCounts = [0, 0, 1200, 0, 0, 1290, 10, 0] }
    let diagnosis = try #require(report(history).diagnoses.first)
    #expect(diagnosis.trouble == .modeCollapse && diagnosis.began == 1500)
    #expect(diagnosis.evidence.contains("modes 2, 5;"), "\(diagnosis.evidence)")
    #expect(diagnosis.evidence.contains("2.0 of 8 modes"), "\(diagnosis.evidence)")
  }

  @Test func collapseToAPointNeedsNoModes() {
    var history = Self.healthy(8)
    for index in history.indices { history[index].modeCounts = nil }
    for index in 5..<8 { history[index].spread = 0.05 }
    #expect(report(history).diagnoses.map(\.trouble) == [.modeCollapse])
  }

  @Test func pointsFarAwayHaveNotCollapsed() {
    var history = Self.healthy(8)
    for index in 4..<8 {
      history[index].modeCounts = [2500, 0, 0, 0, 0, 0, 0, 0]
      history[index].inFrame = 0
    }
    #expect(report(history).diagnoses.map(\.trouble) == [.samplesLeaving])
  }

  @Test func cyclingIsNotCollapse() throws {
    var history = Self.healthy(14)
    for index in 4..<14 {
      history[index].modeCounts = (0..<8).map { $0 == index * 3 % 8 ? 2500 : 0 }
    }
    let found = report(history)
    #expect(found.diagnoses.map(\.trouble) == [.cycling])
    let diagnosis = try #require(found.diagnoses.first)
    #expect(diagnosis.evidence.contains("8 modes were visited, of which 1 are covered now"))
    #expect(found.state == "cycling")
  }

  @Test func aStillModeDoesNotCycle() {
    var history = Self.healthy(14)
    for index in 4..<14 { history[index].modeCounts = [2500, 0, 0, 0, 0, 0, 0, 0] }
    #expect(report(history).diagnoses.map(\.trouble) == [.modeCollapse])
  }

  @Test func whatGivesFakesAwayIsToldThroughout() {
    var history = Self.healthy(5)
    history[0].giveAway = "coordinate y takes 1 value only"
    let found = report(history)
    #expect(found.state == "data-give-away")
    #expect(found.diagnoses.first?.began == 0)
  }

  @Test func remediesDoNotNameWhatIsDone() {
    var history = Self.healthy(8)
    for index in 4..<8 { history[index].inFrame = 0 }
    var configuration = GANConfiguration()
    let flags = { (report: DiagnosisReport) in
      report.diagnoses.flatMap { $0.remedies.map(\.flag) }
    }
    #expect(!flags(report(history, configuration)).contains("--mixup paper"))
    configuration.mixup = .off
    #expect(
      flags(report(history, configuration)) == [
        "--mixup paper", "--objective non-saturating", "--objective wgan-gp --mixup off",
        "--lr-d 0.0001 --lr-g 0.0001",
      ])
    configuration.objective = .wassersteinGP
    #expect(flags(report(history, configuration)) == ["--lr-d 0.0001 --lr-g 0.0001"])
  }

  /// What a remedy says must be accepted where it is said: no flag that the program then refuses.
  @Test(
    arguments: [
      ["mixup=off"], ["mixup=paper"], ["mixup=demo", "r1=1"], ["objective=non-saturating"],
      ["objective=wgan-gp"], ["objective=relativistic", "r2=1"],
      ["mixup=off", "pack=2", "beta1=0"],
    ])
  func remediesCanBeTyped(changes: [String]) throws {
    var recipe = try GANRecipe.defaults()
    for change in changes { try recipe.apply(assignment: change) }
    recipe = try GANRecipe.resolved(recipe)
    let context = RemedyContext(try GANSettings(recipe).configuration)
    for trouble in Trouble.allCases {
      let remedies = context.remedies(for: trouble)
      #expect(!remedies.isEmpty, "\(trouble)")
      for remedy in remedies where remedy.flag != "--data FILE" {
        var changed = recipe
        let words = remedy.flag.split(separator: " ").map(String.init)
        for (option, value) in zip(words, words.dropFirst()) where option.hasPrefix("--") {
          if option == "--set" {
            try changed.apply(assignment: value)
          } else {
            try changed.set(String(option.dropFirst(2)), to: value)
          }
        }
        #expect(changed != recipe, "\(remedy.flag)")
        _ = try GANSettings(try GANRecipe.resolved(changed))
      }
    }
  }

  @Test func anUntrainedDotIsNoCollapse() {
    var history = Self.healthy(9)
    for index in 0..<6 {
      history[index].spread = 0.05
      history[index].modeCounts = [2500, 0, 0, 0, 0, 0, 0, 0]
    }
    #expect(report(history).diagnoses.isEmpty)
    var late = Self.healthy(20)
    for index in late.indices { late[index].spread = 0.05 }
    #expect(report(late).diagnoses.map(\.began) == [250], "a dot after ten epochs is one")
  }

  @Test func thePageSaysWhatToType() throws {
    var history = Self.healthy(8)
    for index in 4..<8 { history[index].inFrame = 0 }
    let page = try #require(report(history).markdown)
    for part in [
      "# Diagnosis", "## The samples have left the data",
      "Began at step 1000, still so at step 1750",
      "* `--objective non-saturating`: ",
    ] { #expect(page.contains(part), "\(page)") }
  }

  @Test func factsComeFromARecord() throws {
    let record: MetricsRecord = [
      "step": 500, "d_accuracy": 0.9, "g_gradient_norm": 0.25, "in_frame": 0.5, "spread": 1.5,
      "mode_counts": "3 0 5", "give_away": nil,
    ]
    let facts = try #require(EpochFacts(record))
    #expect(facts.step == 500 && facts.discriminatorAccuracy == 0.9)
    #expect(facts.generatorGradientNorm == 0.25 && facts.inFrame == 0.5 && facts.spread == 1.5)
    #expect(facts.modeCounts == [3, 0, 5] && facts.giveAway == nil)
    #expect(EpochFacts(["epoch": 1]) == nil)
  }
}

@Suite struct GiveAwayTests {
  private func line(_ count: Int, y: (Int) -> Float) -> [Float] {
    (0..<count).flatMap { [Float($0) / Float(count) - 0.5, y($0)] }
  }

  @Test func freePointsGiveNothingAway() {
    let real = line(200) { Float($0 * 37 % 200) / 200 - 0.5 }
    let generated = line(200) { Float($0 * 73 % 200) / 210 - 0.5 }
    #expect(GiveAway.found(real: real, generated: generated) == nil)
  }

  @Test func roundedCoordinatesAreNamed() throws {
    let real = line(200) { Float($0 % 10) }
    let generated = line(200) { Float($0) / 20 }
    let found = try #require(GiveAway.found(real: real, generated: generated))
    #expect(found.contains("coordinate y of 200 real points takes 10 values only"))
  }

  @Test func aThresholdIsFound() throws {
    let real = line(100) { 10 + Float($0) / 100 }
    let generated = line(100) { Float($0) / 100 }
    let found = try #require(GiveAway.found(real: real, generated: generated))
    #expect(found.contains("one threshold"), "\(found)")
  }

  @Test func fewOrBrokenPointsSayNothing() {
    #expect(GiveAway.found(real: [], generated: []) == nil)
    #expect(GiveAway.found(real: [1, 1, 1, 1], generated: [0, 0, 2, 2]) == nil)
    let broken = [Float](repeating: .nan, count: 400)
    #expect(GiveAway.found(real: broken, generated: broken) == nil)
  }
}

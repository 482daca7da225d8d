// How runs end, and what their manifests say of it.

import Runs
import Testing
import Training

@Suite struct RunOutcomeTests {
  private let manifest = Manifest(
    programVersion: "0", kind: "gan", recipeHash: "", seed: 0, kernels: "", cpuLevel: "", threads: 1
  )

  @Test(arguments: [
    (RunOutcome.done, Manifest.Outcome.done, "90 steps", nil),
    (.interrupted(step: 7), .interrupted, "stopped after step 7 of 90", nil),
    (.diverged(step: 12, description: "too large"), .diverged, "step 12: too large", 12),
  ])
  func manifestsSayHowRunsEnd(
    outcome: RunOutcome, expected: Manifest.Outcome, message: String, divergedStep: Int?
  ) {
    var manifest = manifest
    manifest.recordEnd(outcome, of: 90)
    #expect(manifest.outcome == expected)
    #expect(manifest.outcome.rawValue == outcome.name)
    #expect(manifest.message == message)
    #expect(manifest.divergedStep == divergedStep)
    #expect(manifest.ended != nil)
  }

  @Test func aRunThatGoesOnHasNotEnded() {
    var manifest = manifest
    manifest.recordEnd(.diverged(step: 12, description: "too large"), of: 90)
    manifest.recordResume(from: 10)
    #expect(manifest.outcome == .running && manifest.message.isEmpty && manifest.ended == nil)
    #expect(manifest.resumes.map(\.step) == [10])
    #expect(manifest.divergedStep == nil)
  }

  @Test func failuresKeepTheirWords() {
    struct Trouble: Error, CustomStringConvertible {
      let description = "step 3: the disk is full"
    }
    var manifest = manifest
    manifest.recordFailure(Trouble())
    #expect(manifest.outcome == .failed && manifest.message == "step 3: the disk is full")
    // Only a run that diverged has such a step.
    #expect(manifest.divergedStep == nil)
  }

  @Test(arguments: ["", "12", "step", "step x: y"])
  func otherMessagesNameNoStep(message: String) {
    var manifest = manifest
    manifest.outcome = .diverged
    manifest.message = message
    #expect(manifest.divergedStep == nil)
  }
}

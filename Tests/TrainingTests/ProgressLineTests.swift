// The text of the progress line at given instants.

import Testing
import Training

@Suite struct ProgressLineTests {
  private let start = ContinuousClock.now

  private func text(
    _ step: Int, of total: Int, first: Int = 0, after seconds: Int, note: String = "",
    width: Int = 80
  ) -> String {
    ProgressLine("run", total: total, first: first, now: start)
      .text(step, note: note, width: width, now: start + .seconds(seconds))
  }

  @Test func saysShareRateAndTimeLeft() {
    #expect(
      text(25, of: 100, after: 10)
        == "run [#####---------------] 25 %  2.5 steps/s  30 s left")
  }

  @Test func highRatesAreWholeNumbers() {
    #expect(
      text(400, of: 1000, after: 2)
        == "run [########------------] 40 %  200 steps/s  3 s left")
  }

  @Test func aResumedRunCountsItsOwnStepsForTheRate() {
    #expect(
      text(60, of: 100, first: 50, after: 5)
        == "run [############--------] 60 %  2.0 steps/s  20 s left")
  }

  @Test func withoutStepsOrTimeThereIsNoRate() {
    #expect(text(0, of: 100, after: 3) == "run [--------------------] 0 %")
    #expect(text(50, of: 100, first: 50, after: 3) == "run [##########----------] 50 %")
    #expect(text(10, of: 100, after: 0) == "run [##------------------] 10 %")
  }

  @Test func theEndHasAFullBar() {
    #expect(
      text(100, of: 100, after: 50)
        == "run [####################] 100 %  2.0 steps/s  0 s left")
  }

  @Test func aNoteStandsLast() {
    #expect(text(0, of: 10, after: 0, note: "8 modes").hasSuffix(" 0 %  8 modes"))
  }

  @Test(arguments: [200, 40, 20, 2, 1, 0, -3])
  func theWidthIsKept(width: Int) {
    let whole = text(25, of: 100, after: 10, note: "8 modes, 97 % HQ", width: 1000)
    let cut = text(25, of: 100, after: 10, note: "8 modes, 97 % HQ", width: width)
    #expect(cut == String(whole.prefix(max(1, width - 1))))
  }

  @Test func aTotalOfNothingIsDone() {
    #expect(text(0, of: 0, after: 1) == "run [####################] 100 %")
  }

  @Test(
    arguments: [
      (0, "0 s"), (44.6, "45 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (200, "3 min 20 s"),
      (3599.6, "1 h 00 min"), (7530, "2 h 05 min"), (360_000, "100 h 00 min"),
      (.infinity, "unknown"), (.nan, "unknown"), (1e12, "unknown"),
    ] as [(Double, String)])
  func durationsAreReadable(seconds: Double, expected: String) {
    #expect(ProgressLine.duration(seconds) == expected)
  }
}

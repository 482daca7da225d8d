// How often work is tried to find out how long it takes.

import Foundation
import Testing
import Training

@Suite struct TrialTimesTests {
  @Test(arguments: [1, 2, 5])
  func shortWorkIsTriedAsOftenAsAsked(count: Int) {
    var trials = 0
    let seconds = medianSeconds(of: count, within: .infinity) { trials += 1 }
    #expect(trials == count)
    #expect(seconds >= 0)
  }

  @Test func noTrialBeginsThatWouldEndTooLate() {
    var trials = 0
    // The first takes 20 ms or more, so a second would end after 40 ms at the earliest.
    let seconds = medianSeconds(of: 5, within: 0.03) {
      trials += 1
      Thread.sleep(forTimeInterval: 0.02)
    }
    #expect(trials == 1)
    #expect(seconds >= 0.02)
  }
}

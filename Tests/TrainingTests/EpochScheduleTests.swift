// The division of steps into epochs, and the steps that are kept.

import Testing
import Training

@Suite struct EpochScheduleTests {
  private func ends(_ schedule: EpochSchedule) -> [Int] {
    (1...schedule.steps).filter(schedule.endsEpoch)
  }

  @Test func aPartialLastEpochCounts() {
    let schedule = EpochSchedule(steps: 25, stepsPerEpoch: 10)
    #expect(schedule.epochCount == 3)
    #expect(ends(schedule) == [10, 20, 25])
    #expect([0, 9, 10, 24, 25].map(schedule.epochsEnded) == [0, 0, 1, 2, 3])
  }

  @Test func anExactMultipleHasNoMore() {
    let schedule = EpochSchedule(steps: 30, stepsPerEpoch: 10)
    #expect(schedule.epochCount == 3)
    #expect(ends(schedule) == [10, 20, 30])
    #expect([29, 30].map(schedule.epochsEnded) == [2, 3])
  }

  @Test(arguments: [1, 7, 1000])
  func oneStepIsOneEpoch(stepsPerEpoch: Int) {
    let schedule = EpochSchedule(steps: 1, stepsPerEpoch: stepsPerEpoch)
    #expect(schedule.epochCount == 1)
    #expect(ends(schedule) == [1])
    #expect(schedule.snapshotSteps == [1])
  }

  @Test func numbersBelowOneCountAsOne() {
    let schedule = EpochSchedule(steps: 0, stepsPerEpoch: -5)
    #expect((schedule.steps, schedule.stepsPerEpoch) == (1, 1))
  }

  @Test(
    arguments: [
      (9, [9]), (10, [10]), (11, [10, 11]), (300, [10, 100, 300]), (1000, [10, 100, 1000]),
      (20_000, [10, 100, 1000, 10_000, 20_000]),
    ])
  func snapshotsArePowersOfTenAndTheLast(steps: Int, expected: [Int]) {
    #expect(EpochSchedule(steps: steps, stepsPerEpoch: 250).snapshotSteps == expected)
  }

  @Test func theLongestRunOverflowsNothing() {
    let schedule = EpochSchedule(steps: 100_000_000, stepsPerEpoch: 1)
    #expect(schedule.snapshotSteps.count == 8)
    #expect(schedule.snapshotSteps.last == 100_000_000)
  }
}

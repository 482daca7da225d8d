// Schedules at chosen steps.

import Foundation
import NeuralNetworks
import Testing

extension NeuralNetworksTests {
  @Suite struct ScheduleTests {
    @Test(arguments: [
      (Schedule.constant, [0: 1.0, 1_000: 1]),
      (.stepDecay(every: 10, factor: 0.5), [0: 1, 9: 1, 10: 0.5, 19: 0.5, 20: 0.25, 35: 0.125]),
      (
        .milestones([60, 120, 180], factor: 0.1),
        [59: 1, 60: 0.1, 119: 0.1, 120: 0.01, 999: 0.001]
      ),
      (.cosine(steps: 100), [-5: 1, 0: 1, 25: 0.8535533906, 50: 0.5, 100: 0, 101: 0]),
      (.cosine(steps: 100, finalFactor: 0.2), [0: 1, 50: 0.6, 100: 0.2, 500: 0.2]),
      (.cosine(steps: 0), [0: 0]),
      (.linearWarmUp(steps: 4, .constant), [0: 0.25, 1: 0.5, 3: 1, 4: 1]),
      (.linearWarmUp(steps: 0, .constant), [0: 1]),
      (
        .linearWarmUp(steps: 10, .cosine(steps: 100)),
        [0: 0.1, 4: 0.5 * 0.9960573507, 50: 0.5, 100: 0]
      ),
    ])
    func factor(_ schedule: Schedule, expected: [Int: Double]) {
      for (step, factor) in expected {
        #expect(abs(schedule.factor(at: step) - factor) < 1e-9, "\(schedule) at \(step)")
      }
    }

    /// Up in 20 steps and down in 80, so that quarters of the cosines fall on steps; then no warm-up,
    /// nothing but warm-up, and no steps at all.
    @Test(
      arguments: [
        (
          .oneCycle(steps: 101, warmUpShare: 21.0 / 101),
          [
            (-1, 0.04), (0, 0.04), (10, 0.52), (20, 1), (40, 0.8535539764), (60, 0.500002),
            (80, 0.1464500236), (100, 4e-6), (999, 4e-6),
          ]
        ),
        (
          .oneCycle(steps: 21, warmUpShare: 0, initialDivisor: 2, finalDivisor: 5),
          [(0, 0.9949738718), (20, 0.1)]
        ),
        (
          .oneCycle(steps: 11, warmUpShare: 2, initialDivisor: 4),
          [(0, 0.25), (5, 0.625), (10, 1), (11, 2.5e-5)]
        ),
        (.oneCycle(steps: 0), [(0, 4e-6)]),
      ] as [(Schedule, [(Int, Double)])])
    func oneCycle(_ schedule: Schedule, _ expected: [(Int, Double)]) {
      for (step, factor) in expected {
        #expect(abs(schedule.factor(at: step) - factor) < 1e-9, "\(schedule) at \(step)")
      }
    }

    @Test func learningRateIsBaseTimesFactor() {
      let schedule = Schedule.milestones([2], factor: 0.1)
      #expect(schedule.learningRate(0.4, at: 1) == 0.4)
      #expect(abs(schedule.learningRate(0.4, at: 2) - 0.04) < 1e-15)
    }
  }
}

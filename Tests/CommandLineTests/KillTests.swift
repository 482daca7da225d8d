// Killed at twenty moments and resumed, a run ends like one that was not.

import Foundation
import Runs
import TestSupport
import Testing

extension CommandLineTests {
  @Suite struct KillTests {
    /// What a kill waits for.
    private enum Aim: CustomStringConvertible {
      /// A share of the time that the run takes.
      case time(Double)
      /// A checkpoint that is being written, after some that were.
      case temporaryCheckpoint(after: Int)
      /// A checkpoint that has just got its name, after some that did.
      case renamedCheckpoint(after: Int)
      /// A line of metrics.
      case metricsLine(Int)

      var description: String {
        switch self {
        case .time(let share): "at \(Int(share * 100)) % of the time"
        case .temporaryCheckpoint(let count): "while checkpoint \(count + 1) is written"
        case .renamedCheckpoint(let count): "when checkpoint \(count + 1) has its name"
        case .metricsLine(let number): "after line \(number) of the metrics"
        }
      }
    }

    /// A deterministic generator (SplitMix64).
    private struct Moments: RandomNumberGenerator {
      var state: UInt64

      mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
      }
    }

    /// Polls a run's folder without a pause, because what it waits for lasts microseconds.
    private struct Watch {
      let run: URL
      private var seen: Set<String> = []
      private var temporaries: Set<String> = []

      init(_ run: URL) {
        self.run = run
      }

      mutating func sees(
        _ aim: Aim, since start: ContinuousClock.Instant, of whole: Double
      ) -> Bool {
        switch aim {
        case .time(let share):
          return (ContinuousClock.now - start) / .seconds(1) > share * whole
        case .metricsLine(let number):
          let log = run.appendingPathComponent("metrics.jsonl")
          return ((try? Data(contentsOf: log)) ?? Data()).count { $0 == 0x0A } >= number
        case .temporaryCheckpoint(let count):
          look()
          return temporaries.count > count && seen.count <= count
            || seen.count > count + 1
        case .renamedCheckpoint(let count):
          look()
          return seen.count > count
        }
      }

      private mutating func look() {
        let folder = run.appendingPathComponent("checkpoints").path
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
          if name.hasSuffix(".tmp") { temporaries.insert(name) } else { seen.insert(name) }
        }
      }
    }

    @Test func twentyKilledRunsEndLikeTheUninterruptedOne() throws {
      let place = try Place()
      let start = ContinuousClock.now
      _ = try place.succeed(smallRun("whole"))
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      let whole = try RunContent(place.file("whole"))

      var moments = Moments(state: 2018)
      var aims = (0..<8).map { _ in Aim.time(.random(in: 0.05...1, using: &moments)) }
      for _ in 0..<4 {
        let count = Int.random(in: 0...6, using: &moments)
        aims += [.temporaryCheckpoint(after: count), .renamedCheckpoint(after: count)]
        aims.append(.metricsLine(count + 1))
      }
      #expect(aims.count == 20)

      var killed = 0
      for (index, aim) in aims.enumerated() {
        let name = "killed-\(index)"
        let program = try place.start(smallRun(name))
        let begin = ContinuousClock.now
        var watch = Watch(place.file(name))
        while program.process.isRunning, !watch.sees(aim, since: begin, of: seconds) {}
        program.send(SIGKILL)
        if try program.result().code == 128 + SIGKILL { killed += 1 }
        // Before it has recipe and manifest, a folder is not yet a run that could go on.
        guard place.exists("\(name)/manifest.json") else {
          #expect(!place.exists("\(name)/metrics.jsonl"))
          continue
        }
        let resumed = try place.mixlab(["resume", name, "--quiet"])
        #expect(resumed.code == 0, "\(aim): \(resumed.error)")
        let content = try RunContent(place.file(name))
        #expect(content.differences(from: whole) == [], "killed \(aim)")
      }
      // Some kills come when the run has just ended, but not many.
      #expect(killed >= 12, "\(killed) runs were killed before their end")
    }

    @Test func aRunKilledAgainAndAgainEndsTheSame() throws {
      let place = try Place()
      _ = try place.succeed(smallRun("whole"))
      _ = try place.start(smallRun("run")).killedAfterCheckpoints(1, in: place.file("run"))
      for count in 2...5 {
        _ = try place.start(["resume", "run"])
          .killedAfterCheckpoints(count, in: place.file("run"))
      }
      _ = try place.succeed(["resume", "run", "--quiet"])
      let content = try RunContent(place.file("run"))
      #expect(content.differences(from: try RunContent(place.file("whole"))) == [])
    }
  }
}

extension RunningProgram {
  /// Kills the program when a checkpoint of that many epochs or more is there.
  fileprivate func killedAfterCheckpoints(_ count: Int, in run: URL) throws -> ProgramResult {
    let folder = run.appendingPathComponent("checkpoints").path
    let wanted = (count - 1) * 10
    while process.isRunning {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      let steps = names.compactMap { Int($0.dropFirst("step-".count).prefix(8)) }
      if let last = steps.max(), last >= wanted { break }
    }
    send(SIGKILL)
    return try result()
  }
}

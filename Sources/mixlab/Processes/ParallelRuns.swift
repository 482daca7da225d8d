// Makes the runs of a comparison in several processes at once.

import ArgumentParser
import Comparisons
import Foundation
import Training

/// The runs of a comparison as child processes, so many at a time.
struct ParallelRuns {
  /// A child at work.
  private struct Worker {
    let run: PlannedRun
    let process: ChildProcess
    let log: URL
  }

  let comparison: Comparison
  let jobs: Int
  let progress: ParallelProgress
  let remarks: Remarks

  /// Makes all unfinished runs; one that fails is told of and does not end the others.
  ///
  /// An interrupt is passed on to all children, which save; they are waited for.
  /// - Returns: whether the user interrupted.
  func make() throws -> Bool {
    var waiting = comparison.runs.filter { $0.isUnfinished(in: comparison.folder) }
    var workers: [Worker] = []
    let lifeline = try Lifeline()
    var isPassedOn = false
    progress.begin(done: comparison.runs.count - waiting.count, of: comparison.runs.count)
    while !workers.isEmpty || !waiting.isEmpty && !Interrupt.isRequested {
      while workers.count < jobs, !waiting.isEmpty, !Interrupt.isRequested {
        let run = waiting.removeFirst()
        do {
          workers.append(try start(run, lifeline))
        } catch {
          progress.failed(run, "\(error)")
        }
      }
      if Interrupt.isRequested, !isPassedOn {
        isPassedOn = true
        progress.stopping(workers.count)
        for worker in workers { worker.process.interrupt() }
      }
      usleep(20_000)
      workers = workers.filter { worker in
        guard let ending = worker.process.ending() else { return true }
        finish(worker, ending)
        return false
      }
      progress.update(workers.map(\.run))
    }
    withExtendedLifetime(lifeline) {}
    progress.end()
    return Interrupt.isRequested
  }

  private func start(_ run: PlannedRun, _ lifeline: Lifeline) throws -> Worker {
    let log = comparison.folder.appendingPathComponent("\(run.folderName).log")
    let process = try ChildProcess(
      WorkerCommand.arguments(run, in: comparison.folder), log: log, lifeline: lifeline)
    return Worker(run: run, process: process, log: log)
  }

  /// Tells what became of a run, and keeps its log only where it says why the run failed.
  private func finish(_ worker: Worker, _ ending: ChildEnding) {
    let isGood =
      switch ending {
      case .exited(let code):
        [.success, .diverged, .interrupted].contains(ExitCode(code))
      case .signal(let number): number == SIGINT && Interrupt.isRequested
      }
    let words = (try? String(contentsOf: worker.log, encoding: .utf8)) ?? ""
    var told = words.components(separatedBy: "\n" + Terminal.prefix)
    told[0] = String(told[0].trimmingPrefix(Terminal.prefix))
    told = told.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.filter { !$0.isEmpty }
    guard !isGood else {
      unlink(worker.log.path)
      progress.clear()
      told.forEach(remarks.tell)
      progress.ended(worker.run)
      return
    }
    let reason =
      switch ending {
      case .signal(let number): "its process was ended by signal \(number)"
      // What ended it is what it told last.
      case .exited(let code): told.last ?? "its process left with code \(code)"
      }
    progress.failed(worker.run, reason)
  }
}

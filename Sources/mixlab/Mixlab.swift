// The root of the command line: its subcommands and what they share.

import ArgumentParser
import Training

@main
struct Mixlab: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mixlab",
    abstract: "Train GANs, see them fail, and find out what helps.",
    discussion: """
      First steps:
        mixlab gan
          the plain GAN against the mixup GAN on a ring of 8 Gaussians, two minutes
        mixlab gan --data grid --steps 5000
          one run, with pictures below runs/
        mixlab compare plain paper demo --seeds 3
          several recipes over several seeds
        mixlab classify --data digits
          a classifier with mixup, on data that are part of the program
        mixlab bench --all
          how fast this machine trains, and how near to its peak

      Exit codes: 0 done, 1 failed, 3 diverged (a value was no longer finite), 4 data cannot be
      used, 5 checkpoint does not fit, 64 wrong usage, 130 interrupted and saved.
      """,
    version: mixlabVersion,
    subcommands: [
      GANCommand.self, ClassifyCommand.self, PredictCommand.self, CompareCommand.self,
      ResumeCommand.self, SampleCommand.self,
      EvaluateCommand.self, RunsCommand.self, DataCommand.self, ExplainCommand.self,
      BenchCommand.self, DoctorCommand.self, WorkerCommand.self,
    ])
}

// mixlab doctor: what is installed, which kernels run, and whether they compute right.

import ArgumentParser
import Foundation
import GANLab
import GraphCompiler
import Training

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say which kernels run here, test them, and say what is missing.")

  @Flag(help: "One JSON object.")
  var json = false

  func run() throws {
    try perform {
      let report = try DoctorReport()
      Terminal.output(json ? report.json : report.text)
      if !report.isHealthy { throw ExitCode.failure }
    }
  }
}

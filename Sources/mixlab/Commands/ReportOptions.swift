// The options that commands which train or compare share: how much they say, and where they write.

import ArgumentParser
import Foundation
import Runs

struct ReportOptions: ParsableArguments {
  @Flag(help: "End with one JSON object on standard output: run, outcome, metrics.")
  var json = false

  @Flag(help: "Print nothing but the results.")
  var quiet = false

  /// Whether progress and hints stay away.
  var isSilent: Bool { json || quiet }

  /// Prints a line that the library has for the user, unless it should be silent.
  func remark(_ text: String) {
    if !isSilent { Terminal.remark(text) }
  }
}

struct PlaceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The folder to write, absent or empty; without it the next number below runs/.",
      valueName: "folder"))
  var out: String?

  /// Where the run's folder is made.
  var runPlace: RunPlace {
    out.map { .exactly(URL(fileURLWithPath: $0)) } ?? .numbered(in: URL(fileURLWithPath: "runs"))
  }
}

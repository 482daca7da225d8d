// Keeps waiting threads from burning the cores that other programs need.

import Foundation

enum ThreadWaiting {
  private static let setting = "GOMP_SPINCOUNT"

  /// Starts the program again, once, with a short spin of waiting threads, unless the user chose.
  ///
  /// libgomp lets a thread that waits for others spin for many milliseconds by default. Where
  /// another program holds a core, every kernel of ours would then wait that long. The library
  /// reads the setting only while it is loaded, before any line of ours runs.
  static func limitSpinning() {
    let environment = ProcessInfo.processInfo.environment
    guard environment[setting] == nil, environment["OMP_WAIT_POLICY"] == nil else { return }
    guard let program = Bundle.main.executablePath else { return }
    setenv(setting, "10000", 1)
    var arguments = CommandLine.arguments.map { strdup($0) } + [nil]
    execv(program, &arguments)
    // A program that cannot find itself runs on as it is.
    for argument in arguments { free(argument) }
  }
}

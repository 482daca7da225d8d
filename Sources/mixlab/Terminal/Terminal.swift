// What goes to the terminal: results to standard output, everything else to standard error.

import Comparisons
import Foundation
import Runs

enum Terminal {
  /// Whether standard error can show a line that is drawn again and again.
  static var isInteractive: Bool {
    let environment = ProcessInfo.processInfo.environment
    return isatty(STDERR_FILENO) == 1 && environment["NO_COLOR", default: ""].isEmpty
      && environment["TERM"] != "dumb"
  }

  /// The columns of the terminal on standard error, 80 where it does not say.
  static var width: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// A path as short as it can be typed from here.
  static func path(_ url: URL) -> String {
    let here = FileManager.default.currentDirectoryPath + "/"
    return url.path.hasPrefix(here) ? String(url.path.dropFirst(here.count)) : url.path
  }

  /// A line of results.
  static func output(_ text: String) {
    write(text + "\n", to: STDOUT_FILENO)
  }

  /// A line about what goes on.
  static func note(_ text: String) {
    write(text + "\n", to: STDERR_FILENO)
  }

  /// What lines of the program's own begin with.
  static let prefix = "mixlab: "

  /// A line that the library has for the user.
  static func remark(_ text: String) {
    note(prefix + text)
  }

  /// Lines about what these recipes' precision comes to on this machine, each once.
  static func notePrecision(of recipes: [Recipe], _ kind: any RunKind) throws(RecipeError) {
    var notes: [String] = []
    for recipe in recipes {
      if let text = try kind.precisionNote(recipe), !notes.contains(text) {
        notes.append(text)
      }
    }
    notes.forEach(remark)
  }

  /// A line about what went wrong.
  static func error(_ text: String) {
    write(prefix + text + "\n", to: STDERR_FILENO)
  }

  /// Draws a line over the last one; "" clears it.
  static func redraw(_ text: String) {
    write("\r\u{1B}[2K\(text)", to: STDERR_FILENO)
  }

  private static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }
}

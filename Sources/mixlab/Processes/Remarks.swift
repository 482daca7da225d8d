// What runs of a comparison have for the user, told once however many of them say it.

/// Lines that have been told already.
final class Remarks {
  private let print: (String) -> Void
  private var told: Set<String> = []

  /// - Parameter print: puts a line before the user.
  init(_ print: @escaping (String) -> Void) {
    self.print = print
  }

  /// Prints a line, unless it was printed before.
  func tell(_ line: String) {
    if told.insert(line).inserted { print(line) }
  }
}

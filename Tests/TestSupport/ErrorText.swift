// What a test that expects an error reads.

/// The text of the error that a body throws.
package func errorText(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "no error"
  } catch {
    return "\(error)"
  }
}

// Takes a run back to a checkpoint, so that what follows is written as if nothing had happened.

import Foundation

extension RunFolder {
  /// Drops all that a run wrote after a step and an epoch: checkpoints, pictures, metrics.
  ///
  /// A run that was killed at any instant and resumed ends with the same bytes as one that was not.
  /// Dropping can itself be interrupted and repeated.
  ///
  /// - Parameters:
  ///   - step: the step of the checkpoint from which the run goes on.
  ///   - epoch: the last epoch whose pictures belong to that checkpoint.
  public func dropAfter(step: Int, epoch: Int) throws(RunError) {
    for later in try CheckpointStore(self).steps() where later > step {
      try Files.delete(file(CheckpointStore.name(step: later)).path)
    }
    let samples = file("samples").path
    for name in try Files.names(in: samples) {
      guard let number = numbered(name, prefix: "epoch-", suffix: ".png"), number > epoch else {
        continue
      }
      try Files.delete("\(samples)/\(name)")
    }
    try Files.synchronizeFolder(samples)
    try Files.synchronizeFolder(file("checkpoints").path)
    try metrics.truncate(after: step)
  }

  /// The name of the sample picture of an epoch, such as "samples/epoch-0001.png".
  public static func pictureName(epoch: Int) -> String {
    "samples/epoch-\(zeroPadded(epoch, width: 4)).png"
  }
}

/// A number with leading zeros.
func zeroPadded(_ number: Int, width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// The number in a name of the form prefix, digits, suffix; nil if the name is of another form.
func numbered(_ name: String, prefix: String, suffix: String) -> Int? {
  guard name.hasPrefix(prefix), name.hasSuffix(suffix),
    name.count > prefix.count + suffix.count
  else { return nil }
  let digits = name.dropFirst(prefix.count).dropLast(suffix.count)
  return digits.allSatisfy { ("0"..."9").contains($0) } ? Int(digits) : nil
}

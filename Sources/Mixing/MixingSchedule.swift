// In which epochs of a training batches are mixed.

/// In which epochs of a training batches are mixed.
///
/// A step that is to be mixed in some epochs only is compiled twice, with the mixing and with
/// `BatchMixing.off`.
public struct MixingSchedule: Sendable, Equatable {
  /// How many of the first epochs go without, as the five of the paper's speech experiment (3.3).
  public var warmUpEpochs: Int
  /// How many of the last epochs go without, so that training ends on real samples.
  public var lastEpochsOff: Int

  /// A schedule; by default batches are mixed in all epochs.
  public init(warmUpEpochs: Int = 0, lastEpochsOff: Int = 0) {
    self.warmUpEpochs = warmUpEpochs
    self.lastEpochsOff = lastEpochsOff
  }

  /// Whether batches are mixed in an epoch, counted from 1, of so many.
  public func isOn(epoch: Int, of epochs: Int) -> Bool {
    epoch > warmUpEpochs && epoch <= epochs - lastEpochsOff
  }
}

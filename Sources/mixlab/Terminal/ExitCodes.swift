// Exit codes that mean something, and the errors that lead to them.

import ArgumentParser
import Comparisons
import Datasets
import Downloads
import Foundation
import GANLab
import NeuralNetworks
import Runs
import Tensors
import Training

extension ExitCode {
  /// A value was no longer finite.
  static let diverged = ExitCode(3)
  /// A file of data cannot be used.
  static let badData = ExitCode(4)
  /// A checkpoint does not belong to the run.
  static let checkpointMismatch = ExitCode(5)
  /// The user interrupted, and a checkpoint was saved.
  static let interrupted = ExitCode(130)
}

/// Runs a command's work; an error is printed with its remedy and ends the process with its code.
func perform(_ body: () throws -> Void) throws {
  ThreadWaiting.limitSpinning()
  // A limit on file sizes is an error of the write, told like a full disk, not the end.
  signal(SIGXFSZ, SIG_IGN)
  do {
    try body()
  } catch let code as ExitCode {
    throw code
  } catch {
    Terminal.error("\(error)")
    throw exitCode(for: error)
  }
}

private func exitCode(for error: any Error) -> ExitCode {
  switch error {
  case is RecipeError, is UsageError, is UnknownRecipe: .validationFailure
  case is UnknownImageData, is TableSourceError: .validationFailure
  case ComparisonError.mixedKinds, ComparisonError.sameRun, ComparisonError.fewerSeeds:
    .validationFailure
  // Settings that nothing can be made of; what goes wrong later has errors of its own.
  case is ConfigurationError, is OptimizerError, is ShapeError: .validationFailure
  case TableFileError.unknownLabel: .validationFailure
  case is PointFileError, is FinitePointsError, is DataLocationError: .badData
  case is TableFileError, is TableSetError, is TableSplitError: .badData
  case is ImageFileError, is ImageSetError, is ImageSplitError, is ImageFolderError: .badData
  case let error as DownloadError: exitCode(for: error)
  case is CheckpointMismatch, is SafetensorsError: .checkpointMismatch
  default: .failure
  }
}

private func exitCode(for error: DownloadError) -> ExitCode {
  switch error {
  case .notFetched: error.isAboutContent ? .badData : .failure
  case .interrupted: .interrupted
  case .invalidMirror: .validationFailure
  case .inUse, .cannotWrite: .failure
  }
}

/// A command line that cannot be carried out.
struct UsageError: Error, CustomStringConvertible {
  let description: String
}

// What the settings of a classifier can name.

import Mixing

/// How samples of a batch are mixed, by the name that recipes use.
enum MixingMethod: String, CaseIterable, Sendable {
  case off
  case mixup
  case cutmix
  case mixupOrCutmix = "mixup-or-cutmix"
  case dirichlet
}

/// Whom a sample is mixed with, by the name that recipes use.
enum PartnerChoice: String, CaseIterable, Sendable {
  case permutation
  case reversed
  case shifted
  case sameClass = "same-class"
  /// The batches of a second order of the training samples.
  case loader
  /// One of a sample's nearest training samples, of any class.
  case neighbours
  /// One of a sample's nearest training samples of its own class.
  case sameClassNeighbours = "same-class-neighbours"

  /// Whether partners come from outside of the batch.
  var isGiven: Bool { [.loader, .neighbours, .sameClassNeighbours].contains(self) }

  /// Whether partners are nearest training samples.
  var isNeighbours: Bool { [.neighbours, .sameClassNeighbours].contains(self) }

  /// The choice as the mixing knows it.
  var partners: BatchMixing.Partners {
    switch self {
    case .permutation: .permutation
    case .reversed: .reversed
    case .shifted: .shifted
    case .sameClass: .sameClass
    case .loader, .neighbours, .sameClassNeighbours: .given
    }
  }
}

/// What moves the weights, by the name that recipes use.
enum OptimizerChoice: String, CaseIterable, Sendable {
  case sgd
  case nesterov
  case adam
  case adamW = "adamw"
  case rmsprop
}

/// What the learning rate does, by the name that recipes use.
enum ScheduleChoice: String, CaseIterable, Sendable {
  case constant
  case milestones
  case cosine
  case oneCycle = "one-cycle"
}

/// When the training samples are measured, by the name that recipes use.
enum TrainingMetrics: String, CaseIterable, Sendable {
  case off
  case last
  case every
}

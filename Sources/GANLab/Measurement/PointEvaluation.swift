// What a GAN in the plane makes and thinks at one moment.

/// Points of both generators, and the discriminator's answers and slopes.
///
/// Points are flat, x and y in turn.
public struct PointEvaluation: Sendable {
  /// Points of the generator as it is.
  public let generated: [Float]
  /// Points of the averaged generator from the same noise.
  public let averaged: [Float]
  /// Real points that training does not draw, the same in every evaluation.
  public let real: [Float]
  /// The discriminator's mean answer on the real points.
  ///
  /// An answer is a probability of "real", or a score of any size where D is a critic.
  public let realAnswer: Float
  /// Its mean answer on the generated points.
  public let fakeAnswer: Float
  /// How often its answer is on the right side of one half, the mean over both kinds of points; nil
  /// where D is a critic, whose scores have no sides.
  public let accuracy: Float?
  /// The mean norm of the gradient of D's logit or score with respect to its input, at real points.
  public let realSlope: Float
  /// The same at generated points.
  public let fakeSlope: Float
  /// Its answers on a square lattice over the frame, lowest row first.
  public let field: [Float]
  /// The gradients of its logit or score with respect to its input, on the lattice of arrows.
  public let arrows: [Float]
  /// The generator's points on a square lattice of its first two inputs, lowest row first.
  public let warpedLattice: [Float]
  /// Whether answers are probabilities.
  public let hasProbabilities: Bool
}

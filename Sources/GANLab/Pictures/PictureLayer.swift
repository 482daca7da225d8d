// What a picture of a GAN in the plane can show besides points and answers.

/// A layer of the picture of an epoch that is drawn only where a recipe asks for it.
public enum PictureLayer: String, Sendable, CaseIterable {
  /// Arrows along the gradient of the discriminator's logit or score: where it sends the fakes.
  case arrows
  /// The generator's image of a square lattice of its inputs.
  case lattice
}

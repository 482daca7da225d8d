// What can go wrong while drawing, encoding or decoding a picture.

/// An error of the picture rooms; its description says what came, what was needed and the remedy.
package enum ImagingError: Error, Equatable, CustomStringConvertible {
  /// A picture or a part of one is too small, too large or not of the size that its data needs.
  case invalidSize(came: String, needed: String, remedy: String)

  /// The data to draw cannot be drawn: a wrong count, an empty range, a value outside its domain.
  case invalidData(came: String, needed: String, remedy: String)

  /// A text chunk that the PNG format cannot hold.
  case invalidText(came: String, needed: String, remedy: String)

  /// libpng could not write the picture.
  case encodingFailed(reason: String)

  /// The bytes are no PNG, are damaged or exceed the limits.
  case decodingFailed(reason: String)

  /// The bytes are no JPEG, are damaged, exceed the limits or are of a kind that is not read.
  case jpegDecodingFailed(reason: String)

  /// A JPEG came to a build without libjpeg.
  case jpegUnavailable

  package var description: String {
    switch self {
    case .invalidSize(let came, let needed, let remedy),
      .invalidData(let came, let needed, let remedy),
      .invalidText(let came, let needed, let remedy):
      "\(came); needed: \(needed). \(remedy)"
    case .encodingFailed(let reason):
      "the picture could not be encoded as PNG: \(reason). Make it smaller or free memory."
    case .decodingFailed(let reason):
      "the PNG could not be read: \(reason). Check the file, or raise the limits if you trust it."
    case .jpegDecodingFailed(let reason):
      "the JPEG could not be read: \(reason). Check the file, or raise the limits if you trust it."
    case .jpegUnavailable:
      "a JPEG came, and this build does not read them; needed: libjpeg. "
        + "\(JPEGLibrary.remedy), or convert the file to PNG."
    }
  }
}

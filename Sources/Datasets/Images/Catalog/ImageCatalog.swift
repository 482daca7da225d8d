// The published sets of images that the program knows by name.

/// Published sets of images by name.
public enum ImageCatalog {
  /// Every set; the one that needs no download first.
  public static let all: [CatalogEntry] = [digits, mnist, fashionMNIST, cifar10, cifar100]

  /// The set of a name, or nil if there is none.
  public static func named(_ name: String) -> CatalogEntry? {
    all.first { $0.name == name }
  }

  /// The handwritten digits inside the program.
  public static let digits = CatalogEntry(
    name: "digits", title: "small handwritten digits, part of the program", channels: 1,
    height: DigitsData.side, width: DigitsData.side, trainingCount: EmbeddedDigits.trainingCount,
    testCount: DigitsData.count - EmbeddedDigits.trainingCount,
    classNames: (0...9).map(String.init),
    source: "E. Alpaydin, C. Kaynak, Optical Recognition of Handwritten Digits (test part), UCI "
      + "Machine Learning Repository, doi 10.24432/C50P49",
    terms: "CC BY 4.0", format: .embedded, files: [])

  /// The set whose files hold some bytes, told by their checksum.
  package static func owner(ofContent sha256: String) -> CatalogEntry? {
    all.first { entry in
      entry.files.contains { $0.contents.contains { $0.sha256 == sha256 } }
    }
  }
}

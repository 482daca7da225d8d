// The published tables that the program knows by name: the six of the UCI experiments.

/// Published tables by name, from the UCI Machine Learning Repository.
///
/// They are the sets of section 3.6 of Zhang et al. 2018, which leaves open how they were encoded,
/// scaled and split.
public enum TableCatalog {
  /// Every table; the one that needs no download first.
  public static let all = [iris, abalone, arcene, arrhythmia, htru2, phishing]

  /// The table of a name, or nil if there is none.
  public static func named(_ name: String) -> TableCatalogEntry? {
    all.first { $0.name == name }
  }

  private static let terms = "CC BY 4.0"

  /// Flowers, inside the program.
  public static let iris = TableCatalogEntry(
    name: "iris", title: "flowers of three species, part of the program", count: 150,
    featureCount: 4, classCount: 3,
    source: "R. A. Fisher, 1936; UCI Machine Learning Repository, doi 10.24432/C56C76",
    page: page(53, "iris"), terms: terms,
    remarks: [
      "rows 35 and 38 are those of UCI, which differ from Fisher's paper: it has a petal width of "
        + "0.2 in row 35, a sepal width of 3.6 and a petal length of 1.4 in row 38"
    ],
    format: .embedded, files: [])

  /// Shells whose rings tell their age.
  public static let abalone = TableCatalogEntry(
    name: "abalone", title: "shells, by the number of their rings", count: 4177, featureCount: 10,
    classCount: 28,
    source: "W. Nash, T. Sellers, S. Talbot, A. Cawthorn, W. Ford, 1994; UCI Machine Learning "
      + "Repository, doi 10.24432/C55C7W",
    page: page(1, "abalone"), terms: terms,
    remarks: [
      "each number of rings that occurs, 1 to 29 but for 28, is a class; the paper's errors fit "
        + "that, not a grouping into three ages"
    ],
    format: .delimited(columns: [
      "sex", "length", "diameter", "height", "whole weight", "shucked weight", "viscera weight",
      "shell weight", "rings",
    ]),
    files: [
      file(
        "abalone.data", 191_873, "de37cdcdcaaa50c309d514f248f7c2302a5f1f88c168905eba23fe2fbc78449f")
    ],
    subfolders: ["uci/abalone"])

  /// Mass spectra of blood.
  public static let arcene = TableCatalogEntry(
    name: "arcene", title: "mass spectra, cancer or not", count: 200, featureCount: 10_000,
    classCount: 2,
    source: "I. Guyon, S. Gunn, A. Ben-Hur, G. Dror, NIPS 2003 feature selection challenge; UCI "
      + "Machine Learning Repository, doi 10.24432/C58P55",
    page: page(167, "arcene"), terms: terms,
    remarks: [
      "the challenge's training rows train, and its validation rows test: the labels of its test "
        + "rows are not published",
      "3,000 of the 10,000 features are probes that say nothing of the class",
    ],
    format: .separateLabels,
    files: [
      file(
        "arcene_train.data", 2_715_483,
        "580f314d09fd3d67aa8b58a8250efb59a28d69a7d23a612a78a0b0cefc4d0264"),
      file(
        "arcene_train.labels", 256,
        "434bb813ff7e69d182eeed347f77bd4981917d6233efedd01b5f6d916c282fbe"),
      file(
        "arcene_valid.data", 2_723_110,
        "7f8792b3cfb083c3b722e31b37a0c40604506bdece1d2db621e00d862da1c549"),
      file(
        "arcene_valid.labels", 256,
        "b591228155de082dd39b2e85b12b75a55bd8ca057b7e1c0d7f54683d0a594fc3"),
    ],
    subfolders: ["ARCENE", "uci/arcene"])

  /// Heartbeats.
  public static let arrhythmia = TableCatalogEntry(
    name: "arrhythmia", title: "electrocardiograms, by kinds of arrhythmia", count: 452,
    featureCount: 279, classCount: 13,
    source: "H. A. Guvenir, B. Acar, H. Muderrisoglu, 1998; UCI Machine Learning Repository, "
      + "doi 10.24432/C5BS32",
    page: page(5, "arrhythmia"), terms: terms,
    remarks: ["of the 16 class codes, 11, 12 and 13 occur in no row and are no classes here"],
    format: .delimited(columns: nil),
    files: [
      file(
        "arrhythmia.data", 402_355,
        "a7f0f4ca289a4c58b5ed85a9adb793189acd38425828ce3dfbb70adb45f30169")
    ],
    subfolders: ["uci/arrhythmia"])

  /// Radio signals.
  public static let htru2 = TableCatalogEntry(
    name: "htru2", title: "radio signals, pulsars or not", count: 17_898, featureCount: 8,
    classCount: 2,
    source: "R. J. Lyon, 2017; UCI Machine Learning Repository, doi 10.24432/C5DK6R",
    page: page(372, "htru2"), terms: terms, remarks: [],
    format: .delimited(
      columns: ["profile", "DM-SNR curve"].flatMap { curve in
        ["mean", "deviation", "kurtosis", "skewness"].map { "\(curve) \($0)" }
      } + ["pulsar"]),
    files: [
      file(
        "HTRU_2.csv", 1_730_114, "b13b4d8929e96ecd196e464c1c8a454c3ac2ffa631015f6388957531a9923f59")
    ],
    subfolders: ["HTRU2", "uci/htru2"])

  /// Web sites.
  public static let phishing = TableCatalogEntry(
    name: "phishing", title: "web sites, phishing or not", count: 11_055, featureCount: 30,
    classCount: 2,
    source: "R. Mohammad, L. McCluskey, 2015; UCI Machine Learning Repository, "
      + "doi 10.24432/C51W2X",
    page: page(327, "phishing+websites"), terms: terms,
    remarks: [
      "the errors of Table 4 are far above those of this set: the paper's is probably Website "
        + "Phishing, 1,353 rows of 9 features and 3 classes"
    ],
    format: .arff,
    files: [
      file(
        "Training Dataset.arff", 800_856,
        "0dfcd84ccdedca6e1be2ce26452c1f1089ac3f839b9a1b0ab1cdcf6d895f9a70")
    ],
    subfolders: ["uci/phishing"])

  private static func page(_ number: Int, _ name: String) -> String {
    "https://archive.ics.uci.edu/dataset/\(number)/\(name)"
  }

  private static func file(_ name: String, _ byteCount: Int, _ sha256: String) -> CatalogFile {
    CatalogFile(name: name, byteCount: byteCount, sha256: sha256, mirrors: [], contents: [])
  }
}

// MNIST and the sets that are drop-in replacements for it.

extension ImageCatalog {
  /// Handwritten digits.
  public static let mnist = CatalogEntry(
    name: "mnist", title: "handwritten digits", channels: 1, height: 28, width: 28,
    trainingCount: 60_000, testCount: 10_000, classNames: (0...9).map(String.init),
    source: "Y. LeCun, C. Cortes, C. J. C. Burges, http://yann.lecun.com/exdb/mnist/",
    terms: "none stated; commonly redistributed as CC BY-SA 3.0", format: .idx,
    files: idxFiles(
      mirrors: [
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
      ],
      [
        IDXChecksums(
          9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
          "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
        IDXChecksums(
          28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
          "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
        IDXChecksums(
          1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
          "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
        IDXChecksums(
          4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
          "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
      ]),
    subfolders: ["raw", "MNIST/raw"])

  /// Articles of clothing.
  public static let fashionMNIST = CatalogEntry(
    name: "fashion-mnist", title: "articles of clothing", channels: 1, height: 28, width: 28,
    trainingCount: 60_000, testCount: 10_000,
    classNames: [
      "T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag",
      "ankle boot",
    ],
    source: "H. Xiao, K. Rasul, R. Vollgraf, arXiv:1708.07747, "
      + "https://github.com/zalandoresearch/fashion-mnist",
    terms: "MIT, (c) 2017 Zalando SE", format: .idx,
    files: idxFiles(
      mirrors: [
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
        "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
      ],
      [
        IDXChecksums(
          26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
          "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
        IDXChecksums(
          29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
          "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
        IDXChecksums(
          4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
          "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
        IDXChecksums(
          5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
          "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
      ]),
    subfolders: ["raw", "FashionMNIST/raw"])
}

/// Size and checksum of a packed file, and the checksum of what it unfolds to.
private struct IDXChecksums {
  let byteCount: Int
  let packed: String
  let unpacked: String

  init(_ byteCount: Int, _ packed: String, _ unpacked: String) {
    self.byteCount = byteCount
    self.packed = packed
    self.unpacked = unpacked
  }
}

/// The four files of a set of 28 x 28 images: training images and labels, test images and labels.
private func idxFiles(mirrors: [String], _ checksums: [IDXChecksums]) -> [CatalogFile] {
  let kinds: [(name: String, other: String, isTraining: Bool, role: CatalogContent.Role)] = [
    ("train-images-idx3-ubyte", "train-images.idx3-ubyte", true, .images),
    ("train-labels-idx1-ubyte", "train-labels.idx1-ubyte", true, .labels),
    ("t10k-images-idx3-ubyte", "t10k-images.idx3-ubyte", false, .images),
    ("t10k-labels-idx1-ubyte", "t10k-labels.idx1-ubyte", false, .labels),
  ]
  return zip(kinds, checksums).map { kind, sums in
    let count = kind.isTraining ? 60_000 : 10_000
    let content = CatalogContent(
      name: kind.name, alternativeNames: [kind.other],
      byteCount: kind.role == .images ? 16 + 28 * 28 * count : 8 + count, sha256: sums.unpacked,
      isTraining: kind.isTraining, role: kind.role)
    return CatalogFile(
      name: kind.name + ".gz", byteCount: sums.byteCount, sha256: sums.packed,
      mirrors: mirrors.map { $0 + kind.name + ".gz" }, contents: [content])
  }
}

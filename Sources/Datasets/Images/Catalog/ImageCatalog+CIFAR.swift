// CIFAR-10 and CIFAR-100 in their binary versions.

extension ImageCatalog {
  private static let page = "https://www.cs.toronto.edu/~kriz/"
  private static let source =
    "A. Krizhevsky, V. Nair, G. Hinton, Learning Multiple Layers of "
    + "Features from Tiny Images, 2009, \(page)cifar.html"
  private static let terms = "none stated beyond the citation; drawn from 80 Million Tiny Images"

  /// Small photographs of ten kinds of animals and vehicles.
  public static let cifar10 = CatalogEntry(
    name: "cifar10", title: "small photographs, 10 classes", channels: 3, height: 32, width: 32,
    trainingCount: 50_000, testCount: 10_000,
    classNames: [
      "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
    ],
    source: source, terms: terms, format: .cifar10,
    files: [
      CatalogFile(
        name: "cifar-10-binary.tar.gz", byteCount: 170_052_171,
        sha256: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
        mirrors: [page + "cifar-10-binary.tar.gz"],
        contents: [
          batch("data_batch_1", "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5"),
          batch("data_batch_2", "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed"),
          batch("data_batch_3", "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67"),
          batch("data_batch_4", "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48"),
          batch("data_batch_5", "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add"),
          batch("test_batch", "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b"),
        ])
    ],
    subfolders: ["cifar-10-batches-bin"])

  /// Small photographs of a hundred kinds of things; the labels are the fine ones.
  public static let cifar100 = CatalogEntry(
    name: "cifar100", title: "small photographs, 100 classes", channels: 3, height: 32, width: 32,
    trainingCount: 50_000, testCount: 10_000, classNames: cifar100ClassNames, source: source,
    terms: terms, format: .cifar100,
    files: [
      CatalogFile(
        name: "cifar-100-binary.tar.gz", byteCount: 168_513_733,
        sha256: "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec",
        mirrors: [page + "cifar-100-binary.tar.gz"],
        contents: [
          CatalogContent(
            name: "train.bin", byteCount: 50_000 * CIFARRecords.hundred.size,
            sha256: "f31298fc616915fa142368359df1c4ca2ae984d6915ca468b998a5ec6aeebf29",
            isTraining: true, role: .records),
          CatalogContent(
            name: "test.bin", byteCount: 10_000 * CIFARRecords.hundred.size,
            sha256: "d8b1e6b7b3bee4020055f0699b111f60b1af1e262aeb93a0b659061746f8224a",
            isTraining: false, role: .records),
        ])
    ],
    subfolders: ["cifar-100-binary"])

  private static func batch(_ name: String, _ sha256: String) -> CatalogContent {
    CatalogContent(
      name: name + ".bin", byteCount: 10_000 * CIFARRecords.ten.size, sha256: sha256,
      isTraining: name != "test_batch", role: .records)
  }

  private static let cifar100ClassNames = """
    apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus \
    butterfly camel can castle caterpillar cattle chair chimpanzee clock cloud cockroach couch \
    crab crocodile cup dinosaur dolphin elephant flatfish forest fox girl hamster house kangaroo \
    keyboard lamp lawn_mower leopard lion lizard lobster man maple_tree motorcycle mountain mouse \
    mushroom oak_tree orange orchid otter palm_tree pear pickup_truck pine_tree plain plate poppy \
    porcupine possum rabbit raccoon ray road rocket rose sea seal shark shrew skunk skyscraper \
    snail snake spider squirrel streetcar sunflower sweet_pepper table tank telephone television \
    tiger tractor train trout tulip turtle wardrobe whale willow_tree wolf woman worm
    """.split(separator: " ").map(String.init)
}

// Reads a published set from its files, and refuses what is not that set.

extension LocatedEntry {
  /// Training and test images.
  ///
  /// - Throws: `ImageFileError` for files that cannot be read, that are damaged, or that belong to
  ///   another set; `ImageSetError`.
  public func load() throws -> ImageSplit {
    let (training, test) =
      switch entry.format {
      case .embedded: try EmbeddedDigits.load()
      case .idx: try idx()
      case .cifar10: try records(.ten)
      case .cifar100: try records(.hundred)
      }
    return try ImageSplit(name: entry.name, training: training, test: test, origin: origin)
  }

  private func idx() throws -> (training: ImageSet, test: ImageSet) {
    var images: [Bool: (images: IDXFile.Images, name: String)] = [:]
    var labels: [Bool: NamedBytes] = [:]
    for file in files {
      try file.forEachContent { content, name, bytes in
        let named = NamedBytes(name: name, bytes: bytes)
        switch content.role {
        case .images: images[content.isTraining] = (try IDXFile.images(named), name)
        case .labels, .records: labels[content.isTraining] = named
        }
      }
    }
    func part(isTraining: Bool) throws -> ImageSet {
      guard let (found, name) = images[isTraining], let named = labels[isTraining] else {
        throw DataLocationError.notFound(name: entry.name, places: [])
      }
      try check(count: found.count, isTraining: isTraining, name)
      guard found.height == entry.height, found.width == entry.width else {
        throw ImageFileError.malformed(
          file: name, offset: 8, found: "images of \(found.height) x \(found.width)",
          needed: "\(entry.height) x \(entry.width), as \(entry.name) has")
      }
      let values = try IDXFile.labels(
        named, classCount: entry.classNames.count, imageCount: found.count)
      try checkOwner(of: named)
      return try set(Array(found.pixels), values, isTraining: isTraining)
    }
    return (try part(isTraining: true), try part(isTraining: false))
  }

  private func records(_ format: CIFARRecords) throws -> (training: ImageSet, test: ImageSet) {
    var parts: [Bool: CIFARRecords.Images] = [:]
    for isTraining in [true, false] {
      let contents = files.flatMap(\.published.contents).filter { $0.isTraining == isTraining }
      var images = CIFARRecords.Images()
      // Known sizes of a known set, not what a file claims.
      images.pixels.reserveCapacity(contents.reduce(0) { $0 + $1.byteCount })
      parts[isTraining] = images
    }
    for file in files {
      try file.forEachContent { content, name, bytes in
        let named = NamedBytes(name: name, bytes: bytes)
        guard bytes.count == content.byteCount else {
          throw named.malformed(
            at: min(bytes.count, content.byteCount), "\(bytes.count) bytes",
            "\(content.byteCount), as the file of \(entry.name) has")
        }
        try format.read(named, into: &parts[content.isTraining, default: .init()])
      }
    }
    func part(isTraining: Bool) throws -> ImageSet {
      let images = parts.removeValue(forKey: isTraining) ?? .init()
      try check(count: images.labels.count, isTraining: isTraining, entry.name)
      return try set(images.pixels, images.labels, isTraining: isTraining)
    }
    return (try part(isTraining: true), try part(isTraining: false))
  }

  private func set(
    _ pixels: [UInt8], _ labels: [Int32], isTraining: Bool
  ) throws(ImageSetError) -> ImageSet {
    try ImageSet(
      name: "\(entry.name) \(isTraining ? "training" : "test")", channels: entry.channels,
      height: entry.height, width: entry.width, pixels: pixels, labels: labels,
      classNames: entry.classNames)
  }

  private func check(count: Int, isTraining: Bool, _ file: String) throws(ImageFileError) {
    let needed = isTraining ? entry.trainingCount : entry.testCount
    guard count == needed else {
      throw .malformed(
        file: file, offset: nil, found: "\(count) images",
        needed: "\(needed), as \(entry.name) has; fetch it again")
    }
  }

  /// Labels are small and differ between sets whose files have the same names and sizes.
  private func checkOwner(of labels: NamedBytes) throws(ImageFileError) {
    let sum = SHA256.hexadecimal(of: labels.bytes)
    if let owner = ImageCatalog.owner(ofContent: sum), owner.name != entry.name {
      throw .wrongSet(file: labels.name, found: owner.name, needed: entry.name)
    }
  }
}

// What is known of a published set of images: its shape, its classes, and its files.

/// A published set of images.
public struct CatalogEntry: Sendable {
  /// How the files of a set are read.
  package enum Format: Sendable {
    /// Images and labels in IDX files.
    case idx
    /// Records with one label.
    case cifar10
    /// Records with a coarse and a fine label, of which the fine one is kept.
    case cifar100
    /// No files: the images are part of the program.
    case embedded
  }

  /// The name that commands and recipes use.
  public let name: String
  /// What the images are, in one phrase.
  public let title: String
  /// 1 (grey) or 3 (red, green, blue).
  public let channels: Int
  /// Rows of an image.
  public let height: Int
  /// Columns of an image.
  public let width: Int
  /// The number of images to train on.
  public let trainingCount: Int
  /// The number of test images.
  public let testCount: Int
  /// The classes in the order of their labels.
  public let classNames: [String]
  /// Who made the set, and where it is described.
  public let source: String
  /// Under which terms it may be used.
  public let terms: String
  package let format: Format
  /// The files as they are published; empty where the set is part of the program.
  public let files: [CatalogFile]
  /// Folders below the set's own in which its files may lie, as other programs leave them there.
  package let subfolders: [String]

  /// Channels, rows and columns in words.
  public var sizeText: String { "\(channels) x \(height) x \(width)" }
  /// What has to be fetched, in bytes.
  public var byteCount: Int { files.reduce(0) { $0 + $1.byteCount } }

  package init(
    name: String, title: String, channels: Int, height: Int, width: Int, trainingCount: Int,
    testCount: Int, classNames: [String], source: String, terms: String, format: Format,
    files: [CatalogFile], subfolders: [String] = []
  ) {
    self.name = name
    self.title = title
    self.channels = channels
    self.height = height
    self.width = width
    self.trainingCount = trainingCount
    self.testCount = testCount
    self.classNames = classNames
    self.source = source
    self.terms = terms
    self.format = format
    self.files = files
    self.subfolders = subfolders
  }
}

/// A file of a published set.
public struct CatalogFile: Sendable {
  /// The name under which it is published.
  public let name: String
  /// Its size.
  public let byteCount: Int
  /// The SHA-256 of its bytes, 64 hexadecimal digits.
  public let sha256: String
  /// Where it can be fetched, the first place first.
  public let mirrors: [String]
  /// What it unfolds to; more than one where it is an archive.
  public let contents: [CatalogContent]

  package init(
    name: String, byteCount: Int, sha256: String, mirrors: [String], contents: [CatalogContent]
  ) {
    self.name = name
    self.byteCount = byteCount
    self.sha256 = sha256
    self.mirrors = mirrors
    self.contents = contents
  }

  /// The names that a file with a single content may also have, packed or not.
  package var acceptedNames: [String] {
    guard contents.count == 1, let content = contents.first else { return [name] }
    let plain = [content.name] + content.alternativeNames
    return [name] + plain + content.alternativeNames.map { $0 + ".gz" }
  }
}

/// A file as readers see it, unfolded.
public struct CatalogContent: Sendable {
  /// What a content is for.
  package enum Role: Sendable {
    case images, labels, records
  }

  /// The name within the archive, or of the file once it is unfolded.
  public let name: String
  /// Other names that programs give it.
  package let alternativeNames: [String]
  /// Its size.
  public let byteCount: Int
  /// The SHA-256 of its bytes, 64 hexadecimal digits.
  public let sha256: String
  package let isTraining: Bool
  package let role: Role

  package init(
    name: String, alternativeNames: [String] = [], byteCount: Int, sha256: String,
    isTraining: Bool, role: Role
  ) {
    self.name = name
    self.alternativeNames = alternativeNames
    self.byteCount = byteCount
    self.sha256 = sha256
    self.isTraining = isTraining
    self.role = role
  }
}

extension CatalogEntry {
  /// The first address of every file, for the user to download.
  public var addresses: String {
    files.compactMap(\.mirrors.first).joined(separator: " ")
  }
}

// What is known of a published table: its size, its classes, and its files.

/// A published table.
public struct TableCatalogEntry: Sendable {
  /// How the files of a table are read.
  package enum Format: Sendable {
    /// One file of delimited text without a header; the last of the columns is the label.
    case delimited(columns: [String]?)
    /// One file of ARFF whose last attribute is the label.
    case arff
    /// Values and labels of the training rows, then those of the test rows, in four files.
    case separateLabels
    /// No files: the rows are part of the program.
    case embedded
  }

  /// The name that commands and recipes use.
  public let name: String
  /// What the rows are, in one phrase.
  public let title: String
  /// The number of rows, test rows included.
  public let count: Int
  /// The number of features as networks see them, texts as a column for each.
  public let featureCount: Int
  /// The number of classes that occur.
  public let classCount: Int
  /// Who made the table, and where it is described.
  public let source: String
  /// The page that offers its files.
  public let page: String
  /// Under which terms it may be used.
  public let terms: String
  /// What a user should know of it beside what its values tell.
  public let remarks: [String]
  package let format: Format
  /// The files as they are published, which are read as they are; empty where the table is part of
  /// the program.
  public let files: [CatalogFile]
  /// Folders below the table's own in which its files may lie, as archives leave them there.
  package let subfolders: [String]

  package init(
    name: String, title: String, count: Int, featureCount: Int, classCount: Int, source: String,
    page: String, terms: String, remarks: [String], format: Format, files: [CatalogFile],
    subfolders: [String] = []
  ) {
    self.name = name
    self.title = title
    self.count = count
    self.featureCount = featureCount
    self.classCount = classCount
    self.source = source
    self.page = page
    self.terms = terms
    self.remarks = remarks
    self.format = format
    self.files = files
    self.subfolders = subfolders
  }
}

// What can be wrong with a folder of images, each with its remedy.

/// A folder of images that cannot be read or used.
public enum ImageFolderError: Error, Sendable, Equatable {
  /// The system refused, or the place is no folder.
  case cannotRead(folder: String, reason: String)
  /// No PNG or JPEG file in the folder or its subfolders.
  case noImages(folder: String)
  /// Images both in the folder itself and in its subfolders, so that some have no class.
  case mixed(folder: String, file: String, subfolder: String)
  /// A file that is no image, is damaged, or is beyond what is read.
  case broken(file: String, reason: String)
  /// No file that could be read, although broken ones may be left out.
  case allBroken(folder: String, count: Int, first: String)
  /// A side or a number of channels that images cannot have.
  case badSetting(name: String, value: Int, needed: String)
  /// More pixels in all than fit.
  case tooLarge(folder: String, count: Int, imageSize: Int, largest: Int)
  /// More pixels in all than this machine has memory for.
  case outOfMemory(folder: String, count: Int, imageSize: Int)
}

extension ImageFolderError: CustomStringConvertible {
  /// What came, what was needed, and the remedy.
  public var description: String {
    switch self {
    case .cannotRead(let folder, let reason):
      "\(folder) cannot be read: \(reason). Give the path of a folder of images."
    case .noImages(let folder):
      "\(folder) holds no images. Needed: files that end in "
        + "\(ImageFolder.endings.map { ".\($0)" }.joined(separator: ", ")) in it, or in its "
        + "subfolders, one for each class."
    case .mixed(let folder, let file, let subfolder):
      "\(folder) holds images itself, such as \(file), and in subfolders, such as \(subfolder). "
        + "Needed: all in subfolders, one for each class, or all in the folder; move them, or read "
        + "them without classes."
    case .broken(let file, let reason):
      "\(file): \(reason). Mend or remove the file, or have broken files left out."
    case .allBroken(let folder, let count, let first):
      "\(folder): none of \(count) images could be read. The first one: \(first)."
    case .badSetting(let name, let value, let needed):
      "\(name): \(value) came. Needed: \(needed)."
    case .tooLarge(let folder, let count, let size, let largest):
      "\(folder): \(count) images of \(size) values came. Needed: at most \(largest) values in all; "
        + "choose a smaller side, or fewer images."
    case .outOfMemory(let folder, let count, let size):
      "\(folder): \(count) images of \(size) bytes came, \(count * size) in all, and this machine "
        + "has not got so much memory left. Choose a smaller side, or fewer images."
    }
  }
}

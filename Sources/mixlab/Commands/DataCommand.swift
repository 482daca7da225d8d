// mixlab data: sets to train on, which are there and what they look like.

import ArgumentParser
import ClassifierLab
import Datasets
import Foundation
import GANLab
import Training

struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "List, fetch, verify and preview sets of images; list and verify tables.",
    discussion: """
      Sets are named as in mixlab data list; npz:FILE is an archive of NumPy with images of your \
      own, folder:PATH a folder of PNG and JPEG images of any sizes, subfolders being classes, \
      csv:FILE and arff:FILE a table of your own. The files of a set are searched in the folder of \
      --data-dir, or else in that of MIXLAB_DATA and in the user's cache; each may hold the files \
      or a folder named after the set.

      Examples:
        mixlab data list
        mixlab data fetch mnist
        mixlab data verify mnist --data-dir ~/datasets
        mixlab data preview digits
        mixlab data preview npz:faces.npz --columns 20 --out faces.png
        mixlab data verify folder:photos --broken-images skip
        mixlab data verify csv:flowers.csv --label colour
      """,
    subcommands: [ListData.self, FetchData.self, VerifyData.self, PreviewData.self])
}

/// The folder of the files of sets.
struct DataFolderOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("The folder of a set's files, or the one above it.", valueName: "folder"))
  var dataDir: String?

  var location: DataLocation { DataLocation(folder: dataDir) }
}

/// How the images of a folder are read.
struct ImageFolderOptions: ParsableArguments {
  enum Broken: String, ExpressibleByArgument, CaseIterable {
    case stop, skip
  }

  @Option(
    help: ArgumentHelp(
      "The side of a folder's images, to which they are resized and cut.", valueName: "pixels"))
  var imageSize = 32

  @Option(
    help: ArgumentHelp("Colours of a folder's images: 3 or 1 (grey).", valueName: "number"))
  var imageChannels = 3

  @Option(
    help: ArgumentHelp("What a file of a folder that cannot be read does.", valueName: "word"))
  var brokenImages = Broken.stop

  func validate() throws {
    guard ImageFolder.sides.contains(imageSize) else {
      throw ValidationError("--image-size: \(imageSize) came. Needed: 1 to 4096 pixels.")
    }
    guard imageChannels == 1 || imageChannels == 3 else {
      throw ValidationError("--image-channels: \(imageChannels) came. Needed: 3 or 1.")
    }
  }

  var settings: ImageFolderSettings {
    ImageFolderSettings(
      side: imageSize, channels: imageChannels,
      brokenFiles: brokenImages == .skip ? .leaveOut : .stop)
  }
}

private struct ListData: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the sets that have a name, and where they were found.")

  @OptionGroup var folder: DataFolderOption

  @Flag(help: "One JSON object: sets, tables.")
  var json = false

  func run() throws {
    try perform {
      let list = ImageDataList(folder.location)
      let tables = TableDataList(folder.location)
      guard json else { return Terminal.output("\(list.text)\n\n\(tables.text)") }
      Terminal.output(
        "{\"sets\":[\(list.json.joined(separator: ","))],"
          + "\"tables\":[\(tables.json.joined(separator: ","))]}")
    }
  }
}

private struct VerifyData: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Compare a set's files with what was published, and read all of it.",
    discussion: """
      Sizes and SHA-256 checksums are compared, of the files or, where they were packed anew or \
      unpacked, of what is in them. The exit code is 4 where something differs.
      """)

  @Argument(help: ArgumentHelp("The set.", valueName: "name"))
  var name: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The column of your own table that holds the class: its name, its number from 1, or last.",
      valueName: "column"))
  var label: String?

  @OptionGroup var folder: DataFolderOption
  @OptionGroup var images: ImageFolderOptions

  @Flag(help: "One JSON object: name, origin, good, files, parts.")
  var json = false

  func run() throws {
    try perform {
      if let table = try TableReport(name, label: label, location: folder.location) {
        return Terminal.output(json ? table.json : table.text)
      }
      let source = try ImageReference.resolve(
        name, location: folder.location, folder: images.settings,
        orTables: TableSources.validNames)
      guard label == nil else {
        throw UsageError(
          description: "--label: \(name) holds images, whose classes are known. Needed: no "
            + "--label, or a table as csv:FILE or arff:FILE.")
      }
      let verification = try ImageDataVerification(source)
      Terminal.output(json ? verification.json : verification.text)
      if !verification.isGood { throw ExitCode.badData }
    }
  }
}

private struct PreviewData: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview",
    abstract: "Draw some images of each class, and say what to know before training.")

  enum Part: String, ExpressibleByArgument, CaseIterable {
    case training, test
  }

  @Argument(help: ArgumentHelp("The set.", valueName: "name"))
  var name: String

  @OptionGroup var folder: DataFolderOption
  @OptionGroup var images: ImageFolderOptions

  @Option(help: ArgumentHelp("The images to draw.", valueName: "part"))
  var part = Part.training

  @Option(help: ArgumentHelp("Images in a row.", valueName: "number"))
  var columns = 10

  @Option(
    help: ArgumentHelp(
      "The picture to write: .png; NAME-preview.png without it.", valueName: "file"))
  var out: String?

  @Flag(help: "One JSON object: name, origin, warnings, picture, classes, parts.")
  var json = false

  func validate() throws {
    guard ImagePreview.columnRange.contains(columns) else {
      throw ValidationError("--columns: \(columns) came. Needed: 1 to 64.")
    }
    guard out.map({ URL(fileURLWithPath: $0).pathExtension == "png" }) ?? true else {
      throw ValidationError("--out: \"\(out ?? "")\" came. Needed: a name that ends in .png.")
    }
  }

  func run() throws {
    try perform {
      guard TableSources.kind(name) == nil else {
        throw UsageError(
          description: "\(name) is a table, of which there is no picture; mixlab data verify "
            + "\(name) tells what it holds")
      }
      let source = try ImageReference.resolve(
        name, location: folder.location, folder: images.settings)
      let split = try source.load()
      guard let set = part == .training ? split.training : split.test else {
        throw UsageError(description: "--part: \(name) has no test images. Needed: training.")
      }
      let preview = try ImagePreview(set, columns: columns)
      let path = out ?? "\(source.name)-preview.png"
      try OutputFile.write(preview.png, to: URL(fileURLWithPath: path))
      let report = ImageDataReport(split)
      Terminal.output(json ? report.json(picture: path) : report.text)
      if !json { Terminal.note("\(path): \(preview.caption)") }
    }
  }
}

// Which folders are searched for published sets, and what is said where they are not there.

import Datasets
import Foundation
import TestSupport
import Testing

@Suite struct DataLocationTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func paths(_ folder: String?, _ environment: [String: String]) -> [String] {
    DataLocation(folder: folder, environment: environment).roots.map {
      "\($0.reason) \($0.url.path)"
    }
  }

  @Test func theOptionThenTheVariableThenTheCache() {
    let environment = ["MIXLAB_DATA": "/d", "XDG_CACHE_HOME": "/c", "HOME": "/h"]
    #expect(paths("/o", environment) == ["--data-dir /o"])
    #expect(paths(nil, environment) == ["MIXLAB_DATA /d", "XDG_CACHE_HOME /c/mixlab"])
    #expect(paths("", environment) == ["MIXLAB_DATA /d", "XDG_CACHE_HOME /c/mixlab"])
    #expect(paths(nil, ["HOME": "/h"]) == ["the user's cache /h/.cache/mixlab"])
    let relative = ["MIXLAB_DATA": "", "XDG_CACHE_HOME": "c", "HOME": "/h"]
    #expect(paths(nil, relative) == ["the user's cache /h/.cache/mixlab"])
  }

  @Test func fetchedFilesGoToTheFirstFolder() {
    let given = DataLocation(folder: "/o", environment: [:])
    #expect(given.folder(toFetch: ImageCatalog.mnist).path == "/o/mnist")
    let cache = DataLocation(environment: ["HOME": "/h"])
    #expect(cache.folder(toFetch: ImageCatalog.cifar10).path == "/h/.cache/mixlab/cifar10")
  }

  @Test func everyPlaceIsNamedWithWhatItLacks() throws {
    let names = ImageCatalog.mnist.files.map(\.name)
    try folder.write([0], to: "data/" + names[0])
    try folder.write([0], to: "data/raw/" + names[1])
    try folder.write([0], to: "data/raw/" + names[2])
    let location = DataLocation(
      environment: [
        "MIXLAB_DATA": folder.place("data").path, "XDG_CACHE_HOME": folder.place("none").path,
      ])
    let error = try #require(throws: DataLocationError.self) {
      try location.locate(ImageCatalog.mnist)
    }
    let base = folder.url.standardizedFileURL.path
    guard case .notFound("mnist", let places) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(
      places.map(\.path) == [
        "\(base)/data/mnist", "\(base)/data", "\(base)/none/mixlab/mnist", "\(base)/none/mixlab",
      ])
    #expect(places.map(\.isThere) == [false, true, false, false])
    // Of the folders that were tried there, the one that lacks least.
    #expect(places[1].missing == [names[0], names[3]])
    let text = "\(error)"
    #expect(text.contains("\(base)/data (MIXLAB_DATA): lacks \(names[0]), \(names[3])"))
    #expect(text.contains("\(base)/none/mixlab/mnist (XDG_CACHE_HOME): no such folder"))
    #expect(
      text.contains("Download https://") && text.contains(names[0]) && text.contains("--data-dir"))
  }

  @Test func embeddedSetsNeedNoFolder() throws {
    let located = try DataLocation(folder: "/nowhere", environment: [:]).locate(ImageCatalog.digits)
    #expect(located.folder == nil)
    #expect(located.origin == "part of the program")
  }

  @Test func whatIsNoFileIsNotTaken() throws {
    for file in ImageCatalog.mnist.files {
      try FileManager.default.createDirectory(
        at: folder.place(file.name), withIntermediateDirectories: true)
    }
    #expect(throws: DataLocationError.self) {
      try DataLocation(folder: folder.url.path).locate(ImageCatalog.mnist)
    }
  }

  @Test func unknownNamesAreRefused() throws {
    let location = DataLocation(folder: "/nowhere")
    for name in ["mnits", "", "npz:", "MNIST", "jpg:x"] {
      let error = try #require(throws: UnknownImageSource.self) {
        _ = try ImageSources.named(name, location: location)
      }
      #expect(
        error.description.contains("digits, mnist, fashion-mnist, cifar10, cifar100, npz:PATH"))
    }
  }

  @Test func filesThatCannotBeReadAreNamed() throws {
    let location = DataLocation(folder: "/nowhere")
    for path in [folder.place("none.npz").path, folder.url.path, "/dev/zero"] {
      let source = try ImageSources.named("npz:\(path)", location: location)
      let error = try imageFileError { _ = try source.load() }
      #expect(error.description.hasPrefix("\(path) cannot be read: "), "\(error)")
    }
    let pipe = folder.place("pipe").path
    #expect(mkfifo(pipe, 0o600) == 0)
    let source = try ImageSources.named("npz:\(pipe)", location: location)
    #expect(
      try imageFileError { _ = try source.load() }
        == .cannotRead(file: pipe, reason: "it is not an ordinary file"))
    let sparse = try folder.write([], to: "sparse.npz")
    #expect(truncate(sparse.path, 1 << 40) == 0)
    #expect(
      try imageFileError {
        _ = try ImageSources.named("npz:\(sparse.path)", location: location).load()
      }
        == .tooLarge(file: "sparse.npz", what: "the file", largest: 1 << 30))
  }
}

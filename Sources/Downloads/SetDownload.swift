// A published set brought to this machine: what is there and right stays, the rest is fetched.

import Datasets
import Foundation
import Runs

/// The download of a published set.
///
/// A set that is found where sets are searched, and is as published, is left alone. Otherwise its
/// files go into the folder that bears its name, below the first place that is searched.
public struct SetDownload {
  private let entry: CatalogEntry
  private let location: DataLocation
  private let mirrors: [URL]?
  private let patience: TransferPatience

  /// Prepares a download.
  ///
  /// - Parameters:
  ///   - location: where sets are searched.
  ///   - mirrors: addresses of folders with the files of the set, in the order in which they are
  ///     asked; those of the catalog where there are none.
  /// - Throws: `DownloadError.invalidMirror`.
  public init(
    _ entry: CatalogEntry, location: DataLocation, mirrors: [String] = [],
    patience: TransferPatience = TransferPatience()
  ) throws(DownloadError) {
    self.entry = entry
    self.location = location
    self.patience = patience
    var addresses: [URL] = []
    for mirror in mirrors { addresses.append(try Self.address(mirror)) }
    self.mirrors = addresses.isEmpty ? nil : addresses
  }

  /// Fetches what is missing.
  ///
  /// - Parameters:
  ///   - observer: hears what happens.
  ///   - shouldStop: asked at least once a second; the part of a file then stays.
  /// - Throws: `DownloadError`.
  public func run(
    observer: (any DownloadObserver)? = nil, shouldStop: @escaping () -> Bool = { false }
  ) throws -> DownloadReport {
    if let located = try? location.locate(entry), located.files.allSatisfy(Self.isAsPublished) {
      return DownloadReport(
        entry, folder: located.folder, files: entry.files.map { .init($0, fetched: nil) })
    }
    let folder = location.folder(toFetch: entry).standardizedFileURL
    do throws(RunError) {
      try Files.createFolders(folder.path)
    } catch {
      throw DownloadError(error, path: folder.path)
    }
    var files: [DownloadReport.File] = []
    for (index, file) in entry.files.enumerated() {
      if let found = LocatedEntry.File(file, in: folder), Self.isAsPublished(found) {
        files.append(.init(file, fetched: nil))
        continue
      }
      let download = FileDownload(
        file: file, folder: folder, mirrors: try addresses(of: file),
        transfer: HTTPTransfer(patience: patience, shouldStop: shouldStop), observer: observer)
      do {
        files.append(.init(file, fetched: try download.run()))
      } catch let failure as FileDownload.Failure {
        throw DownloadError.notFetched(
          name: entry.name, attempts: failure.attempts,
          missing: [.init(file)] + Self.missing(entry.files[(index + 1)...], in: folder),
          folder: folder.path)
      }
    }
    return DownloadReport(entry, folder: folder, files: files)
  }

  private func addresses(of file: CatalogFile) throws(DownloadError) -> [URL] {
    guard let mirrors else {
      var addresses: [URL] = []
      for mirror in file.mirrors { addresses.append(try Self.checked(mirror)) }
      return addresses
    }
    return mirrors.map { $0.appendingPathComponent(file.name, isDirectory: false) }
  }

  private static func isAsPublished(_ file: LocatedEntry.File) -> Bool {
    CatalogVerification.check(file).allSatisfy(\.state.isAsPublished)
  }

  private static func missing(
    _ files: ArraySlice<CatalogFile>, in folder: URL
  ) -> [DownloadError.Missing] {
    files.filter { file in
      LocatedEntry.File(file, in: folder).map { !isAsPublished($0) } ?? true
    }.map(DownloadError.Missing.init)
  }

  /// The address of a folder that a user gave.
  private static func address(_ text: String) throws(DownloadError) -> URL {
    try checked(text.hasSuffix("/") ? text : text + "/")
  }

  private static func checked(_ text: String) throws(DownloadError) -> URL {
    guard let url = URL(string: text), let scheme = url.scheme?.lowercased(),
      ["http", "https"].contains(scheme), url.host?.isEmpty == false, url.user == nil,
      url.query == nil, url.fragment == nil
    else { throw .invalidMirror(text) }
    return url
  }
}

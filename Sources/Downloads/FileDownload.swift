// One file from the first mirror that gives it whole, going on where an earlier attempt ended.

import Datasets
import Foundation

/// What a download tells of itself.
public protocol DownloadObserver: AnyObject {
  /// A file is asked for at an address; so many of its bytes are there already.
  func began(_ file: CatalogFile, at address: URL, having byteCount: Int)
  /// So many bytes of the file are there now.
  func received(_ byteCount: Int)
  /// An address has not given the file, and another one is asked next.
  func failed(at address: URL, _ failure: TransferFailure)
}

/// The download of one file.
struct FileDownload {
  /// How often a mirror is asked again that gives some bytes each time.
  private static let mostAttempts = 5

  let file: CatalogFile
  let folder: URL
  let mirrors: [URL]
  let transfer: HTTPTransfer
  let observer: (any DownloadObserver)?

  /// A file that has come.
  struct Fetched {
    let address: URL
    /// The bytes that came over the network, those of failed attempts included.
    let received: Int
  }

  /// No mirror gave the file.
  struct Failure: Error {
    let attempts: [DownloadError.Attempt]
  }

  /// Fetches the file into the folder.
  ///
  /// - Throws: `Failure`, or `DownloadError` for what no other mirror can mend.
  func run() throws -> Fetched {
    let part = try PartialFile(of: file, in: folder)
    let counter = Counter()
    var attempts: [DownloadError.Attempt] = []
    for (index, mirror) in mirrors.enumerated() {
      do {
        try fetch(mirror, into: part, counter)
        try part.finish()
        return Fetched(address: mirror, received: counter.received)
      } catch let failure as TransferFailure {
        if index + 1 < mirrors.count { observer?.failed(at: mirror, failure) }
        attempts.append(.init(address: mirror.absoluteString, failure: failure))
      }
    }
    throw Failure(attempts: attempts)
  }

  /// Asks one mirror as long as it gives more.
  private func fetch(_ mirror: URL, into part: PartialFile, _ counter: Counter) throws {
    var attempt = 1
    while true {
      let before = part.length
      do {
        return try ask(mirror, part, counter)
      } catch let failure as TransferFailure {
        let isOther = failure.isAboutContent
        // What another mirror, or an earlier day, left behind may be to blame.
        let isFromElsewhere = isOther && before > 0 && attempt == 1
        if isOther { try part.clear() }
        let hasGrown = !isOther && part.length > before
        guard isFromElsewhere || hasGrown, attempt < Self.mostAttempts else { throw failure }
        attempt += 1
      }
    }
  }

  /// Asks one mirror once for what is not there yet.
  private func ask(_ mirror: URL, _ part: PartialFile, _ counter: Counter) throws {
    if part.isFull { return try check(part) }
    observer?.began(file, at: mirror, having: part.length)
    let offset = part.length
    let plan = Plan(file: file, offset: offset)
    let head = try transfer.get(mirror, from: offset) { head, bytes in
      try plan.prepare(part, for: head)
      try part.append(bytes)
      counter.received += bytes.count
      observer?.received(part.length)
    }
    guard let head else {
      throw DownloadError.interrupted(
        part: part.path, byteCount: part.length, needed: file.byteCount)
    }
    try plan.prepare(part, for: head)
    guard part.isFull else {
      throw TransferFailure.cutOff(received: part.length, needed: file.byteCount)
    }
    try check(part)
  }

  private func check(_ part: PartialFile) throws(TransferFailure) {
    guard part.sha256 == file.sha256 else {
      throw .wrongChecksum(found: part.sha256, needed: file.sha256)
    }
  }
}

/// How many bytes came.
private final class Counter {
  var received = 0
}

/// What an answer to one request means for the part.
private final class Plan {
  private let file: CatalogFile
  private let offset: Int
  private var isPrepared = false

  init(file: CatalogFile, offset: Int) {
    self.file = file
    self.offset = offset
  }

  /// Looks at the head, once, and makes the part ready for the body.
  ///
  /// - Throws: `TransferFailure` for an answer that cannot become the file, `DownloadError`.
  func prepare(_ part: PartialFile, for head: HTTPHead) throws {
    guard !isPrepared else { return }
    isPrepared = true
    switch head.status {
    case 206:
      guard let range = head.contentRange, range.first == offset else {
        throw TransferFailure.wrongRange
      }
      try check(promised: range.total)
      guard range.last < file.byteCount else {
        throw TransferFailure.tooLong(needed: file.byteCount)
      }
    case 200:
      try check(promised: head.contentLength)
      // The server does not know ranges and sends the whole.
      if offset > 0 { try part.clear() }
    default: throw TransferFailure.status(head.status)
    }
  }

  private func check(promised: Int?) throws(TransferFailure) {
    guard let promised, promised != file.byteCount else { return }
    throw .wrongSize(promised: promised, needed: file.byteCount)
  }
}

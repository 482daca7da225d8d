// Records as sorted, indented JSON with a version, and refused where the version is another.

import Foundation

/// A record that is a JSON file of its own.
protocol VersionedRecord: Codable {
  /// The version of the format that the program writes.
  static var currentFormatVersion: Int { get }
  /// What the file is, in words: "the manifest".
  static var title: String { get }
}

private struct FormatVersion: Decodable { let formatVersion: Int }

extension VersionedRecord {
  /// The content of the file.
  ///
  /// - Parameter path: the file's place, for errors.
  /// - Throws: `RunError.invalidRecord`.
  func fileContent(for path: String) throws(RunError) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return try encoder.encode(self) + Data("\n".utf8)
    } catch {
      throw .invalidRecord(path: path, reason: "\(error)")
    }
  }

  /// The record that a file holds.
  ///
  /// - Throws: `RunError.unknownVersion` or `.malformed`.
  init(fileContent data: Data, of path: String) throws(RunError) {
    do {
      let version = try JSONDecoder().decode(FormatVersion.self, from: data).formatVersion
      guard version == Self.currentFormatVersion else {
        throw RunError.unknownVersion(path: path, found: version, known: Self.currentFormatVersion)
      }
      self = try JSONDecoder().decode(Self.self, from: data)
    } catch let error as RunError {
      throw error
    } catch let error as DecodingError {
      throw .malformed(path: path, line: nil, reason: error.reason(in: Self.title))
    } catch {
      throw .malformed(path: path, line: nil, reason: "\(error)")
    }
  }
}

extension DecodingError {
  /// Where the fault is and what it is.
  fileprivate func reason(in title: String) -> String {
    let (context, key): (Context, String?) =
      switch self {
      case .typeMismatch(_, let context), .valueNotFound(_, let context): (context, nil)
      case .keyNotFound(let key, let context): (context, key.stringValue)
      case .dataCorrupted(let context): (context, nil)
      @unknown default: (.init(codingPath: [], debugDescription: "\(self)"), nil)
      }
    let path = context.codingPath.map(\.stringValue) + (key.map { [$0] } ?? [])
    let place = path.isEmpty ? title : path.joined(separator: ".")
    return key == nil ? "\(place): \(context.debugDescription)" : "\(place) is missing"
  }
}

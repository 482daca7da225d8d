// What can be wrong with a safetensors file, with the byte at which it is.

/// A safetensors file that cannot be read or written.
public struct SafetensorsError: Error, Sendable, Equatable {
  /// What is wrong.
  public enum Problem: Sendable, Equatable {
    /// The file ends too early.
    case truncated(needed: Int, found: Int)
    /// The header claims a length that no header has.
    case headerTooLong(UInt64)
    /// The header is not the JSON that it should be.
    case badHeader(String)
    /// A tensor has a type that is not supported.
    case unknownDataType(tensor: String, type: String)
    /// A tensor has a negative or overflowing shape.
    case badShape(tensor: String, shape: [Int])
    /// A tensor's bytes are not as many as its shape and type need.
    case wrongLength(tensor: String, needed: Int, found: Int)
    /// A tensor's bytes overlap another's, leave a hole before them or lie outside the file.
    case badOffsets(tensor: String, begin: Int, end: Int)
    /// Two tensors, or two entries of the metadata, have one name.
    case duplicateName(String)
    /// The bytes are not those that were written.
    case wrongChecksum(stored: String, computed: String)
    /// A checksum was required and there is none.
    case missingChecksum
    /// The file has no tensor of this name.
    case missingTensor(String)
    /// A tensor has another type or shape than is needed.
    case wrongKind(tensor: String, needed: String, found: String)
    /// The file could not be read.
    case unreadable(SystemFailure)
  }

  /// The path of the file, or a name for data that is not from a file.
  public let file: String
  /// The byte of the file at which the problem was found.
  public let offset: Int
  /// What is wrong.
  public let problem: Problem

  /// Creates an error.
  public init(file: String, offset: Int, problem: Problem) {
    self.file = file
    self.offset = offset
    self.problem = problem
  }
}

extension SafetensorsError: CustomStringConvertible {
  /// The file, the byte, what is wrong, and the remedy.
  public var description: String {
    let place = "\(file), byte \(offset)"
    return switch problem {
    case .truncated(let needed, let found):
      "\(place): the file is cut short: \(needed) bytes are needed and \(found) are there. \(remedy)"
    case .headerTooLong(let length):
      "\(place): a header of \(length) bytes is not possible. \(remedy)"
    case .badHeader(let reason): "\(place): the header is damaged: \(reason). \(remedy)"
    case .unknownDataType(let tensor, let type):
      "\(place): \(quoted(tensor)) has the type \(quoted(type)). Needed: F32, I32, I64 or U8."
    case .badShape(let tensor, let shape):
      "\(place): \(quoted(tensor)) has the impossible shape \(shape). \(remedy)"
    case .wrongLength(let tensor, let needed, let found):
      "\(place): \(quoted(tensor)) needs \(needed) bytes and has \(found). \(remedy)"
    case .badOffsets(let tensor, let begin, let end):
      "\(place): the bytes \(begin)..<\(end) of \(quoted(tensor)) overlap others, leave a hole "
        + "before them or lie outside the file. \(remedy)"
    case .duplicateName(let name): "\(place): \(quoted(name)) is there twice. \(remedy)"
    case .wrongChecksum(let stored, let computed):
      "\(place): the file is damaged: its checksum is \(computed) and should be "
        + "\(quoted(stored)). \(remedy)"
    case .missingChecksum: "\(place): the file has no checksum. \(remedy)"
    case .missingTensor(let name):
      "\(place): there is no tensor \(quoted(name)). Use a checkpoint of the same recipe."
    case .wrongKind(let tensor, let needed, let found):
      "\(place): \(quoted(tensor)) is \(found) and \(needed) is needed. "
        + "Use a checkpoint of the same recipe."
    case .unreadable(let failure):
      "\(file) cannot be read: \(failure.reason). \(failure.remedy)"
    }
  }

  private var remedy: String { "Use an earlier checkpoint or another copy of the file." }
}

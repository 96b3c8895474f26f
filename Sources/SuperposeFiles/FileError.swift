import SystemPackage

/// The reason why a file could not be read or written, as a kind for programs and in words for people.
///
/// Each module that reads or writes files has its own error type; only this one distinguishes the system's codes.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Operation: String, Sendable {
    case read, write
  }

  public enum Kind: String, Sendable {
    /// There is no such file (when reading) or folder (when writing).
    case notFound
    /// A part of the path that must be a folder is not one.
    case notAFolder
    /// A folder, a device or a pipe is where a file must be.
    case notAFile
    /// Something else has the name already.
    case taken
    case permissionDenied
    case diskFull
    /// The bytes are not UTF-8.
    case notText
    case other
  }

  public let kind: Kind
  public let operation: Operation
  /// The path as the caller gave it.
  public let path: String
  /// What was found, in lower case and without a full stop.
  public let problem: String
  /// What to do about it.
  public let hint: String
  /// The system's own words for what happened: `No such file or directory`.
  public let systemText: String

  /// `cannot read 'a.txt': no such file; check the path`
  public var description: String { "cannot \(operation.rawValue) '\(path)': \(problem); \(hint)" }

  init(
    _ kind: Kind, _ operation: Operation, _ path: String, problem: String, hint: String, systemText: String? = nil
  ) {
    self.kind = kind
    self.operation = operation
    self.path = path
    self.problem = problem
    self.hint = hint
    self.systemText = systemText ?? problem
  }

  /// Makes the error for a failed system call.
  init(_ operation: Operation, _ path: String, _ error: Errno) {
    let kind = Kind(error)
    let words = Self.words(kind, operation)
    self.init(
      kind, operation, path, problem: words.problem ?? "\(error)".lowercased(), hint: words.hint, systemText: "\(error)"
    )
  }

  /// Makes the error for a number of the system, such as `EACCES`.
  public init(_ operation: Operation, _ path: String, code: Int32) {
    self.init(operation, path, Errno(rawValue: code))
  }

  /// Returns the words for a kind of error. The problem is nil where the system says it better.
  private static func words(_ kind: Kind, _ operation: Operation) -> (problem: String?, hint: String) {
    switch (kind, operation) {
    case (.notFound, .read), (.notAFolder, .read): ("no such file", "check the path")
    case (.notFound, .write), (.notAFolder, .write): ("no such folder", "create the folder first")
    case (.permissionDenied, .read): ("permission denied", "make the file and its folder readable for you")
    case (.permissionDenied, .write): ("permission denied", "choose a folder in which you may write")
    case (.notAFile, .read): ("it is a folder", "give a file")
    case (.notAFile, .write): ("it is a folder", "give the name of a file")
    case (.diskFull, _): (nil, "free some space or choose another disk")
    case (.taken, _): ("a file is in the way", "choose a name that is not taken")
    case (.notText, _): ("expected text in UTF-8", "check the file")
    case (.other, _): (nil, "check the path and the disk")
    }
  }
}

extension FileError.Kind {
  fileprivate init(_ error: Errno) {
    switch error {
    case .noSuchFileOrDirectory: self = .notFound
    case .notDirectory: self = .notAFolder
    case .isDirectory: self = .notAFile
    case .fileExists: self = .taken
    case .permissionDenied, .notPermitted, .readOnlyFileSystem: self = .permissionDenied
    case .noSpace, .diskQuotaExceeded, .fileTooLarge: self = .diskFull
    default: self = .other
    }
  }
}

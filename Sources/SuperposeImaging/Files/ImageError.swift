import SuperposeFiles

/// Why an image file could not be read or written.
public struct ImageError: Error, Hashable, Sendable {
  /// What kind of problem it is, for programs.
  public enum Kind: String, Sendable {
    /// There is no such file (reading) or folder (writing).
    case notFound
    /// A folder, a device or a pipe where a file must be.
    case notAFile
    /// The file or folder may not be read or written.
    case permissionDenied
    /// The content is not a picture in a known format.
    case notAnImage
    /// A picture whose file is cut short or broken.
    case damaged
    /// A picture of a kind that is not handled.
    case unsupported
    /// The system could not read the file.
    case cannotRead
    /// The system could not write the file.
    case cannotWrite
    /// There is no room left.
    case diskFull
    /// The file does not have the page or channel that was asked for.
    case noSuchPage
    /// A library that is needed is not installed.
    case unavailable
  }

  /// What was tried.
  public enum Operation: String, Sendable {
    case read
    case write
  }

  /// What kind of problem it is, for programs.
  public let kind: Kind
  /// What was tried.
  public let operation: Operation
  /// The file, as the caller gave it. A program that knows it by another name than its user does may put in the latter.
  public var path: String
  /// What was found.
  public let problem: String
  /// What to do.
  public let hint: String

  package init(_ kind: Kind, _ operation: Operation, _ path: String, problem: String, hint: String) {
    self.kind = kind
    self.operation = operation
    self.path = path
    self.problem = problem
    self.hint = hint
  }
}

extension ImageError: CustomStringConvertible {
  /// `cannot read image 'a.jpg': no such file; check the path`
  public var description: String { "cannot \(operation.rawValue) image '\(path)': \(problem); \(hint)" }
}

extension ImageError {
  /// The same for what the system refused.
  init(_ error: FileError) {
    let isRead = error.operation == .read
    self.init(
      Kind(error), isRead ? .read : .write, error.path, problem: error.problem,
      hint: error.kind == .notAFile && isRead ? "give an image file" : error.hint)
  }
}

extension ImageError.Kind {
  fileprivate init(_ error: FileError) {
    switch error.kind {
    case .notFound, .notAFolder: self = .notFound
    case .notAFile: self = .notAFile
    case .permissionDenied: self = .permissionDenied
    case .diskFull: self = .diskFull
    case .taken, .notText, .other: self = error.operation == .read ? .cannotRead : .cannotWrite
    }
  }
}

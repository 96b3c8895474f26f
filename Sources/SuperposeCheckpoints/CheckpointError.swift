import SuperposeFiles

/// Why a checkpoint could not be read, checked or written.
///
/// `kind` is for programs, which choose exit and status codes by it. `description` is for people: it names the file,
/// says what was expected and what was found, and what to do about it.
public struct CheckpointError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// There is no such file, or it is a folder or a device.
    case notFound
    /// The operating system could not read the file.
    case unreadable
    case permissionDenied
    /// The bytes are not those of a checkpoint: another format, damage, or an unsupported feature.
    case malformed
    /// A pickle names a function or class that is not needed for tensors. Nothing was executed.
    case refusedGlobal
    /// The file is a sound checkpoint, but its tensors are not the expected parameters.
    case mismatch
    case cannotWrite
  }

  public let kind: Kind
  /// The path as the caller gave it.
  public let file: String
  /// What is wrong, in one sentence; for `Kind.mismatch` a heading and one line for each group of differences.
  public let problem: String
  /// What to do about it, in one sentence.
  public let hint: String

  public var description: String {
    let separator = problem.contains("\n") ? "\n" : " "
    return "\(file): \(problem)\(separator)\(hint)"
  }
}

/// The reason for a `CheckpointError`, thrown by code that does not know the file's name.
struct Fault: Error, Equatable {
  let kind: CheckpointError.Kind
  let problem: String
  let hint: String

  static func malformed(
    _ problem: String, hint: String = "The file may be damaged or cut short: fetch or save it again."
  ) -> Fault {
    Fault(kind: .malformed, problem: problem, hint: hint)
  }

  func at(_ file: String) -> CheckpointError {
    CheckpointError(kind: kind, file: file, problem: Self.printable(problem), hint: hint)
  }

  /// Makes text from the file safe to print: a name must not steer a terminal or fill it.
  private static func printable(_ text: String) -> String {
    let scalars = text.unicodeScalars.prefix(longestProblem).map { scalar in
      scalar.properties.generalCategory == .control && scalar != "\n" ? "\u{FFFD}" : scalar
    }
    return String(String.UnicodeScalarView(scalars)) + (scalars.count == longestProblem ? "…" : "")
  }

  private static let longestProblem = 6000
}

extension Fault {
  /// Returns what `body` returns, and turns a refusal by the system into a fault.
  static func translated<Result>(_ body: () throws(FileError) -> Result) throws(Fault) -> Result {
    do { return try body() } catch { throw Fault(error) }
  }

  init(_ error: FileError) {
    self = error.operation == .read ? .reading(error) : .writing(error)
  }

  private static func reading(_ error: FileError) -> Fault {
    switch error.kind {
    case .notFound, .notAFolder:
      Fault(kind: .notFound, problem: "There is no such file.", hint: "Check the path.")
    case .notAFile:
      Fault(
        kind: .notFound, problem: "This is a folder or a device, not a file.", hint: "Give the checkpoint file itself.")
    case .permissionDenied:
      Fault(kind: .permissionDenied, problem: "The file may not be read by this user.", hint: "Check its permissions.")
    default:
      Fault(
        kind: .unreadable, problem: "The file could not be read: \(error.systemText).",
        hint: "Check the disk, then try again.")
    }
  }

  private static func writing(_ error: FileError) -> Fault {
    Fault(
      kind: error.kind == .permissionDenied ? .permissionDenied : .cannotWrite,
      problem: "The file could not be written: \(error.systemText).",
      hint: "Check that the folder exists, may be written to, and has room.")
  }
}

/// Why a checkpoint could not be read, checked or written.
///
/// `kind` is for programs (exit codes, status codes), `description` is for people: the file, what was expected and
/// what was found there, and what to do about it.
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
    /// A well-formed checkpoint whose tensors are not the expected parameters.
    case mismatch
    case cannotWrite
  }

  public let kind: Kind
  /// The path as the caller gave it.
  public let file: String
  /// One sentence; for `Kind.mismatch` a heading and one line for each group of differences.
  public let problem: String
  /// What to do about it, one sentence.
  public let hint: String

  public var description: String {
    let separator = problem.contains("\n") ? "\n" : " "
    return "\(file): \(problem)\(separator)\(hint)"
  }
}

/// A `CheckpointError` on its way up, before the file's name is known.
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

  /// Names come from the file: they must not steer a terminal or fill it.
  private static func printable(_ text: String) -> String {
    let scalars = text.unicodeScalars.prefix(longestProblem).map { scalar in
      scalar.properties.generalCategory == .control && scalar != "\n" ? "\u{FFFD}" : scalar
    }
    return String(String.UnicodeScalarView(scalars)) + (scalars.count == longestProblem ? "…" : "")
  }

  private static let longestProblem = 6000
}

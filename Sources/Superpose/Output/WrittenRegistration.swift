public import Foundation

/// What ``Registration/write(to:options:progress:)`` has written.
public struct WrittenRegistration: Sendable {
  /// The files, `registration.json` last.
  public let files: [URL]
  /// What `registration.json` holds: the registration's report and, as the stage `write`, the seconds that its pictures
  /// took to be drawn, encoded and written.
  public let report: RegistrationReport
}

/// How far the writing of a registration has come.
public struct WritingProgress: Hashable, Sendable {
  /// The file that is written now.
  public let name: String
  /// How many files are written.
  public let done: Int
  /// How many files there will be at most.
  public let total: Int
}

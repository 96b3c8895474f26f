public import Foundation
import SuperposeFiles

extension Registration {
  /// Returns the bytes of `registration.json`: keys are sorted, the text is indented, and a line feed ends it.
  ///
  /// - Parameter timings: Whether `seconds` is included. Without it, equal registrations give equal bytes.
  public func json(timings: Bool = true) throws -> Data {
    try report.json(timings: timings)
  }
}

extension RegistrationReport {
  /// Returns the bytes of `registration.json`, see ``Registration/json(timings:)``.
  public func json(timings: Bool = true) throws -> Data {
    var report = self
    if !timings { report.seconds = nil }
    return try JSON.document(report)
  }
}

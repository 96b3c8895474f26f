public import Foundation
import SuperposeFiles

extension Registration {
  /// The bytes of `registration.json`: keys sorted, indented, a line feed at the end. Equal registrations give equal
  /// bytes when `timings` is false, which leaves `seconds` out.
  public func json(timings: Bool = true) throws -> Data {
    try report.json(timings: timings)
  }
}

extension RegistrationReport {
  /// See ``Registration/json(timings:)``.
  public func json(timings: Bool = true) throws -> Data {
    var report = self
    if !timings { report.seconds = nil }
    return try JSON.document(report)
  }
}

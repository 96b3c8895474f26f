import Foundation
import Superpose
import SuperposeFiles

/// Why a request or a registration came to nothing, as RFC 9457 has it.
public struct Problem: Error, Hashable, Codable, Sendable {
  /// A word that programs can go by; it stays the same from version to version.
  public enum Code: String, Codable, Sendable, CaseIterable {
    case badRequest = "bad-request"
    case unauthorized
    case crossSite = "cross-site"
    case notFound = "not-found"
    case methodNotAllowed = "method-not-allowed"
    case uploadTimeout = "upload-timeout"
    case notRegistered = "not-registered"
    case notReady = "not-ready"
    case tooLarge = "too-large"
    case badImage = "bad-image"
    case tooManyPixels = "too-many-pixels"
    case badConfiguration = "bad-configuration"
    case noSuchImage = "no-such-image"
    case queueFull = "queue-full"
    case tooManyRequests = "too-many-requests"
    case tookTooLong = "took-too-long"
    case cancelled
    case internalError = "internal-error"
    case noSpace = "no-space"
    case stopping
  }

  public var type = "about:blank"
  public let title: String
  public let status: Int
  /// One sentence for a person: what was asked, what was found, what to do.
  public let detail: String
  public let code: Code
  /// After how many seconds it makes sense to try again; goes into the header `Retry-After`.
  public var retrySeconds: Int?
  /// What may be done instead; goes into the header `Allow`.
  public var allowed: [String]?

  public init(_ code: Code, _ detail: String, retrySeconds: Int? = nil, allowed: [String]? = nil) {
    (status, title) = Self.meanings[code] ?? (500, "Internal Server Error")
    self.detail = detail
    self.code = code
    self.retrySeconds = retrySeconds
    self.allowed = allowed
  }

  private enum CodingKeys: CodingKey { case type, title, status, detail, code }

  private static let meanings: [Code: (Int, String)] = [
    .badRequest: (400, "Bad Request"), .unauthorized: (401, "Unauthorized"), .crossSite: (403, "Forbidden"),
    .notFound: (404, "Not Found"), .methodNotAllowed: (405, "Method Not Allowed"),
    .uploadTimeout: (408, "Request Timeout"), .notRegistered: (409, "Conflict"), .notReady: (409, "Conflict"),
    .tooLarge: (413, "Content Too Large"), .badImage: (422, "Unprocessable Content"),
    .tooManyPixels: (422, "Unprocessable Content"), .badConfiguration: (422, "Unprocessable Content"),
    .noSuchImage: (422, "Unprocessable Content"), .queueFull: (429, "Too Many Requests"),
    .tooManyRequests: (429, "Too Many Requests"), .tookTooLong: (422, "Unprocessable Content"),
    .cancelled: (409, "Conflict"), .internalError: (500, "Internal Server Error"),
    .noSpace: (507, "Insufficient Storage"), .stopping: (503, "Service Unavailable"),
  ]
}

extension Problem: CustomStringConvertible {
  public var description: String { detail }
}

extension Problem {
  /// The problem behind anything that the library throws, in the words of the command line.
  /// - Parameter names: what files are called to the user, by path.
  public init(_ error: any Error, names: [String: String] = [:]) {
    switch error {
    case let problem as Problem: self = problem
    case var error as ImageError:
      error.path = names[error.path] ?? error.path.lastPathPart
      self.init(error.problemCode, "\(error)")
    case let error as ConfigurationError: self.init(.badConfiguration, "\(error)")
    // As of an image that is wholly transparent.
    case let error as GuidanceError: self.init(.badImage, "\(error)")
    case let error as FileError where error.kind == .diskFull:
      self.init(.noSpace, "the service has no space left; ask its operator")
    // Everything else is the service's own, and its paths are nobody's business: the log has them.
    default: self.init(.internalError, "the service could not do this; its log says why")
    }
  }
}

extension ImageError {
  fileprivate var problemCode: Problem.Code {
    switch kind {
    case .notAnImage, .damaged, .unsupported, .noSuchPage: .badImage
    case .diskFull: .noSpace
    // It was deleted meanwhile.
    case .notFound: .notFound
    case .notAFile, .permissionDenied, .cannotRead, .cannotWrite, .unavailable: .internalError
    }
  }
}

import Foundation
import Hummingbird
import SuperposeFiles
import SuperposeServerCore

/// Who may use the service.
public struct Access: Sendable {
  static let cookieName = "superpose-session"

  /// SHA-256 of the token and of what the cookie carries; nil where none is needed.
  private let tokenDigest: String?
  private let session: String?
  /// Whether only names of this machine are answered to, so that no other site's name can be pointed at it.
  let isLocalOnly: Bool

  /// - Parameters:
  ///   - token: what requests must carry; nil where none is needed.
  ///   - isLocalOnly: whether the service listens at the machine's own address only.
  public init(token: String?, isLocalOnly: Bool) {
    tokenDigest = token.map { Self.digest("token " + $0) }
    session = token.map { Self.digest("session " + $0) }
    self.isLocalOnly = isLocalOnly
  }

  var needsToken: Bool { tokenDigest != nil }

  /// The cookie of a browser that has shown the token: no script reads it, and no other site's page sends it.
  var cookie: String? {
    session.map { "\(Self.cookieName)=\($0); Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000" }
  }

  func accepts(bearer: String?) -> Bool {
    guard let tokenDigest else { return true }
    guard let bearer else { return false }
    return Self.isEqual(Self.digest("token " + bearer), tokenDigest)
  }

  func accepts(cookie: String?) -> Bool {
    guard let session else { return true }
    guard let cookie else { return false }
    return Self.isEqual(Self.digest("session-check " + cookie), Self.digest("session-check " + session))
  }

  private static func digest(_ text: String) -> String { sha256(of: Array(text.utf8)) }

  /// Takes the same time wherever two texts differ. Both are hashes, so that their length says nothing either.
  private static func isEqual(_ a: String, _ b: String) -> Bool {
    let (a, b) = (Array(a.utf8), Array(b.utf8))
    guard a.count == b.count else { return false }
    return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}

extension Request {
  /// The token of `Authorization: Bearer …`.
  var bearer: String? {
    guard let value = headers[.authorization], value.lowercased().hasPrefix("bearer ") else { return nil }
    return value.dropFirst("bearer ".count).trimmingCharacters(in: .whitespaces)
  }

  var sessionCookie: String? { cookies[Access.cookieName]?.value }
}

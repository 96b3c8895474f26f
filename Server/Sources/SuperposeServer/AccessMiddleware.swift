import Foundation
import HTTPTypes
import Hummingbird
import SuperposeServerCore
import Synchronization

/// Refuses requests that another site's page makes, and names of this machine that are not its own.
struct SiteMiddleware: RouterMiddleware {
  typealias Context = BasicRequestContext

  private static let localNames: Set<String> = ["localhost", "127.0.0.1", "[::1]"]
  private static let fetchSite = HTTPField.Name("Sec-Fetch-Site")

  let access: Access

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    if access.isLocalOnly, let host = request.head.authority, !Self.localNames.contains(Self.name(host)) {
      throw Problem(.crossSite, "this service answers to localhost only; open it as http://127.0.0.1 with its port")
    }
    if ![.get, .head].contains(request.method), isFromElsewhere(request) {
      throw Problem(.crossSite, "another site's page may not do this; open the service's own page")
    }
    return try await next(request, context)
  }

  private func isFromElsewhere(_ request: Request) -> Bool {
    if let name = Self.fetchSite, let site = request.headers[name], !["same-origin", "none"].contains(site) {
      return true
    }
    guard let origin = request.headers[.origin] else { return false }
    guard let start = origin.range(of: "://") else { return true }
    return String(origin[start.upperBound...]) != request.head.authority
  }

  /// The host without its port.
  private static func name(_ host: String) -> String {
    guard let colon = host.lastIndex(of: ":"), host[host.index(after: colon)...].allSatisfy(\.isNumber) else {
      return host.lowercased()
    }
    return host[..<colon].lowercased()
  }
}

/// Lets nobody in without the token, where there is one.
struct TokenMiddleware: RouterMiddleware {
  typealias Context = BasicRequestContext

  let access: Access
  /// Paths that everybody may have.
  let open: Set<String>

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    let isOpen = context.endpointPath.map(isOpen) ?? false
    guard isOpen || access.accepts(bearer: request.bearer) || access.accepts(cookie: request.sessionCookie) else {
      throw Problem(.unauthorized, "this needs the service's token; send it as 'Authorization: Bearer TOKEN'")
    }
    return try await next(request, context)
  }

  /// The router names parameters in its own way; open paths have at most one.
  private func isOpen(_ endpoint: String) -> Bool {
    let path = endpoint.hasPrefix("/") ? endpoint : "/" + endpoint
    return open.contains(path) || open.contains(path.replacing("{", with: ":").replacing("}", with: ""))
  }
}

/// Refuses what is more than can be answered at a time.
final class RequestLimitMiddleware: RouterMiddleware {
  typealias Context = BasicRequestContext

  private let most: Int
  private let count = Mutex(0)

  init(most: Int) { self.most = most }

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    guard enter() else {
      throw Problem(.tooManyRequests, "more than \(most) requests at a time; try again later", retrySeconds: 1)
    }
    defer { leave() }
    return try await next(request, context)
  }

  private func enter() -> Bool {
    count.withLock { count in
      guard count < most else { return false }
      count += 1
      return true
    }
  }

  private func leave() { count.withLock { $0 -= 1 } }
}

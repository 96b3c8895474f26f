import Foundation
import HTTPTypes
import Hummingbird
import SuperposeFiles
import SuperposeServerCore

/// Answers errors as problems (RFC 9457), and gives every answer the headers that keep browsers safe.
struct ProblemMiddleware: RouterMiddleware {
  typealias Context = BasicRequestContext

  /// Just the service's own files and pictures; nothing may be put into the page by anybody.
  private static let policy = """
    default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'
    """

  private static let headers: [(String, String)] = [
    ("Content-Security-Policy", policy), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
  ]

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    var response: Response
    do { response = try await next(request, context) } catch { response = answer(error, context) }
    for (name, value) in Self.headers { if let name = HTTPField.Name(name) { response.headers[name] = value } }
    if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
    return response
  }

  private func answer(_ error: any Error, _ context: Context) -> Response {
    let problem = Problem(http: error)
    if problem.code == .internalError { context.logger.error("request failed", metadata: ["error": "\(error)"]) }
    return problem.response
  }
}

extension Problem {
  /// Also for what Hummingbird throws.
  init(http error: any Error) {
    guard let error = error as? any HTTPResponseError else {
      self.init(error)
      return
    }
    switch error.status {
    case .notFound: self.init(.notFound, "there is nothing here; /openapi.json says what there is")
    case .contentTooLarge: self.init(.tooLarge, "the body is larger than a request of this kind may be")
    case let status where status.kind == .clientError:
      self.init(.badRequest, "the request could not be read; /openapi.json says what is expected")
    default: self.init(error as any Error)
    }
  }

  var response: Response {
    var headers: HTTPFields = [.contentType: "application/problem+json"]
    if let retrySeconds { headers[.retryAfter] = "\(retrySeconds)" }
    if let allowed { headers[.allow] = allowed.joined(separator: ", ") }
    if code == .unauthorized { headers[.wwwAuthenticate] = "Bearer" }
    let body = (try? JSON.line(self)) ?? Data("{}".utf8)
    return Response(
      status: .init(code: status), headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: body)))
  }
}

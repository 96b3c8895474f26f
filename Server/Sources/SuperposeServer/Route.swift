import Hummingbird

/// A path with a method, and what answers it.
struct Route: Sendable {
  static let methods: [HTTPRequest.Method] = [.get, .post, .put, .patch, .delete]

  let method: HTTPRequest.Method
  /// As the router has it: `/v1/images/:id`.
  let path: String
  /// Whether it needs no token.
  let isOpen: Bool
  let handler: @Sendable (Request, BasicRequestContext) async throws -> Response

  init(
    _ method: HTTPRequest.Method, _ path: String, isOpen: Bool = false,
    _ handler: @escaping @Sendable (Request, BasicRequestContext) async throws -> Response
  ) {
    self.method = method
    self.path = path
    self.isOpen = isOpen
    self.handler = handler
  }
}

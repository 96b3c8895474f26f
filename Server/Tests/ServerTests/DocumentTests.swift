import Foundation
import Hummingbird
import HummingbirdTesting
import Testing

/// The OpenAPI document says what there is, no more and no less.
@Suite struct DocumentTests {
  @Test func itHasTheRoutesOfTheService() async throws {
    let running = try Running()
    let document = try Body(try await running.test { try await $0.get("/openapi.json") })
    let paths = try #require(document.values["paths"] as? [String: [String: Any]])
    let described = Set(paths.flatMap { path, methods in methods.keys.map { "\($0.uppercased()) \(path)" } })
    let there = Set(running.service.describedRoutes)
    #expect(described == there)
    #expect(there.count >= 20)
  }

  @Test func otherMethodsAreRefusedWithThoseThatThereAre() async throws {
    try await Running().test { client in
      let answer = try await client.execute(uri: "/v1/images", method: .delete)
      #expect(answer.status == .methodNotAllowed)
      #expect(answer.headers[.allow] == "POST")
      #expect(try Body(answer).text("code") == "method-not-allowed")
    }
  }

  @Test func whatIsNotThereIsAProblem() async throws {
    try await Running().test { client in
      let answer = try await client.get("/v1/elsewhere")
      #expect(answer.status == .notFound)
      #expect(answer.headers[.contentType] == "application/problem+json")
      #expect(try Body(answer).number("status") == 404)
    }
  }
}

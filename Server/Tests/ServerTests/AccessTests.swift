import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

/// Who may do what from where.
@Suite struct AccessTests {
  private static let token = "correct horse battery"

  @Test func withATokenNothingWorksWithoutIt() async throws {
    try await Running(token: Self.token).test { client in
      for path in ["/v1/registrations", "/metrics", "/v1/images/x"] {
        let answer = try await client.get(path)
        #expect(answer.status == .unauthorized, "\(path)")
        #expect(answer.headers[.wwwAuthenticate] == "Bearer")
      }
      for path in ["/", "/healthz", "/openapi.json", "/assets/service.js", "/examples", "/examples/map.jpg"] {
        #expect(try await client.get(path).status == .ok, "\(path)")
      }
      #expect(
        try await client.get("/v1/registrations", headers: [.authorization: "Bearer wrong"]).status == .unauthorized)
      let headers: HTTPFields = [.authorization: "Bearer \(Self.token)"]
      #expect(try await client.get("/v1/registrations", headers: headers).status == .ok)
    }
  }

  @Test func aBrowserGetsACookieForTheToken() async throws {
    try await Running(token: Self.token).test { client in
      let wrong = try await client.post("/v1/session", "", headers: [.authorization: "Bearer wrong"])
      #expect(wrong.status == .unauthorized)
      let right = try await client.post("/v1/session", "", headers: [.authorization: "Bearer \(Self.token)"])
      let cookie = try #require(right.headers[.setCookie])
      #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
      #expect(!cookie.contains(Self.token))
      let value = String(cookie.prefix { $0 != ";" })
      #expect(try await client.get("/v1/registrations", headers: [.cookie: value]).status == .ok)
      #expect(try await client.get("/v1/registrations", headers: [.cookie: value + "0"]).status == .unauthorized)
    }
  }

  @Test func otherSitesPagesAreRefused() async throws {
    try await Running().test { client in
      let site = try #require(HTTPField.Name("Sec-Fetch-Site"))
      for headers in [[.origin: "https://elsewhere.example"], [.origin: "null"], [site: "cross-site"]] as [HTTPFields] {
        let answer = try await client.post("/v1/registrations", "{}", headers: headers)
        #expect(answer.status == .forbidden)
        #expect(try Body(answer).text("code") == "cross-site")
      }
    }
  }

  @Test func everyAnswerKeepsBrowsersSafe() async throws {
    try await Running().test { client in
      for path in ["/", "/v1/registrations", "/nowhere"] {
        let headers = try await client.get(path).headers
        let policy = try #require(headers[.contentSecurityPolicy])
        #expect(policy.hasPrefix("default-src 'none'"))
        #expect(!policy.contains("unsafe"))
        #expect(headers[.xContentTypeOptions] == "nosniff")
      }
    }
  }

  @Test func tooManyRequestsAtATimeAreRefused() async throws {
    try await Running { $0.limits.requests = 0 }.test { client in
      let answer = try await client.get("/healthz")
      #expect(answer.status == .tooManyRequests)
      #expect(answer.headers[.retryAfter] == "1")
    }
  }
}

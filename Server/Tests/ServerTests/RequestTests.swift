import Hummingbird
import HummingbirdTesting
import Testing

/// Requests that are refused, each with its code and in words.
@Suite struct RequestTests {
  private static let noImage = String(repeating: "0", count: 64)

  @Test(arguments: [
    ("{", 400, "bad-request"), ("[]", 422, "bad-configuration"), ("{}", 422, "bad-configuration"),
    (#"{"moving":"x","fixed":"y"}"#, 422, "no-such-image"),
    (#"{"moving":"x","fixed":"y","colour":1}"#, 422, "bad-configuration"),
    (#"{"moving":"x","fixed":"y","configuration":{"matching":{"treshold":1}}}"#, 422, "bad-configuration"),
    (#"{"moving":"x","fixed":"y","preset":"slow"}"#, 422, "bad-configuration"),
  ])
  func badRequestsSayWhy(json: String, status: Int, code: String) async throws {
    try await Running().test { client in
      let answer = try await client.post("/v1/registrations", json)
      #expect(answer.status.code == status)
      #expect(try Body(answer).text("code") == code)
    }
  }

  @Test func aWordThatIsNoneIsNamedWithThoseThatThereAre() async throws {
    try await Running().test { client in
      let answer = try await client.post("/v1/registrations", #"{"moving":"x","fixed":"y","preset":"slow"}"#)
      #expect(
        try Body(answer).text("detail") == "preset: expected one of default, fast, accurate, classic, found 'slow'")
    }
  }

  @Test func aMisspeltSettingIsNamedWithThoseThatThereAre() async throws {
    try await Running().test { client in
      let answer = try await client.post(
        "/v1/registrations", #"{"moving":"x","fixed":"y","configuration":{"matching":{"treshold":1}}}"#)
      #expect(
        try Body(answer).text("detail")
          == "configuration.matching: there is no 'treshold'; known are matchThreshold, sinkhornIterations")
    }
  }

  @Test(arguments: [
    (#"{"resize":"none"}"#, "resize: expected at most 1000 pixels for the networks to see"),
    (#"{"extraction":{"maxKeypoints":100000}}"#, "maxKeypoints: expected 1 to 4096, found 100000"),
    (#"{"matching":{"sinkhornIterations":5000}}"#, "sinkhornIterations: expected 1 to 1000, found 5000"),
    (#"{"estimation":{"maxErrorPixels":-1}}"#, "maxErrorPixels: expected a positive number of pixels, found -1.0"),
    (#"{"estimation":{"maxIterations":1000000}}"#, "maxIterations: expected 1 to 100000, found 1000000"),
  ])
  func settingsThatTakeTooMuchAreRefused(configuration: String, words: String) async throws {
    let running = try Running { $0.limits.networkPixels = 1000 }
    try await running.test { client in
      let image = try await client.keepExample("map.jpg")
      let small = configuration.contains("resize") ? configuration : #"{"resize":"30x30","# + configuration.dropFirst()
      let answer = try await client.post(
        "/v1/registrations", #"{"moving":"\#(image)","fixed":"\#(image)","configuration":\#(small)}"#)
      #expect(answer.status == .unprocessableContent)
      #expect(try Body(answer).text("detail").hasPrefix(words))
    }
  }

  @Test func aBodyThatIsTooLargeIsRefused() async throws {
    try await Running().test { client in
      let answer = try await client.post("/v1/registrations", String(repeating: " ", count: 100_000))
      #expect(answer.status == .contentTooLarge)
    }
  }

  @Test func aFullQueueSaysWhenToComeBack() async throws {
    let running = try Running { $0.limits.queueLength = 1 }
    try await running.test { client in
      let image = try await client.keepExample("map.jpg")
      let request = #"{"moving":"\#(image)","fixed":"\#(image)"}"#
      #expect(try await client.post("/v1/registrations", request).status == .accepted)
      let answer = try await client.post("/v1/registrations", request)
      #expect(answer.status == .tooManyRequests)
      #expect(answer.headers[.retryAfter] == "10")
    }
  }

  @Test func aResultThatIsNotThereYetIsAConflict() async throws {
    try await Running().test { client in
      let image = try await client.keepExample("map.jpg")
      let asked = try await client.post("/v1/registrations", #"{"moving":"\#(image)","fixed":"\#(image)"}"#)
      let id = try Body(asked).text("id")
      for part in ["report", "warped"] {
        let answer = try await client.get("/v1/registrations/\(id)/\(part)")
        #expect(answer.status == .conflict)
        #expect(try Body(answer).text("code") == "not-ready")
      }
    }
  }

  @Test func theListIsReadInParts() async throws {
    try await Running().test { client in
      let image = try await client.keepExample("map.jpg")
      var ids: [String] = []
      for _ in 0..<3 {
        let asked = try await client.post("/v1/registrations", #"{"moving":"\#(image)","fixed":"\#(image)"}"#)
        ids.append(try Body(asked).text("id"))
      }
      func part(_ query: String) async throws -> ([String], Int) {
        let list = try Body(try await client.get("/v1/registrations?" + query))
        let entries = list.values["registrations"] as? [[String: Any]] ?? []
        return (entries.compactMap { $0["id"] as? String }, list.number("next"))
      }
      let (first, next) = try await part("limit=2")
      #expect(first == [ids[2], ids[1]])
      #expect(try await part("limit=2&before=\(next)").0 == [ids[0]])
      #expect(try await client.get("/v1/registrations?limit=0").status == .badRequest)
      #expect(try await client.get("/v1/registrations?before=x").status == .badRequest)
    }
  }
}

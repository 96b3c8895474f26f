import Foundation
import Hummingbird
import HummingbirdTesting
import Superpose
import Testing

/// Registrations from their request to their end, with the networks.
@Suite(.serialized) struct RegistrationTests {
  @Test func aPairIsRegisteredAsTheLibraryDoes() async throws {
    try await Running().testWhole { client in
      let moving = try await client.keepExample("map-photographed.jpg")
      let fixed = try await client.keepExample("map.jpg")
      let asked = try await client.post("/v1/registrations", #"{"moving":"\#(moving)","fixed":"\#(fixed)"}"#)
      #expect(asked.status == .accepted)
      let id = try Body(asked).text("id")
      let events = try await client.get("/v1/registrations/\(id)/events")
      #expect(events.headers[.contentType] == "text/event-stream")
      let stages = String(buffer: events.body)
      #expect(stages.contains(#""stage":"ended","state":"done""#))

      let answer = try await client.get("/v1/registrations/\(id)")
      let result = try Self.report(answer)
      let alone = try Registrar().register(
        moving: Repository.url("map-photographed.jpg"), onto: Repository.url("map.jpg"))
      #expect(result.verdict == .registered)
      #expect(result.fixedFromMoving == alone.fixedFromMoving)
      #expect(result.statistics == alone.report.statistics)
      #expect(result.moving.path == "map-photographed.jpg")
      try await Self.checkOutputs(client, id, alone)
    }
  }

  private static func checkOutputs(_ client: any TestClientProtocol, _ id: String, _ alone: Registration) async throws {
    let page = try await client.get("/v1/registrations/\(id)/report")
    #expect(page.status == .ok)
    let html = String(buffer: page.body)
    #expect(html.contains("/assets/report.js"))
    #expect(!html.contains("<style") && !html.contains("data:image"))
    let warped = try await client.get("/v1/registrations/\(id)/warped")
    #expect(warped.headers[.contentType] == "image/png")
    #expect(warped.headers[.contentDisposition] == "attachment; filename=\"warped.png\"")
    let expected = try #require(try alone.warpedMoving()?.encoded(as: .png))
    #expect(Array(warped.body.readableBytesView) == expected)
  }

  private static func report(_ response: TestResponse) throws -> RegistrationReport {
    struct Answer: Decodable { let result: RegistrationReport }
    return try JSONDecoder().decode(Answer.self, from: Data(response.body.readableBytesView)).result
  }

  @Test func depthStaysWhatItIs() async throws {
    try await Running().testWhole { client in
      // Sixteen bits onto themselves.
      let image = try Body(try await client.keep(try Repository.fixture("gray16.png"), name: "g.png")).text("id")
      let asked = try await client.post("/v1/registrations", #"{"moving":"\#(image)","fixed":"\#(image)"}"#)
      let ended = try await client.ended(try Body(asked).text("id"))
      let warped = try await client.get("/v1/registrations/\(ended.text("id"))/warped")
      guard ended.text("verdict") != "failed" else {
        #expect(warped.status == .conflict)
        return
      }
      // The byte of the header that holds the depth.
      #expect(warped.body.getBytes(at: 24, length: 1) == [16])
    }
  }

  @Test func differentThingsAreAResultAndNoError() async throws {
    try await Running().testWhole { client in
      let moving = try await client.keepExample("cat.jpg")
      let fixed = try await client.keepExample("coffee.jpg")
      let asked = try await client.post("/v1/registrations", #"{"moving":"\#(moving)","fixed":"\#(fixed)"}"#)
      let ended = try await client.ended(try Body(asked).text("id"))
      #expect(ended.text("state") == "done")
      #expect(ended.text("verdict") == "failed")
      let warped = try await client.get("/v1/registrations/\(ended.text("id"))/warped")
      #expect(warped.status == .conflict)
      #expect(try Body(warped).text("code") == "not-registered")
    }
  }

  @Test func presetAndSettingsCount() async throws {
    try await Running().testWhole { client in
      let moving = try await client.keepExample("map-photographed.jpg")
      let fixed = try await client.keepExample("map.jpg")
      let settings = #""preset":"classic","configuration":{"matching":{"matchThreshold":0.3}}"#
      let asked = try await client.post(
        "/v1/registrations", #"{"moving":"\#(moving)","fixed":"\#(fixed)",\#(settings)}"#)
      let ended = try await client.ended(try Body(asked).text("id"))
      let result = ended.object("result")
      let configuration = try #require(result["configuration"] as? [String: Any])
      #expect(configuration["resize"] as? String == "640x640")
      #expect((configuration["inference"] as? [String: Any])?["precision"] as? String == "f32")
      let threshold = try #require((configuration["matching"] as? [String: Any])?["matchThreshold"] as? Double)
      #expect(abs(threshold - 0.3) < 1e-6)
    }
  }

  @Test func detectionsAndMatchesAreAnsweredAtOnce() async throws {
    try await Running().testWhole { client in
      let moving = try await client.keepExample("map-photographed.jpg")
      let fixed = try await client.keepExample("map.jpg")
      let detections = try await client.post("/v1/detections", #"{"image":"\#(moving)"}"#)
      #expect(try Body(detections).text("schema") == "superpose.detection/1")
      let matches = try await client.post("/v1/matches", #"{"moving":"\#(moving)","fixed":"\#(fixed)"}"#)
      #expect(try Body(matches).text("schema") == "superpose.match/1")
      #expect(((try Body(matches).values["matches"]) as? [Any] ?? []).count > 100)
    }
  }

  @Test func whatIsDeletedIsGone() async throws {
    let running = try Running()
    try await running.testWhole { client in
      let image = try await client.keepExample("map.jpg")
      let asked = try await client.post("/v1/registrations", #"{"moving":"\#(image)","fixed":"\#(image)"}"#)
      let id = try await client.ended(try Body(asked).text("id")).text("id")
      #expect(try await client.execute(uri: "/v1/registrations/\(id)", method: .delete).status == .noContent)
      #expect(try await client.get("/v1/registrations/\(id)").status == .notFound)
      #expect(try await client.get("/v1/images/\(image)").status == .notFound)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: running.folder + "/results").isEmpty)
  }
}

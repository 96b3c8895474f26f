import Foundation
import Hummingbird
import HummingbirdTesting
import Testing

/// Images that are sent: kept once, looked at before they are decoded.
@Suite struct ImageTests {
  @Test func theSameBytesAreKeptOnce() async throws {
    let running = try Running()
    try await running.test { client in
      let first = try await client.keep(try Repository.example("map.jpg"), name: "map.jpg")
      let second = try await client.keep(try Repository.example("map.jpg"), name: "again.jpg")
      #expect(first.status == .created)
      #expect(second.status == .ok)
      let image = try Body(first)
      #expect(image.text("id") == (try Body(second).text("id")))
      #expect(image.text("format") == "jpeg")
      #expect(try Body(second).text("name") == "again.jpg")
      #expect(first.headers[.location] == "/v1/images/\(image.text("id"))")
    }
    let files = FileManager.default.enumerator(atPath: running.folder + "/images")?.allObjects as? [String] ?? []
    #expect(files.filter { $0.count > 60 }.count == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: running.folder + "/uploads").isEmpty)
  }

  @Test(arguments: [
    ("truncated.png", "the file ends before its picture does"), ("animated.gif", "it is a GIF file"),
    ("huge.png", "more than"),
  ])
  func badImagesAreRefusedInTheCommandLinesWords(file: String, words: String) async throws {
    try await Running().test { client in
      let answer = try await client.keep(try Repository.fixture(file), name: file)
      #expect(answer.status == .unprocessableContent)
      let detail = try Body(answer).text("detail")
      #expect(detail.contains("cannot read image '\(file)'"))
      #expect(detail.contains(words))
    }
  }

  @Test func whatIsNoImageIsRefusedWhateverItsTypeSays() async throws {
    try await Running().test { client in
      let answer = try await client.execute(
        uri: "/v1/images", method: .post, headers: [.contentType: "image/png"], body: ByteBuffer(string: "<svg/>"))
      #expect(answer.status == .unprocessableContent)
      #expect(try Body(answer).text("code") == "bad-image")
      let empty = try await client.keep(ByteBuffer())
      #expect(empty.status == .unprocessableContent)
    }
  }

  @Test func anImageOfTooManyPixelsIsRefusedFromItsHeader() async throws {
    let running = try Running { $0.limits.pixels = 1000 }
    try await running.test { client in
      let answer = try await client.keep(try Repository.example("map.jpg"), name: "map.jpg")
      #expect(answer.status == .unprocessableContent)
      #expect(try Body(answer).text("code") == "too-many-pixels")
    }
  }

  @Test(arguments: [TestingSetup.router, .live])
  func aFileThatIsTooLargeIsRefusedAndLeavesNothing(setup: TestingSetup) async throws {
    let running = try Running { $0.limits.uploadBytes = 1000 }
    try await running.test(setup) { client in
      let answer = try await client.keep(try Repository.example("map.jpg"))
      #expect(answer.status == .contentTooLarge)
      #expect(try Body(answer).text("code") == "too-large")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: running.folder + "/uploads").isEmpty)
  }

  @Test(arguments: ["../../etc/passwd", "..", String(repeating: "a", count: 64), "%2e%2e%2fservice.sqlite"])
  func noAddressReachesAFile(id: String) async throws {
    try await Running().test { client in
      for path in ["/v1/images/\(id)", "/v1/images/\(id)/picture", "/assets/\(id)", "/examples/\(id)"] {
        let answer = try await client.get(path)
        #expect(answer.status == .notFound, "\(path)")
      }
    }
  }

  @Test func picturesAreSmallAndKeepForever() async throws {
    try await Running().test { client in
      let id = try await client.keepExample("map.jpg")
      let answer = try await client.get("/v1/images/\(id)/thumbnail")
      #expect(answer.status == .ok)
      #expect(answer.headers[.contentType] == "image/jpeg")
      #expect(answer.headers[.cacheControl]?.contains("immutable") == true)
      #expect((1000...60_000).contains(answer.body.readableBytes))
    }
  }
}

import Foundation
import GRDB
import Hummingbird
import HummingbirdTesting
import Superpose
import SuperposeServerCore
import Testing

/// What is kept, what goes, and what a killed service leaves.
@Suite struct KeepingTests {
  @Test func aFolderIsForOneServiceAtATime() throws {
    let running = try Running()
    #expect {
      _ = try DataFolder(running.folder)
    } throws: { "\($0)".contains("is in use by another service") }
  }

  @Test func whatWasUnderWayIsDoneAgain() async throws {
    let running = try Running()
    let place = running.service.workplace
    let id = try await running.test { client in
      let image = try await client.keepExample("map.jpg")
      let asked = try await client.post("/v1/registrations", #"{"moving":"\#(image)","fixed":"\#(image)"}"#)
      return try Body(asked).text("id")
    }
    // As a kill leaves it: begun, with a result that nobody knows yet and one that is half written.
    let begun = try await place.queue.next()
    #expect(begun?.id == id)
    for name in [id, "\(id).part"] {
      try FileManager.default.createDirectory(
        atPath: running.folder + "/results/" + name, withIntermediateDirectories: true)
    }
    try await place.queue.recover()
    #expect(try await place.ledger.count(.queued) == 1)
    #expect(try await place.ledger.count(.running) == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: running.folder + "/results").isEmpty)
  }

  /// Ends a registration without the networks.
  private func end(_ place: Workplace, at time: Double) async throws {
    var job = try #require(try await place.queue.next())
    job.state = .done
    job.finished = time
    job.byteCount = 100
    try await place.queue.finish(job)
  }

  @Test func theOldestGoWithTheirImages() async throws {
    let running = try Running { $0.keepSeconds = 1000 }
    let place = running.service.workplace
    let images = try await running.test { client in
      let images = [try await client.keepExample("map.jpg"), try await client.keepExample("cat.jpg")]
      for image in images {
        _ = try await client.post("/v1/registrations", #"{"moving":"\#(image)","fixed":"\#(image)"}"#)
      }
      return images
    }
    let now = Date().timeIntervalSince1970
    try await end(place, at: now - 2000)
    try await end(place, at: now)
    try await place.retention.apply(now: now)
    #expect(try await place.ledger.jobs(before: nil, limit: 10).map(\.moving) == [images[1]])
    #expect(try await place.images.image(images[0]) == nil)
    #expect(!FileManager.default.fileExists(atPath: place.folder.image(images[0])))
    #expect(FileManager.default.fileExists(atPath: place.folder.image(images[1])))
  }

  @Test func whatIsTooMuchGoes() async throws {
    let running = try Running {
      $0.keepSeconds = nil
      $0.mostDataBytes = 1000
    }
    let place = running.service.workplace
    try await running.test { client in
      let image = try await client.keepExample("map.jpg")
      _ = try await client.post("/v1/registrations", #"{"moving":"\#(image)","fixed":"\#(image)"}"#)
    }
    try await place.retention.apply()
    // What has not ended is never too much.
    #expect(try await place.ledger.jobs(before: nil, limit: 10).count == 1)
    try await end(place, at: 1)
    try await place.retention.apply()
    #expect(try await place.ledger.jobs(before: nil, limit: 10).isEmpty)
    #expect(try await place.ledger.byteCount() == 0)
  }

  @Test func namesAreNamesAlone() {
    #expect(ImageStore.name("../../etc/passwd") == "passwd")
    #expect(ImageStore.name("C:\\pictures\\a.jpg") == "a.jpg")
    #expect(ImageStore.name("a\u{0}\nb.jpg") == "ab.jpg")
    #expect(ImageStore.name(nil) == "image")
    #expect(ImageStore.name("北京 Straße.png") == "北京 Straße.png")
    #expect(ImageStore.name(String(repeating: "x", count: 500)).count == 200)
  }
}

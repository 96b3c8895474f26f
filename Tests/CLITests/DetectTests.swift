import Foundation
import TestSupport
import Testing

extension CommandLineTests {
  @Suite struct Detect {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private let images = [Repository.example("cat.jpg"), Repository.example("coffee.jpg")]

    @Test func usersSetting() throws {
      let outcome = try Program().run(
        ["detect"] + images + ["--json", "--max-keypoints", "40", "--threshold", "0.1"])
      #expect(outcome.status == 0)
      let report = try #require(try outcome.json() as? [String: Any])
      #expect(Set(report.keys) == ["schema", "images", "configuration", "weights"])
      #expect(report["schema"] as? String == "superpose.detection/1")
      let found = try #require(report["images"] as? [[String: Any]])
      #expect(found.map { $0["path"] as? String } == images)
      for image in found {
        let scores = try #require(image["scores"] as? [Double])
        #expect((image["keypoints"] as? [[Double]])?.count == scores.count)
        #expect(scores.count <= 40 && !scores.isEmpty)
        #expect(scores.allSatisfy { $0 > 0.1 })
        #expect(scores == scores.sorted(by: >))
      }
    }

    @Test func allKeepsEveryKeypoint() throws {
      let counts = try ["10", "all"].map { limit in
        let outcome = try Program().run("detect", images[0], "--json", "--threshold", "0.001", "--max-keypoints", limit)
        let report = try #require(try outcome.json() as? [String: Any])
        let found = try #require(report["images"] as? [[String: Any]])
        return try #require(found[0]["scores"] as? [Double]).count
      }
      #expect(counts[0] == 10)
      #expect(counts[1] > 100)
    }

    @Test func oneImageGoesIntoAFile() throws {
      let outcome = try Program().run("detect", images[0], "--npz", scratch.path("cat.npz"), "--quiet")
      #expect(outcome.status == 0)
      #expect(outcome.text == "")
      #expect(try scratch.contents("cat.npz").starts(with: Data("PK".utf8)))
    }

    @Test(arguments: [true, false]) func oneGoesIntoAFolderThatIsNamedAsOne(isThere: Bool) throws {
      if isThere {
        try FileManager.default.createDirectory(atPath: scratch.path("out"), withIntermediateDirectories: true)
      }
      let outcome = try Program().run(
        "detect", images[0], "--npz", scratch.path(isThere ? "out" : "out/"), "--max-keypoints", "9", "--quiet")
      #expect(outcome.status == 0)
      #expect(try scratch.names(in: "out") == ["cat.npz"])
    }

    @Test func severalDoNotFitIntoOneFile() throws {
      let outcome = try Program().run(["detect"] + images + ["--npz", scratch.path("one.npz")])
      #expect(outcome.status == 64)
      #expect(
        outcome.errors
          == "superpose: --npz: expected a folder for 2 images, found '\(scratch.path("one.npz"))'; give a "
          + "folder's name\n"
      )
      #expect(try scratch.names() == [])
    }

    @Test func severalGoIntoAFolderAndNamesDoNotCollide() throws {
      let outcome = try Program().run(
        ["detect"] + images + [
          images[0], "--npz", scratch.path("features"), "--draw", scratch.path("d.png"), "--grid", "2x2",
        ])
      #expect(outcome.status == 0)
      #expect(try scratch.names(in: "features") == ["cat-2.npz", "cat.npz", "coffee.npz"])
      #expect(try scratch.contents("d.png").starts(with: [0x89] + Data("PNG".utf8)))
    }
  }
}

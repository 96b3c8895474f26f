import Foundation
import TestSupport
import Testing

extension CommandLineTests {
  @Suite struct Register {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private let pair = [Repository.example("map-photographed.jpg"), Repository.example("map.jpg")]

    private func report(in folder: String) throws -> [String: Any] {
      try #require(
        try JSONSerialization.jsonObject(with: scratch.contents(folder + "/registration.json")) as? [String: Any])
    }

    @Test func weightsThatAreNotTrainedAreSaid() throws {
      let outcome = try Program(folder: scratch.path).run(["register"] + pair + ["--superglue-weights", "start"])
      #expect(outcome.status == 0)
      #expect(outcome.text.contains("start: untrained"))
    }

    @Test func writesEverythingIntoAFolderNamedAfterBothImages() throws {
      let outcome = try Program(folder: scratch.path).run(["register"] + pair)
      #expect(outcome.status == 0)
      #expect(outcome.errors == "")
      #expect(outcome.text.hasPrefix("registered  \(pair[0]) onto \(pair[1])\n"))
      #expect(outcome.text.contains("keypoints   1024 and 1024, of a second look\n"))
      #expect(outcome.text.contains("superpoint  superpoint\n"))
      #expect(outcome.text.contains("superglue   superglue\n"))
      #expect(
        try scratch.names(in: "map-photographed-map") == [
          "aligned.png", "matches.png", "overlap-fixed.png", "overlap-moving.png", "overlay.png", "registration.json",
          "warped.png",
        ])
    }

    /// The program runs under `script`, which gives it a terminal.
    @Test func writingIsShownInATerminal() throws {
      let terminal = ["sh", "-c", #"script -qec "'$0' register '$1' '$2' --resize 320 -o '$3'" /dev/null"#]
      let outcome = try Program(prefix: terminal).run(pair + [scratch.path("out")])
      #expect(outcome.status == 0)
      #expect(outcome.text.contains("superpose: writing 0 of 7"))
      let seconds = try #require(try report(in: "out")["seconds"] as? [String: Double])
      #expect(seconds["write"] ?? 0 > 0)
    }

    @Test func reportHasTheDocumentedKeys() throws {
      let outcome = try Program().run(["register"] + pair + ["--both", "--output", scratch.path("out")])
      #expect(outcome.status == 0)
      #expect(try scratch.names(in: "out").contains("warped-fixed.png"))
      let report = try report(in: "out")
      #expect(
        Set(report.keys) == [
          "schema", "moving", "fixed", "fixedFromMoving", "movingFromFixed", "verdict", "reasons", "notes", "keypoints",
          "matches",
          "statistics", "secondLook", "seconds", "configuration", "weights",
        ])
      #expect(report["schema"] as? String == "superpose.registration/1")
      #expect(report["verdict"] as? String == "registered")
      #expect((report["fixedFromMoving"] as? [[Double]])?.map(\.count) == [3, 3, 3])
      #expect((report["movingFromFixed"] as? [[Double]])?.map(\.count) == [3, 3, 3])
      let moving = try #require(report["moving"] as? [String: Any])
      #expect(Set(moving.keys) == ["path", "width", "height"])
      #expect(moving["path"] as? String == pair[0])
      #expect(Set(try #require(report["keypoints"] as? [String: Int]).keys) == ["moving", "fixed"])
      let matches = try #require(report["matches"] as? [[String: Any]])
      #expect(matches.allSatisfy { Set($0.keys) == ["moving", "fixed", "confidence", "inlier"] })
      let statistics = try #require(report["statistics"] as? [String: Any])
      let documented = ["matchCount", "inlierCount", "inlierRatio", "meanErrorPixels", "overlapFraction"]
      #expect(documented.allSatisfy { statistics[$0] is NSNumber })
      #expect(statistics["matchCount"] as? Int == matches.count)
      #expect(Set(try #require(report["weights"] as? [String: Any]).keys) == ["superpoint", "superglue"])
    }

    @Test func sameInputGivesSameBytes() throws {
      let options = ["--no-timings", "--json", "--seed", "7"]
      let runs = try ["one", "two"].map { name in
        try Program().run(["register"] + pair + ["--output", scratch.path(name)] + options)
      }
      #expect(runs.map(\.status) == [0, 0])
      #expect(runs[0].output == runs[1].output)
      let names = try scratch.names(in: "one")
      #expect(names.count == 7)
      for name in names {
        #expect(try scratch.contents("one/" + name) == scratch.contents("two/" + name), "\(name) differs")
      }
      let printed = try #require(try runs[0].json() as? [String: Any])
      #expect(printed["seconds"] == nil)
      #expect(try scratch.contents("one/registration.json") == runs[0].output)
    }

    @Test func quietPrintsNothing() throws {
      let outcome = try Program().run(["register"] + pair + ["--quiet", "--output", scratch.path("out")])
      #expect(outcome.status == 0)
      #expect(outcome.text == "" && outcome.errors == "")
    }

    @Test func relativePathsAndSpacesWorkFromAnotherFolder() throws {
      let folder = scratch.path("my photos")
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
      for (path, name) in zip(pair, ["the moving.jpg", "fixed.jpg"]) {
        try FileManager.default.copyItem(atPath: path, toPath: folder + "/" + name)
      }
      let outcome = try Program(folder: folder).run("register", "the moving.jpg", "fixed.jpg")
      #expect(outcome.status == 0)
      #expect(try scratch.names(in: "my photos/the moving-fixed").contains("warped.png"))
    }

    @Test func unrelatedPhotographsAreNotRegistered() throws {
      let images = [Repository.example("coffee.jpg"), Repository.example("cat.jpg")]
      let outcome = try Program().run(["register"] + images + ["--output", scratch.path("out")])
      #expect(outcome.status == 4)
      #expect(outcome.text.hasPrefix("not registered  "))
      #expect(try scratch.names(in: "out") == ["matches.png", "registration.json"])
      let report = try report(in: "out")
      #expect(report["verdict"] as? String == "failed")
      #expect(report["fixedFromMoving"] is NSNull)
      #expect(report["movingFromFixed"] is NSNull)
      #expect((report["reasons"] as? [String])?.isEmpty == false)
    }

    @Test(arguments: [(64, 64), (1, 1), (30_000, 2)])
    func imageWithoutKeypoints(width: Int, height: Int) throws {
      let black = try scratch.grayImage("black.pgm", width: width, height: height)
      let outcome = try Program().run("register", black, pair[1], "--output", scratch.path("out"))
      #expect(outcome.status == 4)
      #expect(try report(in: "out")["reasons"] as? [String] == ["no keypoints in the moving image"])
      #expect(try scratch.names(in: "out") == ["matches.png", "registration.json"])
    }
  }
}

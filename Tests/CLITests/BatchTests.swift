import Foundation
import TestSupport
import Testing

extension CommandLineTests {
  @Suite struct Batch {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private let small = ["--resize", "320", "--max-keypoints", "256", "--no-timings"]
    private let map = [Repository.example("map-photographed.jpg"), Repository.example("map.jpg")]

    private func list(_ lines: [[String]]) throws -> String {
      let text = lines.map { $0.map { "\"\($0)\"" }.joined(separator: " ") }.joined(separator: "\n")
      return try scratch.write("list.txt", Data(text.utf8))
    }

    private func run(_ arguments: [String]) throws -> Program.Outcome {
      try Program(folder: scratch.path).run(["batch"] + arguments + small)
    }

    /// Returns the time at which a pair's report was written.
    private func date(_ folder: String) throws -> Date {
      let path = scratch.path("out/\(folder)/registration.json")
      return try #require(try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date)
    }

    @Test func pairsGiveTheSameReportsAsAlone() throws {
      let path = try list([map, [map[1], map[0]]])
      let outcome = try run([path, "--output", scratch.path("out")])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.text.contains("registered  2 of 2"))
      #expect(
        try scratch.names(in: "out") == ["map-map-photographed", "map-photographed-map", "pairs.csv", "pairs.jsonl"])
      let alone = try Program(folder: scratch.path).run(["register"] + map + small + ["--output", "alone"])
      #expect(alone.status == 0)
      #expect(
        try scratch.contents("out/map-photographed-map/registration.json")
          == scratch.contents("alone/registration.json"))
    }

    @Test func whatIsDoneIsNotDoneAgain() throws {
      let first = try run(try [list([map]), "--output", scratch.path("out")])
      #expect(first.status == 0)
      let date = try date("map-photographed-map")
      let path = try list([map, [map[1], map[0]]])
      let second = try run([path, "--output", scratch.path("out"), "--json"])
      #expect(second.status == 0)
      #expect(try self.date("map-photographed-map") == date)
      let summary = try #require(try second.json() as? [String: Any])
      #expect(summary["registered"] as? Int == 2 && summary["pairs"] as? Int == 2 && summary["earlier"] as? Int == 1)
      #expect((summary["pairsPerSecond"] as? Double ?? 0) > 0)
      // A different setting makes a new result.
      let third = try run([path, "--output", scratch.path("out"), "--seed", "7"])
      #expect(third.status == 0)
      #expect(try self.date("map-photographed-map") > date)
      let table = String(decoding: try scratch.contents("out/pairs.csv"), as: UTF8.self)
      #expect(table.split(separator: "\n").count == 3)
    }

    @Test func aFileThatIsNoImageDoesNotStopTheRest() throws {
      let text = try scratch.write("text.png", Data("no picture".utf8))
      let outcome = try run(try [list([[text, map[1]], map]), "--output", scratch.path("out")])
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("text.png"))
      #expect(outcome.text.contains("registered   1 of 2"))
      #expect(outcome.text.contains("with errors  1"))
      #expect(outcome.errors.contains("superpose: 1 of 2  error  \(text) onto \(map[1]): cannot read image"))
      #expect(outcome.errors.contains("superpose: 2 of 2  registered  \(map[0]) onto \(map[1]): "))
    }

    /// Errors that do not come from an image count too: where a picture should go, the first pair's folder holds a
    /// folder.
    @Test func anyErrorIsItsPairsEntry() throws {
      try FileManager.default.createDirectory(
        atPath: scratch.path("out/map-photographed-map/overlay.png"), withIntermediateDirectories: true)
      let path = try list([map, [map[1], map[0]]])
      let outcome = try run([path, "--pictures", "--quiet", "--output", scratch.path("out")])
      #expect(outcome.status == 73)
      #expect(outcome.errors.contains("map-photographed-map/overlay.png': it is a folder"))
      #expect(!outcome.errors.contains("2 of 2"))
      #expect(try scratch.names(in: "out/map-map-photographed").contains("overlay.png"))
      let lines = String(decoding: try scratch.contents("out/pairs.jsonl"), as: UTF8.self).split(separator: "\n")
      #expect(lines.count == 2 && lines[0].contains("it is a folder") && lines[1].contains("\"error\":null"))
      try FileManager.default.removeItem(atPath: scratch.path("out/map-photographed-map/overlay.png"))
      let again = try run([path, "--pictures", "--output", scratch.path("out")])
      #expect(again.status == 0)
      #expect(again.text.contains("registered  2 of 2"))
    }

    @Test func imagesOntoOne() throws {
      let outcome = try run(["--onto", map[1], map[0], "--pictures", "--output", scratch.path("out")])
      #expect(outcome.status == 0)
      #expect(try scratch.names(in: "out/map-photographed-map").contains("warped.png"))
    }

    @Test func twoListsAreWrongUsage() throws {
      let outcome = try run(["a.txt", "b.txt"])
      #expect(outcome.status == 64)
      #expect(outcome.errors.contains("--onto"))
      #expect(try run(["nowhere.txt"]).status == 66)
      #expect(try run([list([["a", "b", "c"]])]).status == 65)
    }
  }
}

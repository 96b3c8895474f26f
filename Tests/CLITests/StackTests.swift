import Foundation
import TestSupport
import Testing

extension CommandLineTests {
  @Suite struct Stacks {
    let scratch: Scratch
    private let map = [Repository.example("map.jpg"), Repository.example("map-photographed.jpg")]
    private let cat = Repository.example("cat.jpg")
    private let small = ["--resize", "320", "--max-keypoints", "256", "--second-look", "off"]

    init() throws { scratch = try Scratch() }

    private func run(_ arguments: [String]) throws -> Program.Outcome {
      try Program(folder: scratch.path).run(arguments + small)
    }

    @Test func imagesAreAlignedAndTheForeignOneIsNamed() throws {
      let command = ["stack"] + map + [cat, "-o", "out", "--reference", "first", "--reduce", "mean", "--report"]
      let outcome = try run(command)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.text.contains("aligned  2 of 3 images onto \(map[0])"))
      #expect(outcome.text.contains("left out    \(cat): no other frame matches it"))
      #expect(outcome.text.contains("out/: 2 images, mean.png, stack.csv, stack.json, report.html"))
      #expect(
        try scratch.names(in: "out") == [
          "map-photographed.png", "map.png", "mean.png", "report.html", "stack.csv", "stack.json", "stack.jsonl",
        ])
      let page = try scratch.text("out/report.html")
      #expect(page.contains("id=\"player\"") && page.contains("2 of 3 images lie on map.jpg"))
      #expect(page.contains("cat.jpg") && page.contains("data:image/jpeg;base64,"))

      // The same command finds everything done, and the page is made again by itself.
      let json = try scratch.contents("out/stack.json")
      let date = try FileManager.default.attributesOfItem(atPath: scratch.path("out/map.png"))[.modificationDate]
      try FileManager.default.removeItem(atPath: scratch.path("out/report.html"))
      let again = try run(command.dropLast())
      #expect(again.status == 0)
      #expect(try scratch.contents("out/stack.json") == json)
      let later = try FileManager.default.attributesOfItem(atPath: scratch.path("out/map.png"))[.modificationDate]
      #expect(date as? Date == later as? Date)
      #expect(try Program(folder: scratch.path).run(["report", "out"]).status == 0)
      #expect(try scratch.names(in: "out").contains("report.html"))
    }

    @Test func theJSONIsWhatIsWritten() throws {
      let outcome = try run(["stack"] + map + ["-o", "out", "--framing", "union", "--json"])
      #expect(outcome.status == 0)
      #expect(outcome.output == (try scratch.contents("out/stack.json")))
      let json = try #require(try outcome.json() as? [String: Any])
      #expect(json["schema"] as? String == "superpose.stack/1")
      let frames = try #require(json["frames"] as? [[String: Any]])
      #expect(frames.map { $0["file"] as? String } == ["map.png", "map-photographed.png"])
    }

    @Test func aMosaicIsWritten() throws {
      let outcome = try run(["mosaic"] + map + [cat, "-o", "whole.png"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.text.contains("left out    \(cat)"))
      #expect(outcome.text.contains("whole.png, whole.json, whole.jsonl"))
      #expect(try scratch.names() == ["whole.json", "whole.jsonl", "whole.png"])
      #expect(try run(["mosaic"] + map + ["-o", "whole.jpg"]).status == 0)
    }

    @Test func wrongUsageAndNoMatch() throws {
      let text = try scratch.write("text.png", Data("no picture".utf8))
      for (arguments, status, words) in [
        (["stack", map[0]], 64, "expected at least two images, found 1"),
        (["stack"] + map + ["--reference", "nowhere.jpg"], 64, "--reference: 'nowhere.jpg' is none of the images"),
        (["stack", map[0], cat], 4, "no two frames match"),
        (["stack"] + map + [text, "-o", "out"], 65, "text.png': its content is not a picture"),
        (["stack"] + map + ["-o", text], 73, "is not a folder"),
        (["mosaic"] + map + ["-o", "a.gif"], 64, "its extension names no format"),
        (["mosaic"] + map + ["-o", "a.png", "--scale", "0"], 64, "--scale: expected a positive number"),
        (["stack", map[0], map[0], "-o", "same"], 64, "would be called 'map.png' as another one is"),
      ] as [([String], Int32, String)] {
        let outcome = try run(arguments)
        #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
        #expect(outcome.errors.contains(words), "\(arguments): \(outcome.errors)")
      }
      #expect(try !scratch.names(in: "out").contains("text.png"))
    }
  }
}

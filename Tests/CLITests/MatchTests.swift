import Foundation
import SuperposeCheckpoints
import TestSupport
import Testing

extension CommandLineTests {
  @Suite struct Match {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private let pair = [Repository.example("map-photographed.jpg"), Repository.example("map.jpg")]
    private let few = ["--max-keypoints", "200"]

    @Test func reportIsTheSameEveryTime() throws {
      let runs = try (0..<2).map { _ in try Program().run(["match"] + pair + few + ["--json", "--no-timings"]) }
      #expect(runs[0].status == 0)
      #expect(runs[0].errors == "")
      #expect(runs[0].output == runs[1].output)
      let report = try #require(try runs[0].json() as? [String: Any])
      #expect(
        Set(report.keys) == [
          "schema", "moving", "fixed", "keypoints", "matches", "statistics", "secondLook", "configuration", "weights",
        ])
      #expect(report["schema"] as? String == "superpose.match/1")
      #expect(report["keypoints"] as? [String: Int] == ["moving": 200, "fixed": 200])
      let matches = try #require(report["matches"] as? [[String: Any]])
      #expect(matches.count > 50)
      #expect(matches.allSatisfy { Set($0.keys) == ["moving", "fixed", "confidence"] })
    }

    @Test func minConfidenceLeavesOutWhatIsBelow() throws {
      let outcome = try Program().run(["match"] + pair + few + ["--json", "--min-confidence", "0.6"])
      let report = try #require(try outcome.json() as? [String: Any])
      #expect(report["seconds"] is [String: Double])
      let confidences = try #require(report["matches"] as? [[String: Any]]).compactMap { $0["confidence"] as? Double }
      #expect(!confidences.isEmpty)
      #expect(confidences.allSatisfy { $0 >= 0.6 })
    }

    @Test func writesArraysAndDrawing() throws {
      let (arrays, drawing) = (scratch.path("m.npz"), scratch.path("m.png"))
      let outcome = try Program().run(["match"] + pair + few + ["--npz", arrays, "--draw", drawing])
      #expect(outcome.status == 0)
      #expect(outcome.text.contains("written     \(arrays), \(drawing)"))
      #expect(try scratch.contents("m.npz").starts(with: Data("PK".utf8)))
      #expect(try scratch.contents("m.png").starts(with: [0x89] + Data("PNG".utf8)))
      #expect(try scratch.names() == ["m.npz", "m.png"])
    }

    /// The preset and its options spelled out are the user's script.
    @Test func classicIsWhatItsOptionsSay() throws {
      let options = [
        "--resize", "640x640", "--max-keypoints", "700", "--second-look", "off", "--subpixel", "off",
        "--min-confidence",
        "0.5", "--estimator", "ransac", "--max-error", "8", "--precision", "f32",
      ]
      let rest = ["--json", "--no-timings"]
      let named = try Program().run(["match"] + pair + ["--preset", "classic"] + rest)
      #expect(named.status == 0)
      #expect(try named.output == Program().run(["match"] + pair + options + rest).output)
      let report = try #require(try named.json() as? [String: Any])
      #expect(report["keypoints"] as? [String: Int] == ["moving": 700, "fixed": 700])
    }

    @Test func optionsGoBeforeThePreset() throws {
      let outcome = try Program().run(
        ["match"] + pair + ["--max-keypoints", "50", "--preset", "classic", "--second-look", "auto", "--json"])
      let report = try #require(try outcome.json() as? [String: Any])
      #expect(report["keypoints"] as? [String: Int] == ["moving": 50, "fixed": 50])
      let configuration = try #require(report["configuration"] as? [String: Any])
      #expect(configuration["resize"] as? String == "640x640" && configuration["secondLook"] as? String == "auto")
    }

    /// A SuperGlue that was trained on other features runs without an error and matches badly.
    @Test func superPointWithoutItsSuperGlueIsNoted() throws {
      let other = scratch.path("other.safetensors")
      var tensors = try Checkpoint(contentsOf: URL(filePath: Repository.superPoint)).tensors
      tensors["convPb.bias"] = Tensor(shape: [65], values: [Float](repeating: 0, count: 65))
      try SafetensorsWriter.write(tensors, precision: .f32, to: URL(filePath: other))
      let note = "superpose: note: the default SuperGlue learnt other features than those of \(other)"
      #expect(try Program().run(["match"] + pair + few + ["--superpoint-weights", other]).errors.hasPrefix(note))
      let fitting = [[other, "--superglue-weights", "start"], [Repository.superPoint], ["superpoint"]]
      for arguments in fitting {
        #expect(try Program().run(["match"] + pair + few + ["--superpoint-weights"] + arguments).errors == "")
      }
    }

    @Test func noMatchIsNoError() throws {
      let black = try scratch.grayImage("black.pgm", width: 64, height: 64)
      let outcome = try Program().run("match", black, pair[0])
      #expect(outcome.status == 0)
      #expect(outcome.text.hasPrefix("0 matches"))
    }
  }
}

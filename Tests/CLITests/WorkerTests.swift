import Foundation
import TestSupport
import Testing

extension CommandLineTests {
  @Suite struct Worker {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private let small = ["--resize", "320", "--max-keypoints", "256"]
    private let map = [Repository.example("map-photographed.jpg"), Repository.example("map.jpg")]

    private func line(_ id: String, _ files: [String], _ more: String = "") -> String {
      #"{"id": \#(id), "moving": "\#(files[0])", "fixed": "\#(files[1])"\#(more)}"#
    }

    /// Runs a worker over lines, and returns its answers.
    private func answers(_ lines: [String], _ arguments: [String] = []) throws -> (
      answers: [[String: Any]], errors: String
    ) {
      let input = try scratch.write("requests.jsonl", lines.joined(separator: "\n"))
      let outcome = try Program(folder: scratch.path).run(["worker"] + small + arguments, input: input)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let answers = try outcome.text.split(separator: "\n").map { line in
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      }
      return (answers, outcome.errors)
    }

    /// Beside the id, the folder and what is hashed with it.
    @Test func answersAreTheLinesOfABatch() throws {
      let list = try scratch.write("list.txt", "\(map[0]) \(map[1])\n\(map[1]) \(map[0])\n")
      let batch = try Program(folder: scratch.path).run(["batch", list, "--output", scratch.path("out")] + small)
      #expect(batch.status == 0)
      let (answers, errors) = try answers([line("\"a\"", map), line("2", [map[1], map[0]])])
      #expect(answers.map { $0["id"] as? String } == ["a", nil] && answers.last?["id"] as? Int == 2)
      #expect(errors.contains("2 pairs, of which 0 with errors"))
      let lines = try scratch.text("out/pairs.jsonl").split(separator: "\n")
      for (line, var answer) in zip(lines, answers) {
        var expected = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(Set(answer.keys) == Set(expected.keys).union(["id"]))
        for name in ["id", "folder", "identity", "seconds"] {
          answer[name] = nil
          expected[name] = nil
        }
        #expect(answer as NSDictionary == expected as NSDictionary)
      }
    }

    @Test func whatCannotBeDoneIsAnAnswer() throws {
      let text = try scratch.write("text.png", "no picture")
      let (answers, errors) = try answers([
        "nonsense", line("1", ["nowhere.jpg", map[1]]), "", line("2", [text, map[1]]),
        line("3", map, #", "roi": "9000,9000,5,5""#), line("4", map, #", "configuration": {"minConfidence": 2}"#),
        line("5", map, #", "configuration": {"inference": {"precision": "f32", "device": "GPU"}}"#), line("6", map),
        "{\"id\": 7, \"moving\": \"" + String(repeating: "x", count: 2_000_000) + "\"}",
      ])
      let classes = answers.map { $0["errorClass"] as? String ?? "none" }
      #expect(
        classes == [
          "RequestError.malformed", "ImageError.notFound", "ImageError.notAnImage", "GuidanceError.nothingTakesPart",
          "ConfigurationError", "ConfigurationError", "none", "RequestError.tooLong",
        ])
      #expect(answers[1]["moving"] as? String == "nowhere.jpg" && answers[1]["verdict"] is NSNull)
      #expect((answers[1]["error"] as? String)?.contains("no such file") == true)
      #expect(answers[6]["verdict"] as? String == "registered")
      #expect(errors.contains("8 pairs, of which 7 with errors"))
    }

    @Test func settingsOfAPairAreItsOwn() throws {
      let fewer = #", "configuration": {"extraction": {"maxKeypoints": 64}}"#
      let (answers, _) = try answers([line("1", map), line("2", map, fewer), line("3", map)])
      let counts = answers.compactMap { $0["matchCount"] as? Int }
      #expect(counts[0] == counts[2] && counts[1] <= 64 && counts[0] > 64)
      let identities = answers.compactMap { $0["identity"] as? String }
      #expect(identities[0] == identities[2] && identities[0] != identities[1])
    }

    @Test func matchesAndArraysAreGivenWhereAskedFor() throws {
      let (answers, _) = try answers(
        [line("1", map), line("2", ["nowhere.jpg", map[1]])], ["--matches", "--npz", "arrays", "--unordered"])
      let matches = try #require(answers[0]["matches"] as? [[String: Any]])
      #expect(matches.count == answers[0]["matchCount"] as? Int)
      #expect(Set(matches[0].keys) == ["moving", "fixed", "confidence", "inlier"])
      let file = try #require(answers[0]["npz"] as? String)
      #expect(file.hasPrefix("arrays/map-photographed-map-") && file.hasSuffix(".npz"))
      #expect(try scratch.contents(file).starts(with: Data("PK".utf8)))
      #expect((answers[1]["matches"] as? [Any])?.isEmpty == true && answers[1]["npz"] == nil)
    }

    /// A sender that waits for each answer before it asks for more is not left waiting.
    @Test func eachAnswerComesAtOnce() throws {
      let input = Pipe()
      let run = try Program(folder: scratch.path).start(["worker"] + small, input: input)
      for number in 1...3 {
        input.fileHandleForWriting.write(Data((line("\(number)", map) + "\n").utf8))
        #expect(run.waitForOutput(lines: number))
      }
      input.fileHandleForWriting.closeFile()
      #expect(try run.finish().status == 0)
    }
  }
}

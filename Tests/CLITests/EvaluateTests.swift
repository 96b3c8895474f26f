import Foundation
import TestSupport
import Testing

extension CommandLineTests {
  @Suite struct Evaluate {
    private static let small = ["--max-keypoints", "200", "--resize", "320", "--precision", "f32"]

    private func synthetic(_ scratch: Scratch, _ more: [String] = []) throws -> Program.Outcome {
      let options = [
        "--pairs", "2", "--negatives", "1", "--size", "320x240", "--json", "--output", scratch.path("out"),
      ]
      return try Program().run(["evaluate", "synthetic", "examples"] + options + Self.small + more)
    }

    @Test func syntheticPairsAreEvaluatedByEachMethodOnce() throws {
      let scratch = try Scratch()
      let methods = ["--method", "superglue", "nearest-neighbour", "sift"]
      let outcome = try synthetic(scratch, methods)
      #expect(outcome.status == 0)
      let report = try #require(try outcome.json() as? [String: Any])
      #expect(report["schema"] as? String == "superpose.evaluation/1")
      #expect((report["pairs"] as? [Any])?.count == 3 * 3)
      let summaries = try #require(report["summaries"] as? [[String: Any]])
      #expect(Set(summaries.compactMap { $0["method"] as? String }) == ["superglue", "nearest-neighbour", "sift"])
      #expect(try scratch.names(in: "out") == ["errors.png", "pairs.csv", "predictions", "report.json", "summary.csv"])
      let first = try scratch.contents("out/report.json")
      #expect(first == outcome.output)
      // The predictions exist, so nothing is run again and their times are the same; only the time of the estimate
      // differs.
      let files = try scratch.names(in: "out/predictions").flatMap { folder in
        try scratch.names(in: "out/predictions/\(folder)/synthetic").map { "out/predictions/\(folder)/synthetic/\($0)" }
      }
      #expect(files.count == 6)
      let before = try files.map { try scratch.contents($0) }
      #expect(try synthetic(scratch, methods + ["--estimator", "opencv-ransac"]).status == 0)
      #expect(try files.map { try scratch.contents($0) } == before)
      #expect(try scratch.names(in: "out/predictions").count == 3)
    }

    @Test func homographiesGiveATableAndProgress() throws {
      let scratch = try Scratch()
      let picture = try Data(contentsOf: URL(fileURLWithPath: Repository.example("coffee.jpg")))
      try FileManager.default.createDirectory(atPath: scratch.path("data/coffee"), withIntermediateDirectories: true)
      for name in ["1.jpg", "2.jpg"] { try scratch.write("data/coffee/" + name, picture) }
      try scratch.write("data/coffee/H_1_2", Data("1 0 0 0 1 0 0 0 1".utf8))
      let outcome = try Program().run(
        ["evaluate", "homographies", scratch.path("data"), "--output", scratch.path("out")] + Self.small)
      #expect(outcome.status == 0)
      #expect(
        outcome.errors == "superpose: superglue 1 of 1, 0 s left\nsuperpose: superglue: figures 1 of 1, 0 s left\n")
      let lines = outcome.text.split(separator: "\n")
      #expect(lines[0].hasPrefix("method     set  pairs  AUC@1     @3     @5    @10   <5px"))
      // The pair is one picture twice.
      #expect(lines[1].hasPrefix("superglue  all      1  1.000  1.000  1.000  1.000  1.000  1.000  1.000"))
      try scratch.write("data/coffee/H_1_2", Data("1 0 0 0 1 0 0 0".utf8))
      let broken = try Program().run("evaluate", "homographies", scratch.path("data"), "--output", scratch.path("out"))
      #expect(broken.status == 65)
      #expect(broken.errors.contains("expected nine numbers, found 8 words"))
    }

    @Test(arguments: [
      ("homographies nowhere", 66, "cannot read 'nowhere': no such file or folder; check the path"),
      (
        "homographies examples", 65,
        "cannot read 'examples': expected folders with images 1.png, 2.png, ... and homographies H_1_2, ..., found "
          + "none; give a folder in the layout of HPatches, or a list of pairs"
      ),
      ("synthetic nowhere", 66, "cannot read 'nowhere': no such folder; give a folder of photographs"),
      ("poses nowhere --images examples", 66, "cannot read 'nowhere': no such file; check the path"),
      (
        "synthetic examples --pairs 0", 64,
        "--pairs: expected 1 to 1000000, found 0. See 'superpose evaluate synthetic --help' for more information."
      ),
      (
        "homographies examples --method sift sift", 64,
        "--method: expected each method once. See 'superpose evaluate homographies --help' for more information."
      ),
    ])
    func problemsAreExplained(arguments: String, status: Int32, message: String) throws {
      let scratch = try Scratch()
      let outcome = try Program().run(
        ["evaluate"] + arguments.split(separator: " ").map(String.init) + ["--output", scratch.path("out")])
      #expect(outcome.status == status)
      #expect(outcome.errors == "superpose: \(message)\n")
    }
  }
}

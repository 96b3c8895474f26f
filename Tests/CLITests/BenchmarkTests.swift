import Foundation
import Testing

extension CommandLineTests {
  @Suite struct Benchmark {
    private let pair = [Repository.example("map-photographed.jpg"), Repository.example("map.jpg")]

    @Test func reportHasTheDocumentedKeys() throws {
      let options = [
        "--repeat", "3", "--json", "--max-keypoints", "100", "--resize", "320", "--threads", "1", "--precision", "f32",
      ]
      let outcome = try Program().run(["benchmark"] + pair + options)
      #expect(outcome.status == 0)
      let report = try #require(try outcome.json() as? [String: Any])
      #expect(
        Set(report.keys) == [
          "schema", "keypoints", "repeat", "pairSeconds", "stages", "precision", "threads", "machine",
        ])
      #expect(report["schema"] as? String == "superpose.benchmark/1")
      #expect(report["keypoints"] as? [Int] == [100, 100])
      #expect(report["repeat"] as? Int == 3)
      #expect(report["precision"] as? String == "f32")
      #expect(report["threads"] as? Int == 1)
      let pairSeconds = try #require(report["pairSeconds"] as? [String: Double])
      #expect(Set(pairSeconds.keys) == ["median", "p5", "p95", "minimum"])
      let stages = try #require(report["stages"] as? [String: [String: Double]])
      #expect(Set(stages.keys) == ["resize", "superpoint", "select", "superglue", "assign"])
      let median = try #require(pairSeconds["median"])
      #expect(median >= (stages["superpoint"]?["minimum"] ?? .infinity))
    }
  }
}

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
          "schema", "keypoints", "sizes", "repeat", "pairSeconds", "coldSeconds", "stages", "device", "precision",
          "floats", "threads", "floatingPointOperations", "superGlueOperations", "peakMemoryBytes", "machine",
        ])
      #expect(report["schema"] as? String == "superpose.benchmark/1")
      #expect(report["keypoints"] as? [Int] == [100, 100])
      #expect(report["repeat"] as? Int == 3)
      #expect(report["precision"] as? String == "f32" && report["device"] as? String == "cpu")
      #expect(report["threads"] as? Int == 1)
      let pairSeconds = try #require(report["pairSeconds"] as? [String: Double])
      #expect(Set(pairSeconds.keys) == ["median", "p5", "p95", "minimum"])
      let stages = try #require(report["stages"] as? [String: [String: Double]])
      #expect(Set(stages.keys) == ["resize", "superpoint", "select", "superglue", "assign", "estimate"])
      let median = try #require(pairSeconds["median"])
      #expect(median >= (stages["superpoint"]?["minimum"] ?? .infinity))
      // The operations of a second look are not counted.
      #expect(report["floatingPointOperations"] is NSNull)
      #expect((report["peakMemoryBytes"] as? Int ?? 0) > 1 << 20)
    }

    @Test func sweepsVaryOneThing() throws {
      let options = [
        "--repeat", "1", "--json", "--max-keypoints", "64", "--resize", "160", "--sweep", "threads", "size",
      ]
      let outcome = try Program().run(["benchmark"] + pair + options)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let document = try #require(try outcome.json() as? [String: Any])
      let peaks = try #require(document["peakFloatingPointOperationsPerSecond"] as? [String: Double])
      #expect(!peaks.isEmpty && peaks.values.allSatisfy { $0 > 1e8 })
      let sweeps = try #require(document["sweeps"] as? [[String: Any]])
      #expect(sweeps.map { $0["kind"] as? String } == ["threads", "size"])
      #expect(sweeps[0]["law"] is NSNull)
      #expect((sweeps[1]["law"] as? [String: Double])?["exponent"] != nil)
      let rows = try #require(sweeps[1]["rows"] as? [[String: Any]])
      let reports = rows.compactMap { $0["report"] as? [String: Any] }
      #expect(reports.compactMap { ($0["sizes"] as? [[Int]])?[0][0] } == [320, 480, 640, 960, 1280])
      let operations = reports.compactMap { $0["floatingPointOperations"] as? Double }
      #expect(operations.count == 5 && operations == operations.sorted())
    }

    @Test func otherSweepsAreWrongUsage() throws {
      #expect(try Program().run(["benchmark"] + pair + ["--sweep", "weather"]).status == 64)
    }
  }
}

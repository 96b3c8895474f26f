import Foundation
import TestSupport
import Testing

extension CommandLineTests {
  /// Parts of a list as other programs drive them: the scripts that docs/many-machines.md shows.
  @Suite struct ManyMachines {
    let scratch: Scratch
    let list: String

    init() throws {
      scratch = try Scratch()
      let names = ["map-photographed", "map", "a", "b", "cat"].map { Repository.example($0 + ".jpg") }
      for name in names {
        try FileManager.default.createSymbolicLink(
          atPath: scratch.path(URL(fileURLWithPath: name).lastPathComponent), withDestinationPath: name)
      }
      list = scratch.path("pairs.txt")
      let outcome = try Program(folder: scratch.path).run(["pairs", ".", "--sequential", "2", "-o", list])
      #expect(outcome.status == 0 && outcome.errors.contains("7 pairs of 5 images"), "\(outcome.errors)")
    }

    /// Runs a script with the built program on the PATH.
    private func run(_ script: String, _ arguments: [String], _ more: [String: String] = [:]) throws -> Command.Outcome
    {
      let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
      let programs = URL(fileURLWithPath: Program.executable).deletingLastPathComponent().path
      let variables = ["PATH": programs + ":" + path].merging(more) { $1 }
      return try Command.run(["bash", Repository.path + "/examples/" + script] + arguments, variables)
    }

    private func merged() throws -> [[String: Any]] {
      try scratch.text("out/whole/pairs.jsonl").split(separator: "\n").map { line in
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      }
    }

    @Test func listsOfFoldersAreRelativeToThem() throws {
      let lines = try scratch.text("pairs.txt").split(separator: "\n")
      #expect(lines.first == "b.jpg a.jpg" && lines.count == 7)
      let printed = try Program(folder: scratch.path).run(["pairs", scratch.path, "--exhaustive", "--quiet"])
      #expect(printed.errors == "" && printed.text.split(separator: "\n").count == 10)
      #expect(printed.text.hasPrefix("\(scratch.path)/b.jpg \(scratch.path)/a.jpg\n"))
      for arguments in [["--exhaustive", "--sequential", "1"], [], ["--sequential", "0"]] {
        #expect(try Program(folder: scratch.path).run(["pairs", "."] + arguments).status == 64)
      }
      #expect(try Program(folder: scratch.path).run("pairs", ".", "--by-gps", "2").status == 65)
      #expect(try Program(folder: scratch.path).run("pairs", "nowhere", "--exhaustive").status == 66)
    }

    @Test func parallelDoesAllParts() throws {
      let outcome = try run("parallel.sh", [list, scratch.path("out"), "2"])
      #expect(outcome.status == 0 && outcome.text.contains("of 7"), "\(outcome.text)")
      #expect(try merged().count == 7 && merged().allSatisfy { $0["error"] is NSNull })
      #expect(try merged().contains { $0["verdict"] as? String == "registered" })
      let features = FileManager.default.enumerator(atPath: scratch.path("out/features"))
      let kept = try #require(features?.compactMap { $0 as? String })
      #expect(kept.count { $0.hasSuffix(".features") } == 5)
    }

    /// Two of three tasks first, as where a machine is lost; then the third.
    @Test func aTaskOfAnArrayDoesItsPart() throws {
      for number in [1, 3] {
        let variables = ["SLURM_ARRAY_TASK_ID": "\(number)", "SLURM_ARRAY_TASK_COUNT": "3"]
        let outcome = try run("slurm-array.sh", [list, scratch.path("out")], variables)
        #expect(outcome.status == 0, "\(outcome.text)")
      }
      let merge =
        ["batch", "merge"] + [1, 3].map { scratch.path("out/part-\($0)") } + ["-o", scratch.path("out/whole")]
      let first = try Program().run(merge)
      #expect(first.status == 66 && first.errors.contains("superpose: missing: all 2 pairs of shard 2/3"))
      #expect(first.text.contains("missing"))
      let variables = ["SLURM_ARRAY_TASK_ID": "2", "SLURM_ARRAY_TASK_COUNT": "3"]
      #expect(try run("slurm-array.sh", [list, scratch.path("out")], variables).status == 0)
      let second = try Program().run(merge + [scratch.path("out/part-2"), "--json"])
      #expect(second.status == 0 && second.errors == "")
      let summary = try #require(try second.json() as? [String: Any])
      #expect(summary["pairs"] as? Int == 7 && summary["missing"] as? Int == 0)
      #expect(try merged().count == 7)
    }

    @Test func partsThatAreNoneAreWrongUsage() throws {
      for shard in ["0/2", "3/2", "x"] {
        #expect(try Program().run("batch", list, "--shard", shard).status == 64)
      }
      #expect(try Program().run("batch", "merge", "somewhere").status == 64)
      #expect(try Program().run("batch", "merge", "-o", scratch.path("out")).status == 64)
      #expect(try Program().run("batch", "merge", scratch.path, "-o", scratch.path("out")).status == 66)
      #expect(try Program().run("batch", list, "--features-limit", "5GB").status == 64)
      #expect(try Program().run("batch", list, "--features", "f", "--features-limit", "5").status == 64)
    }

    /// What is kept makes the second run of another folder the same, without SuperPoint.
    @Test func featuresAndDatabasesAreKeptBesideTheResults() throws {
      let small = ["--resize", "320", "--max-keypoints", "128", "--no-timings"]
      let command = ["batch", list, "--features", "features", "--colmap", "pairs.db"] + small
      let first = try Program(folder: scratch.path).run(command + ["-o", "one"])
      #expect(first.status == 0, "\(first.errors)")
      #expect(first.errors.contains("SuperPoint ran") && !first.errors.contains("SuperPoint ran 0 times"))
      let second = try Program(folder: scratch.path).run(command + ["-o", "two"])
      #expect(second.errors.contains("SuperPoint ran 0 times"), "\(second.errors)")
      for folder in try scratch.names(in: "one") where !folder.hasPrefix("pairs.") {
        let name = folder + "/registration.json"
        #expect(try scratch.contents("one/" + name) == scratch.contents("two/" + name))
      }
      #expect(try pairCount(of: "pairs.db") == 7)
      // What is done is added from its files, and not done again.
      let later = ["batch", list, "--features", "features", "--second-look", "off", "-o", "one"] + small
      let third = try Program(folder: scratch.path).run(later + ["--colmap", "later.db", "--json"])
      let summary = try #require(try third.json() as? [String: Any])
      #expect(summary["earlier"] as? Int == 7)
      #expect(try pairCount(of: "later.db") == 7)
    }

    private func pairCount(of database: String) throws -> Int? {
      let script = "import sqlite3, sys; print(*sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM matches'))"
      let outcome = try Command.run(["python3", "-c", script, scratch.path(database)])
      return Int(outcome.text.filter(\.isNumber))
    }
  }
}

import TestSupport

#if os(Linux)
  import Foundation
  import Testing

  extension CommandLineTests {
    @Suite struct Interruptions {
      let scratch: Scratch
      private let pair = [Repository.example("map-photographed.jpg"), Repository.example("map.jpg")]
      private let small = ["--resize", "320", "--max-keypoints", "256"]

      init() throws {
        scratch = try Scratch()
        try FileManager.default.createDirectory(atPath: scratch.path("out"), withIntermediateDirectories: true)
      }

      private func write(_ name: String, _ text: String) throws { try scratch.write(name, Data(text.utf8)) }
      private func lines(_ name: String) throws -> [Substring] {
        String(decoding: try scratch.contents(name), as: UTF8.self).split(separator: "\n")
      }

      /// The signal comes when pictures have just begun to be written.
      @Test func whatIsBeingWrittenGoesAndTheRestStays() throws {
        try write("out/matches.png", "of an earlier run")
        let watch = try FolderWatch(scratch.path("out"))
        let run = try Program().start(["register"] + pair + small + ["--both", "--output", scratch.path("out")])
        try watch.wait(for: ".superpose-")
        run.process.interrupt()
        let outcome = try run.finish()
        #expect(outcome.status == 130)
        #expect(run.process.terminationReason == .exit)
        #expect(outcome.errors.hasSuffix("superpose: interrupted\n"))
        #expect(outcome.text == "")
        #expect(try scratch.names(in: "out") == ["matches.png"])
        #expect(try lines("out/matches.png") == ["of an earlier run"])
      }

      /// A folder that was made for the result is removed with it.
      @Test func aFolderMadeForTheResultGoes() throws {
        let watch = try FolderWatch(scratch.path("out"))
        let run = try Program().start(["register"] + pair + small + ["--output", scratch.path("out/new")])
        try watch.wait(for: "new")
        run.process.interrupt()
        #expect(try run.finish().status == 130)
        #expect(try scratch.names(in: "out") == [])
      }

      /// The signal comes while a large picture is being warped: nor do libvips' own files stay.
      @Test func aLargePictureLeavesNothing() throws {
        // A picture of 9000×9000 zeros is a small file.
        let transform =
          #"{"schema": "superpose.transform/1", "moving": {"path": "a", "width": 9000, "height": 9000}, "#
          + #""fixed": {"path": "b", "width": 9000, "height": 9000}, "fixedFromMoving": "#
          + #"[[0.9, -0.2, 900], [0.2, 0.9, 0], [0, 0, 1]]}"#
        try write("large.json", transform)
        try Data("P5 9000 9000 255\n".utf8 + [UInt8](repeating: 7, count: 81_000_000)).write(
          to: URL(filePath: scratch.path("large.pgm")))
        try FileManager.default.createDirectory(atPath: scratch.path("temporary"), withIntermediateDirectories: true)
        let watch = try FolderWatch(scratch.path("out"))
        let run = try Program(environment: ["TMPDIR": scratch.path("temporary")]).start(
          ["apply", scratch.path("large.json"), scratch.path("large.pgm"), "--tiles", "-o", scratch.path("out")])
        try watch.wait(for: ".superpose-")
        usleep(300_000)
        run.process.interrupt()
        let outcome = try run.finish()
        #expect(outcome.status == 130 && outcome.errors.hasSuffix("superpose: interrupted\n"), "\(outcome.errors)")
        #expect(try scratch.names(in: "out") == [] && scratch.names(in: "temporary") == [])
      }

      /// The signal comes when the first image is described, which the next run does not do again.
      @Test func aStackGoesOnFromThere() throws {
        let command = ["stack"] + pair + small + ["--output", scratch.path("out")]
        let watch = try FolderWatch(scratch.path("out"))
        let run = try Program().start(command)
        try watch.wait(for: "stack.jsonl")
        run.process.interrupt()
        #expect(try run.finish().status == 130)
        #expect(try scratch.names(in: "out") == ["stack.jsonl"])
        let first = try lines("out/stack.jsonl")
        let again = try Program().run(command)
        #expect(again.status == 0)
        #expect(try lines("out/stack.jsonl").prefix(first.count).elementsEqual(first))
        #expect(try scratch.names(in: "out").contains("stack.json"))
      }

      /// The signal comes when the first pair is done and the second is under way.
      @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
      func aListKeepsWhatIsDoneAndGoesOnFromThere(_ signal: Int32, _ status: Int32) throws {
        let reverse = [pair[1], pair[0]]
        try write("list.txt", [pair, reverse, pair, reverse].map { $0.joined(separator: " ") }.joined(separator: "\n"))
        let command = ["batch", scratch.path("list.txt"), "--output", scratch.path("out")] + small
        let watch = try FolderWatch(scratch.path("out"))
        let run = try Program().start(command)
        try watch.wait(for: "pairs.jsonl")
        kill(run.process.processIdentifier, signal)
        let outcome = try run.finish()
        #expect(outcome.status == status)
        let journal = try lines("out/pairs.jsonl")
        for line in journal {
          #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] }
        }
        #expect((1...3).contains(journal.count))
        #expect(try lines("out/pairs.csv").count == 1 + journal.count)
        let again = try Program().run(command)
        #expect(again.status == 0)
        #expect(!again.errors.contains("superpose: 1 of 4"))
        #expect(again.errors.contains("superpose: 4 of 4  registered"))
        #expect(try lines("out/pairs.csv").count == 5)
      }
    }
  }
#endif

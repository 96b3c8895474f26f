import Foundation
import TestSupport
import Testing

extension CommandLineTests {
  @Suite struct Quantize {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private static let small = ["--limit", "2", "--resize", "160"]

    private func photographs() throws -> String {
      try FileManager.default.createDirectory(atPath: scratch.path("photos"), withIntermediateDirectories: true)
      for name in ["a.jpg", "b.jpg", "coffee.jpg"] {
        try scratch.write("photos/" + name, try Data(contentsOf: URL(fileURLWithPath: Repository.example(name))))
      }
      return scratch.path("photos")
    }

    @Test func whatItWritesIsUsed() throws {
      let file = scratch.path("mine.safetensors")
      let outcome = try Program().run(["quantize", try photographs(), "-o", file, "--json"] + Self.small)
      #expect(outcome.status == 0)
      #expect(outcome.errors.contains("superpose: activations 2 of 2, 0 s left\n"))
      let found = try #require(try outcome.json() as? [String: Any])
      #expect(found["schema"] as? String == "superpose.activation-ranges/1")
      #expect(found["photographs"] as? Int == 2)
      #expect((found["ranges"] as? [String: Double])?.count == 8)
      let detected = try Program().run(
        "detect", Repository.example("cat.jpg"), "--precision", "int8", "--superpoint-weights", file, "--json")
      #expect(detected.status == 0)
      let configuration = (try detected.json() as? [String: Any])?["configuration"] as? [String: Any]
      #expect((configuration?["inference"] as? [String: Any])?["precision"] as? String == "int8")
      let plain = try Program().run("detect", Repository.example("cat.jpg"), "--superpoint-weights", file)
      #expect(plain.status == 0)
    }

    @Test func rangesAloneAreJSON() throws {
      let file = scratch.path("ranges.json")
      let outcome = try Program().run(
        ["quantize", try photographs(), "--output", file, "--quiet", "--json"] + Self.small)
      #expect(outcome.status == 0)
      #expect(outcome.errors == "")
      #expect(try scratch.contents("ranges.json") == outcome.output)
      let again = try Program().run(
        ["quantize", try photographs(), "--output", file, "--quiet", "--json"] + Self.small)
      #expect(again.output == outcome.output)
    }

    @Test func whatCannotBeReadIsNamedAndSkipped() throws {
      let folder = try photographs()
      let broken = try scratch.write("photos/broken.jpg", Data("not a picture".utf8))
      let outcome = try Program().run(
        "quantize", folder, "-o", scratch.path("m.safetensors"), "--limit", "9", "--resize", "160")
      #expect(outcome.status == 0)
      #expect(outcome.errors.contains("superpose: note: skipped \(broken): "))
      #expect(outcome.text.contains("photographs  3\n"))
    }

    private func expect(
      _ arguments: [String], status: Int32, _ message: String, program: Program = Program(),
      sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      let before = try scratch.names()
      let outcome = try program.run(["quantize"] + arguments + Self.small + ["--quiet"])
      #expect(outcome.status == status, sourceLocation: sourceLocation)
      #expect(outcome.errors.contains(message), "\(outcome.errors)", sourceLocation: sourceLocation)
      #expect(outcome.text == "", sourceLocation: sourceLocation)
      #expect(try scratch.names() == before, sourceLocation: sourceLocation)
    }

    @Test func foldersWithoutPhotographs() throws {
      let file = scratch.path("m.safetensors")
      try expect([scratch.path("gone"), "-o", file], status: 66, "no such folder")
      try FileManager.default.createDirectory(atPath: scratch.path("empty"), withIntermediateDirectories: true)
      try expect(
        [scratch.path("empty"), "-o", file], status: 65,
        "cannot read '\(scratch.path("empty"))': expected photographs of at least 64x64 pixels")
    }

    @Test func placesThatCannotBeWritten() throws {
      let folder = try photographs()
      try expect([folder, "-o", scratch.path("none/m.safetensors")], status: 73, "there is no folder")
      try FileManager.default.createDirectory(atPath: scratch.path("closed"), withIntermediateDirectories: false)
      try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: scratch.path("closed"))
      try expect(
        [folder, "-o", scratch.path("closed/m.safetensors")], status: 77, "permission denied",
        program: Program(prefix: Privileges.none))
      try expect(
        [folder, "-o", scratch.path("m.safetensors")], status: 73, "m.safetensors",
        program: Program(prefix: Privileges.fileLimit(kibibytes: 64)))
    }

    @Test func weightsOfAnotherKind() throws {
      let folder = try photographs()
      let file = scratch.path("m.safetensors")
      try expect([folder, "-o", file, "--superpoint-weights", "start"], status: 65, "found weights of superglue")
      try expect([folder, "-o", file, "--superpoint-weights", "nosuch"], status: 66, "no file and no weights")
    }

    @Test func wrongUsage() throws {
      try expect(
        ["photos", "-o", "m.onnx"], status: 64,
        "--output: expected a name that ends with .safetensors or .json, found 'm.onnx'.")
      try expect(["photos", "-o", "m.json", "--threads", "0"], status: 64, "--threads: expected 1 to 1024, found 0.")
      let outcome = try Program().run("quantize", "photos", "-o", "m.json", "--limit", "0")
      #expect(outcome.status == 64)
      #expect(outcome.errors.contains("--limit: expected 1 to 1000000, found 0."))
    }
  }
}

import Foundation
import TestSupport
import Testing

extension CommandLineTests {
  /// Tests places that cannot be written to. Nothing may be left behind there.
  @Suite struct OutputErrors {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private let pair = [Repository.example("coffee.jpg"), Repository.example("cat.jpg")]

    private func expect(
      _ arguments: [String], status: Int32, _ message: String, program: Program = Program(),
      sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      let before = try scratch.names()
      let outcome = try program.run(arguments)
      #expect(outcome.status == status, sourceLocation: sourceLocation)
      #expect(outcome.errors == "superpose: \(message)\n", sourceLocation: sourceLocation)
      #expect(outcome.text == "", sourceLocation: sourceLocation)
      #expect(try scratch.names() == before, "something was left behind", sourceLocation: sourceLocation)
    }

    @Test func fileWhereTheFolderShouldBe() throws {
      let path = try scratch.write("taken", Data())
      try expect(
        ["register"] + pair + ["--output", path], status: 73,
        "cannot write '\(path)': '\(path)' is not a folder; choose another place")
    }

    @Test(arguments: [["match", "--npz"], ["match", "--draw"], ["detect", "--draw"], ["show", "--output"]])
    func folderThatIsNotThere(command: [String]) throws {
      let path = scratch.path("none/result.png")
      try expect(
        [command[0]] + pair + [command[1], path], status: 73,
        "cannot write '\(path)': there is no folder '\(scratch.path)/none'; create it first")
    }

    @Test func device() throws {
      try expect(
        ["match"] + pair + ["--npz", "/dev/null"], status: 73,
        "cannot write '/dev/null': it is not a regular file; give the name of a file")
    }

    @Test(arguments: [["register", "--output"], ["match", "--npz"], ["detect", "--npz"]])
    func folderWithoutPermission(command: [String]) throws {
      let folder = scratch.path("closed")
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
      try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder)
      try expect(
        [command[0]] + pair + [command[1], folder + "/result"], status: 77,
        "cannot write '\(folder)/result': permission denied; choose a folder in which you may write",
        program: Program(prefix: Privileges.none))
      #expect(try scratch.names(in: "closed") == [])
    }

    @Test func fullDiskForAPicture() throws {
      let path = scratch.path("show.png")
      try expect(
        ["show"] + pair + ["--output", path], status: 73,
        "cannot write image '\(path)': file too large; free some space or choose another disk",
        program: Program(prefix: Privileges.fileLimit(kibibytes: 8)))
    }

    @Test func fullDiskForArrays() throws {
      let path = scratch.path("matches.npz")
      try expect(
        ["match"] + pair + ["--npz", path], status: 73,
        "cannot write '\(path)': file too large; free some space or choose another disk",
        program: Program(prefix: Privileges.fileLimit(kibibytes: 8)))
    }

    @Test func fullDiskForARegistration() throws {
      let outcome = try Program(prefix: Privileges.fileLimit(kibibytes: 8)).run(
        ["register"] + pair + ["--output", scratch.path("results")])
      #expect(outcome.status == 73)
      #expect(outcome.errors.hasSuffix("file too large; free some space or choose another disk\n"))
      #expect(try scratch.names() == [])
    }

    @Test func fullDiskForTheStandardOutput() throws {
      let program = Program(prefix: ["bash", "-c", "\"$@\" >/dev/full", "bash"])
      try expect(
        ["weights", "list", "--json"], status: 73, "cannot write to the standard output: no space left on device",
        program: program)
    }

    @Test func nameOfOneLetterIsAName() throws {
      let scratch = try Scratch()
      var program = Program()
      program.folder = scratch.path
      let outcome = try program.run(
        "detect", Repository.example("a.jpg"), "--npz", "x", "--resize", "160", "--max-keypoints", "5")
      #expect(outcome.status == 0)
      #expect(try scratch.names() == ["x"])
    }
  }
}

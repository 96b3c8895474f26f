import Foundation
import SuperposeFiles
import TestSupport
import Testing

@Suite struct ReplacementFileTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  @Test func theOldFileStaysUntilTheNewOneIsWhole() throws {
    let path = try scratch.write("a", "old")
    let file = try ReplacementFile(for: path)
    try file.write("new text".utf8)
    try file.overwrite("N".utf8, at: 0)
    #expect(try scratch.text("a") == "old")
    #expect(try file.contents().withBytes { Array($0) } == Array("New text".utf8))
    try file.commit()
    #expect(try scratch.text("a") == "New text")
    #expect(try scratch.names() == ["a"])
  }

  @Test func whatIsDroppedLeavesNothing() throws {
    let path = try scratch.write("a", "old")
    try { try ReplacementFile(for: path).write("new".utf8) }()
    #expect(try scratch.text("a") == "old")
    #expect(try scratch.names() == ["a"])
  }

  @Test func linksStayLinks() throws {
    try scratch.write("a", "old")
    try FileManager.default.createSymbolicLink(atPath: scratch.path("link"), withDestinationPath: "a")
    try ReplacementFile.write("new".utf8, to: scratch.path("link"))
    #expect(try scratch.text("a") == "new")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: scratch.path("link")) == "a")
  }

  @Test func aNameAsLongAsNamesCanBe() throws {
    let name = String(repeating: "n", count: 255)
    try ReplacementFile.write("new".utf8, to: scratch.path(name))
    #expect(try scratch.names() == [name])
  }

  @Test func placesThatCannotBeWrittenAreNamed() throws {
    let path = scratch.path("none/a")
    let missing = #expect(throws: FileError.self) { try ReplacementFile.write("x".utf8, to: path) }
    #expect(missing?.description == "cannot write '\(path)': no such folder; create the folder first")
    let folder = #expect(throws: FileError.self) { try ReplacementFile.write("x".utf8, to: scratch.path) }
    #expect(folder?.description == "cannot write '\(scratch.path)': it is a folder; give the name of a file")
    let device = #expect(throws: FileError.self) { try ReplacementFile.write("x".utf8, to: "/dev/null") }
    #expect(device?.kind == .notAFile)
  }

  /// A process of its own writes where nothing may be left behind, and ends at once.
  @Test func aProgramThatEndsAtOnceTakesWhatWaitsWithIt() async throws {
    await #expect(processExitsWith: .exitCode(7)) {
      let scratch = try Scratch()
      let file = try ReplacementFile(for: scratch.path("a"))
      try file.write("half".utf8)
      try FileSystem.makeNewFolder(scratch.path("new"))
      PendingFiles.add(scratch.path("new"), onlyIfEmpty: true)
      try FileSystem.makeNewFolder(scratch.path("kept"))
      try scratch.write("kept/x", "x")
      PendingFiles.add(scratch.path("kept"), onlyIfEmpty: true)
      PendingFiles.removeAll {
        let names = (try? scratch.names()) ?? []
        try? FileManager.default.removeItem(atPath: scratch.path)
        exit(names == ["kept"] ? 7 : 1)
      }
    }
  }
}

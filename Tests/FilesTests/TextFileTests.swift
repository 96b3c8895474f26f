import Foundation
import SuperposeFiles
import TestSupport
import Testing

@Suite struct TextFileTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  @Test(arguments: [
    "a b\nc\n\nd", "a b\r\nc\r\n\r\nd", "a b\rc\r\rd", "\u{FEFF}a b\nc\r\n\nd",
  ])
  func linesEndAsAnyProgramEndsThem(_ text: String) throws {
    let lines = try TextFile.lines(of: scratch.write("list", text))
    #expect(lines.map(\.text) == ["a b", "c", "", "d"])
    #expect(lines.map(\.number) == [1, 2, 3, 4])
  }

  @Test func otherBytesAreNoText() throws {
    let path = scratch.path("bytes")
    try Data([0x61, 0xFF]).write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: FileError.self) { try TextFile.text(of: path) }
    #expect(error?.kind == .notText)
  }

  @Test func whatIsNoFileIsNamed() throws {
    #expect(throws: FileError(.read, scratch.path, code: EISDIR)) { try TextFile.lines(of: scratch.path) }
    let gone = scratch.path("gone")
    let error = #expect(throws: FileError.self) { try TextFile.lines(of: gone) }
    #expect(error?.description == "cannot read '\(gone)': no such file; check the path")
  }

  @Test func pipesAreRead() throws {
    let path = scratch.path("pipe")
    #expect(mkfifo(path, 0o600) == 0)
    let writer = Thread { try? Data("x\ny".utf8).write(to: URL(fileURLWithPath: path)) }
    writer.start()
    #expect(try TextFile.lines(of: path).map(\.text) == ["x", "y"])
  }
}

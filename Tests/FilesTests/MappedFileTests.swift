import Foundation
import SuperposeFiles
import TestSupport
import Testing

@Suite struct MappedFileTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  @Test func bytesAreThoseOfTheFile() throws {
    let file = try MappedFile(scratch.write("a", "bytes"))
    #expect(file.withBytes { Array($0) } == Array("bytes".utf8))
    let empty = try MappedFile(scratch.write("empty", ""))
    #expect(empty.withBytes { $0.count } == 0)
  }

  @Test func changesStayInMemory() throws {
    let file = try MappedFile(scratch.write("a", "bytes"), changeable: true)
    file.withMutableBytes { $0[0] = UInt8(ascii: "B") }
    #expect(file.withBytes { Array($0) } == Array("Bytes".utf8))
    #expect(try scratch.text("a") == "bytes")
  }

  @Test func foldersDevicesAndPipesAreRefused() throws {
    #expect(mkfifo(scratch.path("pipe"), 0o600) == 0)
    for (path, problem) in [
      (scratch.path, "it is a folder"), ("/dev/null", "it is not a regular file"),
      (scratch.path("pipe"), "it is not a regular file"),
    ] {
      let error = #expect(throws: FileError.self) { try MappedFile(path) }
      #expect(error?.kind == .notAFile)
      #expect(error?.problem == problem)
    }
  }
}

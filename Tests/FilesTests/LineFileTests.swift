import Foundation
import SuperposeFiles
import TestSupport
import Testing

@Suite struct LineFileTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private var file: LineFile { LineFile(scratch.path("journal")) }
  private func lines() -> [String] { file.lines().map { String(decoding: $0, as: UTF8.self) } }

  @Test func everyLineEnds() throws {
    #expect(lines() == [])
    try file.append("one".utf8)
    #expect(try scratch.text("journal") == "one\n")
    try file.append("two".utf8)
    #expect(try scratch.text("journal") == "one\ntwo\n")
    #expect(lines() == ["one", "two"])
  }

  @Test(arguments: [("one\ntw", ["one"]), ("on", []), ("", []), ("one\n", ["one"])])
  func aTornLineDoesNotCountAndGoes(_ left: String, _ whole: [String]) throws {
    try scratch.write("journal", left)
    #expect(lines() == whole)
    try file.append("next".utf8)
    #expect(lines() == whole + ["next"])
    #expect(try scratch.text("journal") == (whole + ["next"]).map { $0 + "\n" }.joined())
  }

  /// A limit on the size of files, in a process of its own, stands for a full disk.
  @Test func aLineThatDoesNotFitLeavesTheOthers() async {
    await #expect(processExitsWith: .success) {
      let scratch = try Scratch()
      let file = LineFile(scratch.path("journal"))
      try file.append("one".utf8)
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 64, rlim_max: 64)
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      let error = #expect(throws: FileError.self) { try file.append([UInt8](repeating: 120, count: 100)) }
      try #require(error?.kind == .diskFull)
      try #require(try scratch.text("journal") == "one\n")
    }
  }
}

import Foundation
import SuperposeFiles
import Testing

@Suite struct InputLinesTests {
  /// Returns all lines of what comes through a pipe in these pieces.
  private func lines(of pieces: [String], longest: Int = 1 << 20) throws -> [InputLines.Line] {
    let pipe = Pipe()
    let writing = pipe.fileHandleForWriting
    DispatchQueue.global().async {
      for piece in pieces { writing.write(Data(piece.utf8)) }
      writing.closeFile()
    }
    let input = InputLines(descriptor: pipe.fileHandleForReading.fileDescriptor, longest: longest)
    var lines: [InputLines.Line] = []
    while let line = try input.next() { lines.append(line) }
    #expect(try input.next() == nil)
    return lines
  }

  @Test func linesAreWholeHoweverTheyCome() throws {
    let expected = ["one", "", "two and a half", "three"].map { InputLines.Line.whole(Data($0.utf8)) }
    #expect(try lines(of: ["one\n\ntwo", " and", " a half\nth", "ree"]) == expected)
    #expect(try lines(of: ["one\n\ntwo and a half\nthree\n"]) == expected)
    #expect(try lines(of: []) == [])
  }

  /// It is skipped, wherever it ends, and what follows is read.
  @Test func aLineThatIsTooLongIsSkipped() throws {
    let long = String(repeating: "x", count: 200_000)
    let after = InputLines.Line.whole(Data("after".utf8))
    #expect(try lines(of: [long, long, "\nafter\n"], longest: 1000) == [.tooLong, after])
    // Its end alone would not be.
    #expect(try lines(of: [long, "\nafter\n"], longest: 100_000) == [.tooLong, after])
    #expect(try lines(of: [String(long.prefix(1001)) + "\nafter"], longest: 1000) == [.tooLong, after])
    #expect(try lines(of: [String(long.prefix(1000)) + "\nafter"], longest: 1000).last == after)
    #expect(try lines(of: ["after\n", long], longest: 1000) == [after, .tooLong])
  }
}

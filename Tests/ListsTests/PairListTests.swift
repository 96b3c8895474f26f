import Foundation
import SuperposeFiles
import Testing

@testable import Superpose
@testable import SuperposeLists

@Suite final class PairListTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func list(_ text: String) throws -> String {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let path = folder + "/list.txt"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  @Test func linesAreReadRelativeToTheList() throws {
    let path = try list("# moving fixed\na.jpg  b.jpg\r\n\n\t\"my \\\"best\\\" one.jpg\" /abs/c.png\n  #x y z\n")
    let pairs = try PairList.read(URL(filePath: path))
    #expect(
      pairs == [
        ListedPair(moving: URL(filePath: folder + "/a.jpg"), fixed: URL(filePath: folder + "/b.jpg")),
        ListedPair(moving: URL(filePath: folder + "/my \"best\" one.jpg"), fixed: URL(filePath: "/abs/c.png")),
      ])
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func anyProgramsLineEndsWillDo(_ end: String) throws {
    let pairs = try PairList.read(URL(filePath: list("\u{FEFF}a b" + end + end + "c d" + end)))
    #expect(pairs.map(\.moving.pathText) == [folder + "/a", folder + "/c"])
    let path = try list("a b" + end + "c")
    let error = #expect(throws: PairListError.self) { try PairList.read(URL(filePath: path)) }
    #expect(error?.description.contains("line 2: expected MOVING FIXED, found 1 names") == true)
  }

  @Test(arguments: [
    ("a b\nc\n", "line 2: expected MOVING FIXED, found 1 names"),
    ("a b c\n", "line 1: expected MOVING FIXED, found 3 names"),
    ("a \"b\n", "line 1: a quote is not closed"),
    ("# nothing\n", "it lists no pair"),
    ("", "it lists no pair"),
  ])
  func otherListsAreRefused(_ text: String, _ problem: String) throws {
    let path = try list(text)
    let error = #expect(throws: PairListError.self) { try PairList.read(URL(filePath: path)) }
    #expect(error?.kind == .malformed)
    #expect(error?.description.contains(problem) == true, "\(error?.description ?? "")")
  }

  @Test func missingListsAndFoldersAreRefused() throws {
    #expect(throws: PairListError.self) { try PairList.read(URL(filePath: "/nowhere/list.txt")) }
    #expect(throws: PairListError.self) {
      try PairList.read(URL(filePath: FileManager.default.temporaryDirectory.path))
    }
  }

  @Test func foldersAreNamedAfterBothImagesAndDiffer() {
    let names = ListRun.folderNames([
      ("x/a.jpg", "b.tif"), ("y/a.png", "b"), ("a-b", "2.jpg"), (String(repeating: "l", count: 300) + ".jpg", "b"),
    ])
    #expect(names[..<3] == ["a-b", "a-b-2", "a-b-2-2"])
    #expect(names[3].count < 120)
  }

  @Test func tablesQuoteWhatMustBe() {
    var result = ListedResult(
      moving: "a,b.jpg", fixed: "c.jpg", error: PairListError(.notFound, "p", "no", "yes"), folder: "f",
      identity: "")
    result.reasons = ["one", "two"]
    let lines = ListedResult.csv([result]).split(separator: "\n").map(String.init)
    #expect(lines.count == 2 && lines[0].hasPrefix("moving,fixed,folder,verdict,"))
    #expect(lines[1].hasPrefix("\"a,b.jpg\",c.jpg,f,,0,0,,"))
    #expect(lines[1].hasSuffix("one; two,PairListError.notFound,cannot read the list 'p': no; yes"))
  }
}

import Foundation
import SuperposeGeometry
import SuperposeMatching
import Testing

@testable import Superpose

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
    let pairs = try PairList.read(path)
    #expect(
      pairs == [
        ListedPair(moving: folder + "/a.jpg", fixed: folder + "/b.jpg"),
        ListedPair(moving: folder + "/my \"best\" one.jpg", fixed: "/abs/c.png"),
      ])
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
    let error = #expect(throws: PairListError.self) { try PairList.read(path) }
    #expect(error?.kind == .malformed)
    #expect(error?.description.contains(problem) == true, "\(error?.description ?? "")")
  }

  @Test func missingListsAndFoldersAreRefused() throws {
    #expect(throws: PairListError.self) { try PairList.read("/nowhere/list.txt") }
    #expect(throws: PairListError.self) { try PairList.read(FileManager.default.temporaryDirectory.path) }
  }

  @Test func foldersAreNamedAfterBothImagesAndDiffer() {
    let names = ListRun.folderNames([
      ListedPair(moving: "x/a.jpg", fixed: "b.tif"), ListedPair(moving: "y/a.png", fixed: "b"),
      ListedPair(moving: "a-b", fixed: "2.jpg"),
      ListedPair(moving: String(repeating: "l", count: 300) + ".jpg", fixed: "b"),
    ])
    #expect(names[..<3] == ["a-b", "a-b-2", "a-b-2-2"])
    #expect(names[3].count < 120)
  }

  @Test func tablesQuoteWhatMustBe() {
    var result = ListedResult(
      ListedPair(moving: "a,b.jpg", fixed: "c.jpg"), error: PairListError(.notFound, "p", "no", "yes"), folder: "f",
      identity: "")
    result.reasons = ["one", "two"]
    let lines = ListedResult.csv([result]).split(separator: "\n").map(String.init)
    #expect(lines.count == 2 && lines[0].hasPrefix("moving,fixed,folder,verdict,"))
    #expect(lines[1].hasPrefix("\"a,b.jpg\",c.jpg,f,,0,0,,"))
    #expect(lines[1].hasSuffix("one; two,cannot read the list 'p': no; yes"))
  }
}

@Suite struct DescriptionCacheTests {
  private func image(_ keypoints: Int) -> DescribedImage {
    let size = ImageSize(width: 8, height: 8)
    let features = Features(
      imageSize: size, keypoints: [Point](repeating: Point(x: 1, y: 1), count: keypoints),
      scores: [Float](repeating: 1, count: keypoints), descriptors: [Float](repeating: 0, count: 256 * keypoints))
    let picture = Picture(
      frame: Frame(original: size, network: size),
      gray: GrayImage(size: size, values: [Float](repeating: 0, count: size.pixelCount)))
    return DescribedImage(features: features, picture: picture, timings: Timings())
  }

  @Test func theLeastRecentlyUsedMakesRoom() {
    var cache = DescriptionCache(byteLimit: 2 * image(1).byteCount)
    cache.keep(image(1), of: "a")
    cache.keep(image(1), of: "b")
    #expect(cache.image(at: "a")?.count == 1)
    cache.keep(image(1), of: "c")
    #expect(["a", "b", "c"].map { cache.contains($0) } == [true, false, true])
  }

  /// What is needed next is kept, however large.
  @Test func theLatestIsAlwaysThere() {
    var cache = DescriptionCache(byteLimit: 10)
    cache.keep(image(3), of: "a")
    cache.keep(image(5), of: "b")
    #expect(cache.image(at: "a") == nil && cache.image(at: "b")?.count == 5)
    cache.keep(image(2), of: "b")
    #expect(cache.image(at: "b")?.count == 2)
  }
}

import Foundation
import Superpose
import SuperposeEvaluation
import Testing

/// A folder that is removed with this object.
final class Folder {
  let path = NSTemporaryDirectory() + "superpose-evaluation-" + UUID().uuidString

  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    let url = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
    return url.path
  }

  /// Writes a grey picture.
  @discardableResult
  func picture(_ name: String, width: Int = 8, height: Int = 8) throws -> String {
    try write(name, "P2 \(width) \(height) 255\n" + String(repeating: "7 ", count: width * height))
  }
}

@Suite struct PairReadingTests {
  private let identity = "1 0 0\n0 1 0\n0 0 1\n"

  @Test func nestedSequencesAreFound() throws {
    let folder = try Folder()
    for name in ["oxford/graf/1.ppm", "oxford/graf/2.png", "oxford/graf/3.pgm", "v_dog/1.ppm", "v_dog/5.ppm"] {
      try folder.picture(name)
    }
    try folder.write("oxford/graf/H_1_2", identity)
    try folder.write("oxford/graf/H_1_3", "1 0 2.5e0\n0 1 3\n0,0,1")
    try folder.write("v_dog/H_1_5", identity)
    let pairs = try HomographyPairs.read(URL(filePath: folder.path))
    #expect(pairs.map(\.name) == ["oxford/graf/1-2", "oxford/graf/1-3", "v_dog/1-5"])
    #expect(pairs.map(\.sequence) == ["oxford/graf", "oxford/graf", "v_dog"])
    #expect(pairs[0].dataset == "oxford")
    #expect(pairs[1].truth == .homography(.translation(x: 2.5, y: 3)))
    #expect(pairs[1].images.1.name.hasSuffix("oxford/graf/3.pgm"))
  }

  @Test func listsAreRelativeToThemselves() throws {
    let folder = try Folder()
    try folder.picture("sub/a.pgm")
    try folder.picture("b.pgm")
    try folder.write("h.txt", identity)
    let list = try folder.write("mine.txt", "# a comment\n\nsub/a.pgm b.pgm h.txt\r\n")
    let pairs = try HomographyPairs.read(URL(filePath: list))
    #expect(pairs.map(\.name) == ["mine/3"])
    #expect(pairs[0].images.0.name == folder.path + "/sub/a.pgm")
  }

  @Test(arguments: ["\n", "\r\n"])
  func anyProgramsLineEndsWillDo(_ end: String) throws {
    let folder = try Folder()
    for name in ["a.pgm", "b.pgm"] { try folder.picture(name) }
    try folder.write("h.txt", ["1 0 0", "0 1 0", "0 0 1"].joined(separator: end))
    let homographies = ["\u{FEFF}a.pgm b.pgm h.txt", "", "b.pgm a.pgm h.txt"].joined(separator: end)
    #expect(
      try HomographyPairs.read(URL(filePath: folder.write("pairs.txt", homographies))).map(\.name) == [
        "pairs/1", "pairs/3",
      ])
    let calibration = "500 0 2 0 510 3 0 0 1"
    let pose = "a.pgm b.pgm 0 0 \(calibration) \(calibration) 1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1"
    let poses = try folder.write("poses.txt", [pose, pose].joined(separator: end) + end)
    #expect(try PosePairs.read(URL(filePath: poses), images: URL(filePath: folder.path)).count == 2)
  }

  @Test(arguments: [
    ("a.pgm b.pgm", "line 1: expected IMAGE0 IMAGE1 HOMOGRAPHY, found 2 words"), ("", "it lists no pair"),
    ("a.pgm c.pgm h.txt", "no such file"), ("a.pgm a.pgm short.txt", "expected nine numbers, found 2 words, 1 of them"),
    ("a.pgm a.pgm flat.txt", "the matrix has no inverse"),
  ])
  func badListsAreExplained(content: String, problem: String) throws {
    let folder = try Folder()
    try folder.picture("a.pgm")
    try folder.write("h.txt", identity)
    try folder.write("short.txt", "1 x")
    try folder.write("flat.txt", "1 0 0 1 0 0 0 0 1")
    let list = try folder.write("list.txt", content)
    let error = try #require(throws: EvaluationError.self) { try HomographyPairs.read(URL(filePath: list)) }
    #expect(error.problem.hasPrefix(problem))
  }

  @Test func folderWithoutImageIsExplained() throws {
    let folder = try Folder()
    try folder.picture("s/1.pgm")
    try folder.write("s/H_1_2", identity)
    let error = try #require(throws: EvaluationError.self) { try HomographyPairs.read(URL(filePath: folder.path)) }
    #expect(error.problem == "expected one image 2.*, found none")
    try folder.picture("s/2.pgm")
    try folder.picture("s/2.ppm")
    let other = try #require(throws: EvaluationError.self) { try HomographyPairs.read(URL(filePath: folder.path)) }
    #expect(other.problem == "expected one image 2.*, found 2.pgm, 2.ppm")
  }

  @Test func unrelatedPairsAreOfDifferentSequences() throws {
    let folder = try Folder()
    for sequence in ["a", "b", "c"] {
      try folder.picture(sequence + "/1.pgm")
      try folder.picture(sequence + "/2.pgm")
      try folder.write(sequence + "/H_1_2", identity)
    }
    let positives = try HomographyPairs.read(URL(filePath: folder.path))
    let all = positives.unrelated(count: 1000, seed: 3)
    #expect(all.count == 6 * 4)
    for pair in all {
      let scenes = [pair.images.0, pair.images.1].map { $0.name.split(separator: "/").dropLast() }
      #expect(scenes[0] != scenes[1])
    }
    #expect(Set(all.map { $0.images.0.name + $0.images.1.name }).count == 24)
    #expect(positives.unrelated(count: 5, seed: 3).map(\.identity) == all.prefix(5).map(\.identity))
  }

  @Test func poseListsAreRead() throws {
    let folder = try Folder()
    try folder.picture("x/a.pgm", width: 4, height: 6)
    try folder.picture("b.pgm")
    let pose = "0 0 -1 5 0 1 0 6 1 0 0 7 0 0 0 1"
    let list = try folder.write("poses.txt", "x/a.pgm b.pgm 1 0 500 0 2 0 510 3 0 0 1 600 0 4 0 610 5 0 0 1 \(pose)\n")
    let pairs = try PosePairs.read(URL(filePath: list), images: URL(filePath: folder.path))
    guard case .pose(let truth) = pairs[0].truth else {
      Issue.record("expected a pose")
      return
    }
    #expect(truth.translation == SIMD3(5, 6, 7))
    #expect(truth.rotation.rows == [[0, 0, -1], [0, 1, 0], [1, 0, 0]])
    #expect(truth.intrinsics1[1, 2] == 5)
    #expect(truth.turns0 == 1)
    #expect(try pairs[0].images.0.image().size == ImageSize(width: 6, height: 4))
    try folder.write("poses.txt", "x/a.pgm b.pgm 1 0\n")
    let error = try #require(throws: EvaluationError.self) {
      try PosePairs.read(URL(filePath: list), images: URL(filePath: folder.path))
    }
    #expect(error.problem == "line 1: expected two names and 36 numbers, found 4 words, 2 of them numbers")
  }
}

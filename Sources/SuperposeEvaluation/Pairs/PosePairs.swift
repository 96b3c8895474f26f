public import Foundation
import Superpose
import SuperposeFiles
import SuperposeGeometry
import SuperposeImaging

/// Pairs of image files with intrinsics and the true relative pose, in the format of the SuperGlue paper's lists.
public enum PosePairs {
  private static let wordCount = 38

  /// Reads a list of lines
  ///
  ///     name0 name1 rotation0 rotation1 K0 (9) K1 (9) T_0to1 (16)
  ///
  /// Names are relative to `images`. A rotation says how many times the picture is turned by 90° anticlockwise to stand
  /// upright. K belongs to the picture before that, and matrices are row by row. `T_0to1` maps points of camera 0 to
  /// camera 1.
  ///
  /// - Parameters:
  ///   - file: The list.
  ///   - images: The folder that the names in the list are relative to.
  /// - Throws: ``EvaluationError`` where a file is missing or malformed.
  public static func read(_ file: URL, images: URL) throws -> [EvaluationPair] {
    let (path, images) = (file.pathText, images.pathText)
    let list = path.lastPathPart.withoutExtension
    let pairs = try NumberFile.lines(path).compactMap { line -> EvaluationPair? in
      let words = line.text.split(whereSeparator: \.isWhitespace).map(String.init)
      guard let first = words.first, !first.hasPrefix("#") else { return nil }
      let numbers = words.dropFirst(2).compactMap { Double($0) }.filter(\.isFinite)
      guard words.count == wordCount, numbers.count == wordCount - 2 else {
        throw EvaluationError(
          .malformed, path,
          problem:
            "line \(line.number): expected two names and 36 numbers, found \(words.count) words, \(numbers.count) "
            + "of them numbers",
          hint: "give name0 name1 rotation0 rotation1 K0 K1 T_0to1")
      }
      return try pair(words, numbers, images: images, list: list, place: "line \(line.number) of '\(path)'")
    }
    guard !pairs.isEmpty else {
      throw EvaluationError(.malformed, path, problem: "it lists no pair", hint: "give a list of pairs with poses")
    }
    return pairs
  }

  private static func pair(
    _ words: [String], _ numbers: [Double], images: String, list: String, place: String
  ) throws -> EvaluationPair {
    let files = words[..<2].map { images + "/" + $0 }
    for file in files where !FileManager.default.fileExists(atPath: file) {
      throw EvaluationError(.notFound, file, problem: "no such file", hint: "it is in \(place); see --images")
    }
    let pose = try pose(numbers, place)
    let turns = [QuarterTurns(pose.turns0), QuarterTurns(pose.turns1)]
    let sources = zip(files, turns).map { file, turn in
      turn.count == 0
        ? ImageSource.file(URL(path: file))
        : .made(name: "\(file) turned \(turn.count)") { turn.applied(to: try Image(contentsOf: URL(path: file))) }
    }
    let stems = words[..<2].map { $0.withoutExtension.replacing("/", with: "_") }
    return EvaluationPair(
      name: "\(list)/\(stems[0])-\(stems[1])", sequence: list, dataset: list,
      identity: files.map(fileIdentity).joined(separator: " ") + " \(turns)", images: (sources[0], sources[1]),
      truth: .pose(pose))
  }

  private static func pose(_ numbers: [Double], _ place: String) throws -> RelativePose {
    let matrix = Array(numbers[20...])
    var pose = RelativePose(
      intrinsics0: Matrix3(elements: numbers[2..<11]),
      intrinsics1: Matrix3(elements: numbers[11..<20]),
      rotation: Matrix3(elements: [0, 1, 2, 4, 5, 6, 8, 9, 10].map { matrix[$0] }),
      translation: SIMD3(matrix[3], matrix[7], matrix[11]))
    guard pose.intrinsics0.inverse != nil, pose.intrinsics1.inverse != nil, abs(pose.rotation.determinant - 1) < 0.01
    else {
      throw EvaluationError(
        .malformed, place, problem: "expected invertible intrinsics and a rotation",
        hint: "give K0, K1 and T_0to1 row by row")
    }
    let turns = numbers[..<2].map { Int(exactly: $0) }
    guard let turns0 = turns[0], let turns1 = turns[1] else {
      throw EvaluationError(
        .malformed, place, problem: "expected rotations of 0 to 3", hint: "they count quarter turns")
    }
    (pose.turns0, pose.turns1) = (turns0, turns1)
    return pose
  }
}

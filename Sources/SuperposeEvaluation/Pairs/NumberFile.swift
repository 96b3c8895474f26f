import Foundation
import Superpose

/// Text files of numbers.
enum NumberFile {
  static func text(_ path: String) throws -> String {
    guard FileManager.default.fileExists(atPath: path) else {
      throw EvaluationError(.notFound, path, problem: "no such file", hint: "check the path")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw EvaluationError(.notFound, path, problem: "it cannot be read", hint: "check its permissions")
    }
    guard let text = String(bytes: data, encoding: .utf8) else {
      throw EvaluationError(.malformed, path, problem: "expected text in UTF-8", hint: "check the file")
    }
    return text
  }

  /// Nine numbers, row by row, between any white space or commas, that make an invertible matrix.
  static func homography(_ path: String) throws -> Homography {
    let words = try text(path).split { $0.isWhitespace || $0 == "," }
    let numbers = words.compactMap { Double($0) }
    guard numbers.count == 9, words.count == 9, numbers.allSatisfy(\.isFinite) else {
      throw EvaluationError(
        .malformed, path,
        problem: "expected nine numbers, found \(words.count) words, \(numbers.count) of them numbers",
        hint: "give a 3x3 homography, row by row")
    }
    let homography = Homography(coefficients: numbers)
    guard homography.inverse != nil else {
      throw EvaluationError(.malformed, path, problem: "the matrix has no inverse", hint: "give a homography")
    }
    return homography
  }
}

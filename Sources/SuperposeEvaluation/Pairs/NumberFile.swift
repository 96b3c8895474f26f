import Superpose
import SuperposeFiles

/// Reads text files of numbers.
enum NumberFile {
  static func text(_ path: String) throws(EvaluationError) -> String {
    do { return try TextFile.text(of: path) } catch { throw EvaluationError(error) }
  }

  static func lines(_ path: String) throws(EvaluationError) -> [TextFile.Line] {
    do { return try TextFile.lines(of: path) } catch { throw EvaluationError(error) }
  }

  /// Reads nine numbers, row by row, between any white space or commas, that make an invertible matrix.
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

public import Foundation
import SuperposeFiles

/// Two image files of which one is to be laid on the other.
public struct ListedPair: Hashable, Sendable {
  /// The file of the image that is laid on the other.
  public var moving: URL
  /// The file of the image that stays as it is.
  public var fixed: URL

  /// - Parameters:
  ///   - moving: the file of the image that is laid on the other.
  ///   - fixed: the file of the image that stays as it is.
  public init(moving: URL, fixed: URL) {
    self.moving = moving
    self.fixed = fixed
  }
}

/// Text files that list pairs of images.
public enum PairList {
  /// Reads lines `MOVING FIXED`.
  ///
  /// Paths are relative to the list. One with spaces stands in double quotes, in which `\"` and `\\` are a quote and a
  /// backslash. Empty lines and those that begin with `#` are skipped.
  ///
  /// - Throws: ``PairListError`` where the file cannot be read, names no pair, or has a line of another form.
  public static func read(_ list: URL) throws(PairListError) -> [ListedPair] {
    let path = list.pathText
    let folder = path.folderPart
    var pairs: [ListedPair] = []
    for line in try lines(path) {
      guard let names = words(line.text) else {
        throw PairListError(.malformed, path, "line \(line.number): a quote is not closed", "close it on the same line")
      }
      guard let first = names.first, !first.hasPrefix("#") else { continue }
      guard names.count == 2 else {
        throw PairListError(
          .malformed, path, "line \(line.number): expected MOVING FIXED, found \(names.count) names",
          "put names with spaces in double quotes")
      }
      let files = names.map { $0.hasPrefix("/") || folder.isEmpty ? $0 : folder + "/" + $0 }
      pairs.append(ListedPair(moving: URL(path: files[0]), fixed: URL(path: files[1])))
    }
    guard !pairs.isEmpty else {
      throw PairListError(.malformed, path, "it lists no pair", "give lines of the form MOVING FIXED")
    }
    return pairs
  }

  private static func lines(_ path: String) throws(PairListError) -> [TextFile.Line] {
    do { return try TextFile.lines(of: path) } catch {
      let form = "with lines of the form MOVING FIXED"
      switch error.kind {
      case .notText: throw PairListError(.malformed, path, error.problem, "give lines of the form MOVING FIXED")
      case .notAFile: throw PairListError(.notFound, path, error.problem, "give a text file \(form)")
      case .permissionDenied: throw PairListError(.permissionDenied, path, "it cannot be read", "check its permissions")
      default: throw PairListError(.notFound, path, error.problem, error.hint)
      }
    }
  }

  /// Nil where a quote is not closed.
  static func words(_ line: Substring) -> [String]? {
    var words: [String] = []
    var rest = line.drop(while: \.isWhitespace)
    while let first = rest.first {
      var word = ""
      if first == "\"" {
        guard let end = quoted(rest.dropFirst(), into: &word) else { return nil }
        rest = end
      } else {
        word = String(rest.prefix { !$0.isWhitespace })
        rest = rest.dropFirst(word.count)
      }
      words.append(word)
      rest = rest.drop(while: \.isWhitespace)
    }
    return words
  }

  /// What follows the closing quote.
  private static func quoted(_ text: Substring, into word: inout String) -> Substring? {
    var rest = text
    while let character = rest.popFirst() {
      switch character {
      case "\"": return rest
      case "\\":
        guard let next = rest.popFirst() else { return nil }
        word.append(next)
      default: word.append(character)
      }
    }
    return nil
  }
}

/// A list of pairs that is not what it should be.
public struct PairListError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of problem it is, for programs.
  public enum Kind: String, Sendable {
    /// There is no such file.
    case notFound
    /// It may not be read.
    case permissionDenied
    /// It is no such list.
    case malformed
  }

  /// What kind of problem it is, for programs.
  public let kind: Kind
  /// One line for people: the list, what was found and what to do.
  public let description: String

  init(_ kind: Kind, _ path: String, _ problem: String, _ hint: String) {
    self.kind = kind
    description = "cannot read the list '\(path)': \(problem); \(hint)"
  }
}

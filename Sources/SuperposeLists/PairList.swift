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

  /// Both as they were given.
  var paths: (moving: String, fixed: String) { (moving.pathText, fixed.pathText) }
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
    // An address takes longer to make than all else here, and images of long lists are in many pairs.
    var known: [String: URL] = [:]
    func file(_ name: String) -> URL {
      if let file = known[name] { return file }
      let file = URL(path: name.hasPrefix("/") || folder.isEmpty ? name : folder + "/" + name)
      known[name] = file
      return file
    }
    for line in try lines(path) {
      let text = line.text.drop(while: \.isWhitespace)
      if text.isEmpty || text.first == "#" { continue }
      guard let names = words(text) else {
        throw PairListError(.malformed, path, "line \(line.number): a quote is not closed", "close it on the same line")
      }
      guard names.count == 2 else {
        throw PairListError(
          .malformed, path, "line \(line.number): expected MOVING FIXED, found \(names.count) names",
          "put names with spaces in double quotes")
      }
      pairs.append(ListedPair(moving: file(names[0]), fixed: file(names[1])))
    }
    guard !pairs.isEmpty else {
      throw PairListError(.malformed, path, "it lists no pair", "give lines of the form MOVING FIXED")
    }
    return pairs
  }

  /// Returns a line of a list, without its line feed.
  ///
  /// - Throws: ``PairListError`` for a name with a line feed, which no line can hold.
  public static func line(moving: String, fixed: String) throws(PairListError) -> String {
    for name in [moving, fixed] where name.contains(where: \.isNewline) {
      throw PairListError(.malformed, "a list cannot hold the name '\(name)', which has a line feed; rename the file")
    }
    return [moving, fixed].map(quoted).joined(separator: " ")
  }

  /// The folder in which, or below which, all images of a list are.
  public static func commonFolder(_ pairs: [ListedPair]) -> URL {
    let paths = pairs.flatMap { [$0.moving.pathText, $0.fixed.pathText] }
    let folders = Set(paths.map(\.folderPart)).map { $0.split(separator: "/", omittingEmptySubsequences: false) }
    guard var common = folders.first.map({ Array($0) }) else { return URL(path: "") }
    for folder in folders { common = zip(common, folder).prefix { $0 == $1 }.map(\.0) }
    return URL(path: common.joined(separator: "/"))
  }

  private static func quoted(_ name: String) -> String {
    guard name.contains(where: \.isWhitespace) || name.hasPrefix("\"") || name.hasPrefix("#") else { return name }
    return "\"" + name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
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
    self.init(kind, "cannot read the list '\(path)': \(problem); \(hint)")
  }

  init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}

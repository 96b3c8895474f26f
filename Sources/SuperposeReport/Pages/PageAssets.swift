import Foundation

/// The pages that there are, with the style sheets and scripts of each.
///
/// A page that is a single file contains their text. A service delivers them as files under names of its own.
public enum Page: String, CaseIterable, Sendable {
  /// The page of one registration, with the viewer.
  case report
  /// The table of registered pairs.
  case list
  /// The player of a stack.
  case stack

  /// Returns all style sheets of the page as one.
  ///
  /// - Throws: ``ReportError`` where the program's own files are missing.
  public func style() throws -> String {
    let names =
      switch self {
      case .report: ["page", "report", "viewer"]
      case .list: ["page", "list"]
      case .stack: ["page", "stack"]
      }
    return try names.map { try PageFiles.text("styles/\($0).css") }.joined()
  }

  /// Returns all scripts of the page as one. Those of the viewer only declare, so that their order does not matter; the
  /// page's own script comes last and starts everything.
  ///
  /// - Throws: ``ReportError`` where the program's own files are missing.
  public func script() throws -> String {
    let viewer = self == .report ? try PageFiles.names(in: "scripts/viewer").map { "scripts/viewer/\($0)" } : []
    return try (viewer + ["scripts/page/\(rawValue).js"]).map(PageFiles.text).joined()
  }
}

/// Reads the files of the folder `Templates`, which lies beside the program.
enum PageFiles {
  private static var folder: String { Bundle.module.bundlePath + "/Templates" }

  static func text(_ name: String) throws -> String {
    guard let text = try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) else {
      throw ReportError(
        .incomplete, name, problem: "the program's own file is missing in '\(folder)'", hint: "install it again")
    }
    return text
  }

  /// Returns the names in alphabetical order, so that equal input gives equal pages.
  static func names(in name: String) throws -> [String] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(name)") else {
      throw ReportError(
        .incomplete, name, problem: "the program's own folder is missing in '\(folder)'", hint: "install it again")
    }
    return names.sorted()
  }
}

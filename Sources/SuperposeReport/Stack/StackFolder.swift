public import Foundation
import SuperposeFiles
public import SuperposeStacks

/// A folder that `superpose stack` has written, as the source of its page.
public struct StackFolder {
  /// What the page is called.
  public static let pageName = ResultFolder.pageName

  let path: String

  /// - Parameter folder: the folder; it need not have a result, see ``hasResult``.
  public init(_ folder: URL) { path = folder.pathText }

  /// Whether the folder holds a stack.
  public var hasResult: Bool { !FileSystem.isMissing(path + "/" + StackReport.name) }

  /// Returns what was found.
  ///
  /// - Throws: ``ReportError`` where the stack cannot be read or is not of this version.
  public func report() throws -> StackReport {
    guard let data = FileManager.default.contents(atPath: path + "/" + StackReport.name) else {
      throw ReportError(
        .permissionDenied, path, problem: "its \(StackReport.name) cannot be read", hint: "check its permissions")
    }
    guard let report = try? JSONDecoder().decode(StackReport.self, from: data) else {
      throw ReportError(
        .malformed, path, problem: "its \(StackReport.name) is not one that this version writes",
        hint: "run 'superpose stack' again")
    }
    return report
  }

  /// Writes the page with the player, which contains smaller copies of the aligned images that lie in the folder.
  ///
  /// - Throws: ``ReportError`` where the program's own templates are missing, or what reading and writing throws.
  public func writePage(_ report: StackReport, _ options: ReportOptions) throws {
    let title = URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent
    let page = try StackPage(title: title, report: report, folder: path, longSide: options.longSide)
    let html = try page.html()
    try ReplacementFile.write(html.utf8, to: path + "/" + Self.pageName)
  }
}

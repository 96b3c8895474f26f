public import Foundation
import Superpose
import SuperposeFiles
public import SuperposeLists

/// A folder that `superpose batch` has written, as the source of its pages.
public struct ListFolder {
  /// What the list's page is called.
  public static let pageName = "index.html"

  let path: String

  /// - Parameter folder: the folder; it need not be one of these, see ``hasResults``.
  public init(_ folder: URL) { path = folder.pathText }

  /// Whether the folder holds results of a list.
  public var hasResults: Bool { FileManager.default.fileExists(atPath: journal) }

  private var journal: String { path + "/pairs.jsonl" }

  /// Returns the results so far, in the list's order.
  ///
  /// - Throws: ``ReportError`` where a line is none of this version.
  public func results() throws -> [ListedResult] {
    let decoder = JSONDecoder()
    let lines = LineFile(journal).lines().filter { !$0.isEmpty }
    let results = lines.compactMap { try? decoder.decode(ListedResult.self, from: $0) }
    guard results.count == lines.count else {
      throw ReportError(
        .malformed, path, problem: "\(lines.count - results.count) lines of its pairs.jsonl are not of this version",
        hint: "run 'superpose batch' again")
    }
    return results
  }

  /// Writes the page of each pair that has a result, then that of the list.
  ///
  /// - Parameters:
  ///   - results: The results, see ``results()``.
  ///   - options: The size of the pictures, and the licence of weights.
  ///   - images: Folders in which images are looked for when they are not where the results say.
  ///   - onlyMissing: Whether pages that are there stay as they are. A pair that was registered anew has none.
  ///   - progress: Called with the number of pairs that are done.
  /// - Returns: The errors of pairs that have a result and got no page.
  /// - Throws: why the list's page cannot be made or written.
  @discardableResult
  public func writePages(
    _ results: [ListedResult], _ options: ReportOptions, images: [URL] = [], onlyMissing: Bool = false,
    progress: (Int) -> Void = { _ in }
  ) throws -> [any Error] {
    var options = options
    options.isInList = true
    var errors: [any Error] = []
    for (index, result) in results.enumerated() {
      let folder = ResultFolder(URL(path: path + "/" + result.folder))
      if folder.hasResult, !(onlyMissing && isThere(result, ResultFolder.pageName)) {
        do { try folder.writePage(options, images: images) } catch { errors.append(error) }
      }
      progress(index + 1)
    }
    try writeListPage(results)
    return errors
  }

  private func writeListPage(_ results: [ListedResult]) throws {
    let pairs = results.map { result in
      ListPage.Pair(
        result, page: address(result, ResultFolder.pageName), thumbnail: address(result, ResultFolder.thumbnailName))
    }
    let title = URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent
    let html = try ListPage(title: title, pairs: pairs).html()
    try ReplacementFile.write(html.utf8, to: path + "/" + Self.pageName)
  }

  private func isThere(_ result: ListedResult, _ name: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(path)/\(result.folder)/\(name)")
  }

  /// Returns the address of a file in a pair's folder, as seen from the list's page, or nil where the file is missing.
  private func address(_ result: ListedResult, _ name: String) -> String? {
    guard isThere(result, name) else { return nil }
    return result.folder.addingPercentEncoding(withAllowedCharacters: .pathSegment).map { "./\($0)/\(name)" }
  }
}

extension CharacterSet {
  /// The characters that may stand in a part of an address as they are.
  fileprivate static let pathSegment = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-._~"))
}

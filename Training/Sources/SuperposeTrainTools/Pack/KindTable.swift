import Foundation
import SuperposeFiles
import SuperposeTrainingData

/// A table of the kinds of picture files.
struct KindTable {
  /// The kinds by absolute path.
  private let kinds: [String: Photograph.Kind]

  init(contentsOf path: String) throws {
    guard let lines = try? TextFile.lines(of: path) else {
      throw ToolError(.missingInput, "'\(path)': it cannot be read as text; check the path given with --kinds")
    }
    let rows = lines.map(\.text).filter { !$0.isEmpty }.map {
      $0.split(separator: "\t", omittingEmptySubsequences: false)
    }
    guard let header = rows.first, let file = header.firstIndex(of: "file"), let kind = header.firstIndex(of: "kind")
    else {
      throw ToolError(
        .malformedInput, "'\(path)': its first line must name the columns `file` and `kind`, with tabs between")
    }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    var kinds: [String: Photograph.Kind] = [:]
    for (line, row) in rows.enumerated().dropFirst() {
      guard row.count > max(file, kind), let value = Photograph.Kind(rawValue: String(row[kind])) else {
        let known = Photograph.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        throw ToolError(.malformedInput, "'\(path)', row \(line + 1): expected a file and its kind, one of \(known)")
      }
      kinds[Self.key(folder.appendingPathComponent(String(row[file])))] = value
    }
    self.kinds = kinds
  }

  /// Returns the kind of a file, or nil where the table does not name it.
  func kind(of path: String) -> Photograph.Kind? { kinds[Self.key(URL(fileURLWithPath: path))] }

  private static func key(_ url: URL) -> String { url.resolvingSymlinksInPath().standardizedFileURL.path }
}

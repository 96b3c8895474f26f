import Foundation
import SuperposeFiles

/// A folder that a command will write into, which is made where it is missing.
struct OutputFolder {
  let path: String
  var url: URL { URL(path: path) }

  init(_ path: String) throws {
    self.path = path
    var folder = path
    while FileSystem.isMissing(folder), folder != Self.parent(of: folder) { folder = Self.parent(of: folder) }
    try Self.check(folder, forWriting: path)
  }

  func create() throws {
    do { try FileSystem.makeFolder(path) } catch { throw CommandError(error) }
  }

  /// Returns the folder of a path, `.` for a name alone. (Foundation's `deletingLastPathComponent` stops the program on
  /// Linux for a single letter.)
  static func parent(of path: String) -> String {
    let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    guard let slash = trimmed.lastIndex(of: "/") else { return "." }
    return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
  }

  /// Throws unless files can be made in a folder.
  static func check(_ folder: String, forWriting path: String) throws {
    guard !FileSystem.isMissing(folder) else {
      throw CommandError(.cannotWrite, "cannot write '\(path)': there is no folder '\(folder)'; create it first")
    }
    if let entry = try? FileSystem.entry(at: folder), entry != .folder {
      throw CommandError(.cannotWrite, "cannot write '\(path)': '\(folder)' is not a folder; choose another place")
    }
    do { try FileSystem.checkWritable(folder: folder, for: path) } catch { throw CommandError(error) }
  }
}

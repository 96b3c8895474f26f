import Foundation

/// A folder that a command will write into, and make where it is not there.
struct OutputFolder {
  let path: String

  init(_ path: String) throws {
    self.path = path
    var folder = path
    while access(folder, F_OK) != 0 && errno == ENOENT && folder != Self.parent(of: folder) {
      folder = Self.parent(of: folder)
    }
    try Self.check(folder, forWriting: path)
  }

  func create() throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw CommandError(writing: path, error)
    }
  }

  /// `.` for a name alone. (Foundation's `deletingLastPathComponent` stops the program on Linux for a single letter.)
  static func parent(of path: String) -> String {
    let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    guard let slash = trimmed.lastIndex(of: "/") else { return "." }
    return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
  }

  /// Throws unless files can be made in a folder.
  static func check(_ folder: String, forWriting path: String) throws {
    var status = stat()
    guard stat(folder, &status) == 0 else {
      if errno == EACCES { throw CommandError(writing: path, errno: EACCES) }
      throw CommandError(.cannotWrite, "cannot write '\(path)': there is no folder '\(folder)'; create it first")
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw CommandError(.cannotWrite, "cannot write '\(path)': '\(folder)' is not a folder; choose another place")
    }
    guard access(folder, W_OK | X_OK) == 0 else {
      throw CommandError(writing: path, errno: errno)
    }
  }
}

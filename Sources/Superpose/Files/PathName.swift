/// The parts of a path. (Foundation's `deletingLastPathComponent` stops the program on Linux for a path of one letter.)
extension String {
  /// What stands behind the last slash.
  package var lastPathPart: String { split(separator: "/").last.map(String.init) ?? "" }

  /// What stands before the last slash; empty where there is none.
  package var folderPart: String { lastIndex(of: "/").map { String(self[..<$0]) } ?? "" }

  /// The same path without the last part's extension.
  package var withoutExtension: String {
    let name = lastPathPart
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return self }
    return String(dropLast(name.distance(from: dot, to: name.endIndex)))
  }

  /// What stands behind the last part's last point; empty where there is none.
  package var extensionPart: String {
    let name = lastPathPart
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
    return String(name[name.index(after: dot)...])
  }
}

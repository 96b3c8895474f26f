import SystemPackage

/// The parts of a path. (Foundation's `deletingLastPathComponent` stops the program on Linux for a path of one letter.)
extension String {
  /// The text after the last slash.
  public var lastPathPart: String { FilePath(self).lastComponent?.string ?? "" }

  /// The text before the last slash; empty where there is none.
  public var folderPart: String { FilePath(self).removingLastComponent().string }

  /// The path of another file in the same folder.
  public func sibling(_ name: String) -> String { FilePath(self).removingLastComponent().appending(name).string }

  /// The same path without the last part's extension.
  public var withoutExtension: String {
    var path = FilePath(self)
    path.extension = nil
    return path.string
  }

  /// The text after the last point of the last part; empty where there is none.
  public var extensionPart: String { FilePath(self).extension ?? "" }
}

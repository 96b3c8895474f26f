import Foundation

/// A file that a command will write. Made before the long work, so that what would prevent the writing is found out
/// then.
struct OutputFile {
  let path: String

  /// - Parameters:
  ///   - inputs: files that must not be replaced.
  init(_ path: String, inputs: [String] = []) throws {
    self.path = path
    var status = stat()
    if stat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFREG else {
        throw CommandError(.cannotWrite, "cannot write '\(path)': it is not a regular file; give the name of a file")
      }
      if inputs.contains(where: { Self.isSame($0, status) }) {
        throw CommandError(.usage, "cannot write '\(path)': it is one of the images given; choose another name")
      }
    }
    try OutputFolder.check(OutputFolder.parent(of: path), forWriting: path)
  }

  /// The whole file or nothing.
  func write(_ data: Data) throws {
    do {
      try data.write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw CommandError(writing: path, error)
    }
  }

  private static func isSame(_ path: String, _ other: stat) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_ino == other.st_ino && status.st_dev == other.st_dev
  }
}

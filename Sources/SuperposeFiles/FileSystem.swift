import Foundation
import SystemPackage

/// Questions to the system about files and folders, and changes to them, with errors that name the path.
public enum FileSystem {
  /// What is at a path.
  public enum Entry: Hashable, Sendable {
    case file, folder
    /// A device, a pipe or a socket.
    case other
  }

  /// Returns what a path, or the link at it, leads to; nil where there is nothing.
  public static func entry(at path: String) throws(FileError) -> Entry? {
    do throws(Errno) { return Entry(try Stat(FilePath(path)).type) } catch {
      guard error == .noSuchFileOrDirectory || error == .notDirectory else { throw FileError(.read, path, error) }
      return nil
    }
  }

  /// Whether it is certain that nothing is at a path. It is false also where looking is not allowed.
  public static func isMissing(_ path: String) -> Bool {
    do { return try entry(at: path) == nil } catch { return false }
  }

  /// Whether the last part of a path is a folder itself, and not a link to one.
  public static func isFolder(_ path: String) -> Bool {
    (try? Stat(FilePath(path), followTargetSymlink: false))?.type == .directory
  }

  /// Whether anything but a folder has this very name, such as a link that leads nowhere.
  public static func isFileOrLink(_ path: String) -> Bool {
    guard let status = try? Stat(FilePath(path), followTargetSymlink: false) else { return false }
    return status.type != .directory
  }

  /// Whether both paths lead to the same file.
  public static func isSame(_ path: String, _ other: String) -> Bool {
    guard let first = try? Stat(FilePath(path)), let second = try? Stat(FilePath(other)) else { return false }
    return first.inode == second.inode && first.deviceID == second.deviceID
  }

  /// Gives a file another name.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - target: Its new path.
  ///   - name: The path that an error names, where that is not the target.
  public static func rename(_ path: String, to target: String, naming name: String? = nil) throws(FileError) {
    try named(.write, name ?? target) { try succeed(Foundation.rename(path, target)) }
  }

  /// Writes a new file that nobody reads before it is whole.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - path: The file.
  ///   - name: The path that an error names.
  public static func write(_ bytes: some Sequence<UInt8>, to path: String, naming name: String) throws(FileError) {
    try named(.write, name) {
      let file = try FileDescriptor.open(
        FilePath(path), .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
        permissions: FilePermissions(rawValue: 0o666))
      _ = try file.closeAfter { try file.writeAll(bytes) }
    }
  }

  /// Adds bytes to the end of a file, and then replaces others, such as a pointer to them.
  ///
  /// - Parameters:
  ///   - path: The file, which nobody else reads.
  ///   - bytes: What is added.
  ///   - replacement: What is written over.
  ///   - offset: Where that begins.
  public static func extend(
    _ path: String, with bytes: some Sequence<UInt8>, replacing replacement: some Sequence<UInt8>, at offset: Int
  ) throws(FileError) {
    try named(.write, path) {
      let file = try FileDescriptor.open(FilePath(path), .readWrite, options: .closeOnExec)
      try file.closeAfter {
        try file.seek(offset: 0, from: .end)
        try file.writeAll(bytes)
        try file.writeAll(toAbsoluteOffset: Int64(offset), replacement)
      }
    }
  }

  /// Gives the files of a folder a second place, as links where the disk is the same and else as copies. Files that
  /// have the names there are replaced; folders inside are passed over.
  ///
  /// - Parameters:
  ///   - folder: Where they are; nothing is done where it is missing.
  ///   - target: The other folder, which is made where it is missing.
  public static func linkFiles(of folder: String, into target: String) throws(FileError) {
    let names = names(in: folder)
    if names.isEmpty { return }
    try makeFolder(target)
    for name in names {
      let (source, place) = (folder + "/" + name, target + "/" + name)
      guard try entry(at: source) == .file, !isSame(source, place) else { continue }
      try removeFile(place)
      if link(source, place) == 0 { continue }
      let bytes = try MappedFile(source)
      try bytes.withBytes { content throws(FileError) in try write(content, to: place, naming: place) }
    }
  }

  /// Removes a file or a link.
  ///
  /// - Returns: Whether there was one.
  @discardableResult
  public static func removeFile(_ path: String) throws(FileError) -> Bool {
    do throws(Errno) { try succeed(unlink(path)) } catch {
      guard error == .noSuchFileOrDirectory else { throw FileError(.write, path, error) }
      return false
    }
    return true
  }

  /// A file that was found in a folder.
  public struct Listed: Hashable, Sendable {
    public let path: String
    public let size: Int
    /// In seconds since 1970.
    public let modified: Double
  }

  /// Returns the files in the folders of a folder, as far as they can be looked at; links are none.
  public static func files(below folder: String) -> [Listed] {
    names(in: folder).map { folder + "/" + $0 }.filter(isFolder).flatMap { inner in
      names(in: inner).compactMap { name -> Listed? in
        let path = inner + "/" + name
        guard let status = try? Stat(FilePath(path), followTargetSymlink: false), status.type == .regular else {
          return nil
        }
        let time = status.st_mtim
        return Listed(path: path, size: Int(status.size), modified: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
      }
    }
  }

  private static func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }

  /// Gives a file the date of now, where that is allowed.
  public static func touch(_ path: String) { utimensat(AT_FDCWD, path, nil, 0) }

  /// Removes a file, or a folder with everything in it, as far as that is possible.
  public static func removeAll(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

  /// Removes a folder if it is empty.
  public static func removeEmptyFolder(_ path: String) { rmdir(path) }

  /// Makes a folder where nothing has the name.
  ///
  /// - Parameters:
  ///   - path: The folder.
  ///   - name: The path that an error names, where that is another one.
  public static func makeNewFolder(_ path: String, naming name: String? = nil) throws(FileError) {
    try named(.write, name ?? path) { try succeed(mkdir(path, 0o777)) }
  }

  /// Makes a folder and those above it, as far as they are missing.
  ///
  /// - Returns: Whether it was missing.
  @discardableResult
  public static func makeFolder(_ path: String) throws(FileError) -> Bool {
    do {
      try makeNewFolder(path)
      return true
    } catch  where error.kind == .taken {
      guard try entry(at: path) == .folder else { throw error }
      return false
    } catch  where error.kind == .notFound {
      let parent = FilePath(path).removingLastComponent().string
      guard !parent.isEmpty, parent != path else { throw error }
      try makeFolder(parent)
      try makeNewFolder(path)
      return true
    }
  }

  /// Throws unless files can be made in a folder that is there.
  public static func checkWritable(folder: String, for path: String) throws(FileError) {
    try named(.write, path) { try succeed(access(folder, W_OK | X_OK)) }
  }
}

extension FileSystem.Entry {
  fileprivate init(_ type: FileType) {
    switch type {
    case .regular: self = .file
    case .directory: self = .folder
    default: self = .other
    }
  }
}

/// Throws the system's error for a call that does not return zero.
func succeed(_ result: Int32) throws(Errno) {
  guard result == 0 else { throw Errno(rawValue: errno) }
}

/// Runs system calls, and turns their errors into ones that name the file.
func named<Result>(
  _ operation: FileError.Operation, _ path: String, _ calls: () throws -> Result
) throws(FileError) -> Result {
  do { return try calls() } catch let error as Errno {
    throw FileError(operation, path, error)
  } catch {
    // Everything here throws the system's codes, but swift-system does not say so in its types.
    throw FileError(operation, path, Errno.ioError)
  }
}

/// Returns a file's path, size and date as text, which changes when another file takes the name.
public func fileIdentity(_ path: String) -> String {
  guard let status = try? Stat(FilePath(path)) else { return path }
  let time = status.st_mtim
  let absolute = URL(fileURLWithPath: path).standardizedFileURL.path
  return "\(absolute) \(status.size) \(time.tv_sec).\(time.tv_nsec)"
}

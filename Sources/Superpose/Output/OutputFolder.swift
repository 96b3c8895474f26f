import Foundation

/// A folder that receives the files of one result together.
///
/// They are written into a hidden folder inside it and moved into place when all are there, so a failure on the way (a
/// full disk, say) leaves what was there before.
struct OutputFolder {
  let path: String
  /// The hidden folder, on the same disk, where files wait to be moved into place.
  private let staging: String
  private let isNew: Bool

  /// Makes the folder, and those above it, where they are missing.
  init(_ path: String) throws(OutputError) {
    self.path = path
    isNew = try Self.create(path)
    let random = String(UInt64.random(in: .min ... .max), radix: 16)
    staging = path + "/.superpose-" + random
    if mkdir(staging, 0o777) != 0 {
      let error = OutputError(path, errno: errno)
      if isNew { rmdir(path) }
      throw error
    }
  }

  /// Where a file of a name is to be written.
  func stagedPath(_ name: String) -> String { staging + "/" + name }

  /// Moves the named files into place in their order and removes those of `names` that the result does not have. The
  /// last of `files` marks the result as whole: its predecessor goes first, and it comes last.
  func commit(_ files: [String], outOf names: [String]) throws(OutputError) {
    for name in files { try refuseFolder(name) }
    if let mark = files.last { try remove(mark) }
    for name in names where !files.contains(name) { try remove(name) }
    for name in files {
      let target = path + "/" + name
      guard rename(stagedPath(name), target) == 0 else { throw OutputError(target, errno: errno) }
    }
    rmdir(staging)
  }

  /// Removes what waits to be moved, and the folder itself if it was made for this result and is empty.
  func discard() {
    try? FileManager.default.removeItem(atPath: staging)
    if isNew { rmdir(path) }
  }

  /// A folder that has a file's name cannot be replaced: found before anything is.
  private func refuseFolder(_ name: String) throws(OutputError) {
    let target = path + "/" + name
    var status = stat()
    guard lstat(target, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return }
    throw OutputError(.cannotWrite, target, problem: "it is a folder", hint: "move it away or choose another folder")
  }

  /// Removes a file or a link, if there is one; a folder of that name is not ours.
  private func remove(_ name: String) throws(OutputError) {
    let target = path + "/" + name
    guard unlink(target) != 0, ![ENOENT, EISDIR].contains(errno) else { return }
    throw OutputError(target, errno: errno)
  }

  /// Whether the folder was missing.
  @discardableResult
  static func create(_ path: String) throws(OutputError) -> Bool {
    if mkdir(path, 0o777) == 0 { return true }
    var status = stat()
    switch errno {
    case ENOENT:
      let parent = (path as NSString).deletingLastPathComponent
      guard !parent.isEmpty, parent != path else { throw OutputError(path, errno: ENOENT) }
      try create(parent)
      guard mkdir(path, 0o777) == 0 else { throw OutputError(path, errno: errno) }
      return true
    case EEXIST where stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR:
      return false
    case let code:
      throw OutputError(path, errno: code)
    }
  }
}

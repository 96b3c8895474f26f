import SuperposeFiles

/// A folder that receives the files of one result together.
///
/// They are written into a hidden folder inside it and change places with what was there before when all of them are
/// there; where that fails, they change places again.
struct OutputFolder {
  let path: String
  /// The hidden folder, on the same disk, where files wait to be moved into place.
  private let staging: String
  private let isNew: Bool

  /// Makes the folder, and those above it, where they are missing.
  init(_ path: String) throws(OutputError) {
    self.path = path
    isNew = try Self.create(path)
    if isNew { PendingFiles.add(path, onlyIfEmpty: true) }
    staging = path + "/.superpose-" + String(UInt64.random(in: .min ... .max), radix: 16)
    PendingFiles.add(staging)
    do throws(FileError) {
      try FileSystem.makeNewFolder(staging, naming: path)
    } catch {
      discard()
      throw OutputError(error)
    }
  }

  /// Where a file of a name is to be written.
  func stagedPath(_ name: String) -> String { staging + "/" + name }

  /// Writes a file where it waits.
  func stage(_ bytes: some Sequence<UInt8>, as name: String) throws(OutputError) {
    try OutputError.translated { () throws(FileError) in
      try FileSystem.write(bytes, to: stagedPath(name), naming: path + "/" + name)
    }
  }

  /// Moves the named files into place in their order and removes those of `names` that the result does not have. The
  /// last of `files` marks the result as whole: its predecessor goes first, and it comes last. After an error all
  /// files are as they were before, unless the disk refuses that too.
  func commit(_ files: [String], outOf names: [String]) throws(OutputError) {
    for name in files { try refuseFolder(name) }
    try PendingFiles.settle { () throws(OutputError) in
      var exchange = FileExchange(folder: path, staging: staging)
      do throws(FileError) {
        try exchange.run(files, outOf: names)
      } catch {
        exchange.undo()
        throw OutputError(error)
      }
    }
    // What was there before goes with it.
    FileSystem.removeAll(staging)
    forget()
  }

  /// Removes what waits to be moved, and the folder itself if it was made for this result and is empty.
  func discard() {
    FileSystem.removeAll(staging)
    if isNew { FileSystem.removeEmptyFolder(path) }
    forget()
  }

  private func forget() {
    PendingFiles.remove(staging)
    PendingFiles.remove(path)
  }

  /// A folder that has a file's name cannot be replaced: found before anything is.
  private func refuseFolder(_ name: String) throws(OutputError) {
    let target = path + "/" + name
    guard FileSystem.isFolder(target) else { return }
    throw OutputError(.cannotWrite, target, problem: "it is a folder", hint: "move it away or choose another folder")
  }

  /// Whether the folder was missing.
  @discardableResult
  static func create(_ path: String) throws(OutputError) -> Bool {
    try OutputError.translated { () throws(FileError) in try FileSystem.makeFolder(path) }
  }
}

/// New files take the places of old ones in a folder, and what was done can be undone.
private struct FileExchange {
  let folder: String
  let staging: String
  private var moves: [(from: String, to: String)] = []

  init(folder: String, staging: String) {
    self.folder = folder
    self.staging = staging
  }

  mutating func run(_ files: [String], outOf names: [String]) throws(FileError) {
    for name in files.suffix(1) + names.filter({ !files.contains($0) }) + files.dropLast() { try setAside(name) }
    for name in files { try move(staging + "/" + name, to: folder + "/" + name, name) }
  }

  /// In the opposite order, as far as it goes.
  mutating func undo() {
    while let move = moves.popLast() { try? FileSystem.rename(move.to, to: move.from) }
  }

  /// What has the name now is moved out of the way; a folder is not ours.
  private mutating func setAside(_ name: String) throws(FileError) {
    let place = folder + "/" + name
    guard FileSystem.isFileOrLink(place) else { return }
    try move(place, to: staging + "/old-" + name, name)
  }

  private mutating func move(_ path: String, to target: String, _ name: String) throws(FileError) {
    try FileSystem.rename(path, to: target, naming: folder + "/" + name)
    moves.append((path, target))
  }
}

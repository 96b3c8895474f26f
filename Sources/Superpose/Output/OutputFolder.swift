import Foundation
import SuperposeFiles
import SuperposeGeometry
import SuperposeImaging

/// A folder that receives the files of one result together.
///
/// The files are written into a hidden folder inside it. When all of them are complete they change places with the old
/// ones; where that fails, they change places again.
struct OutputFolder {
  let path: String
  /// The hidden folder, on the same disk, in which files wait to be moved to their places.
  private let staging: String
  private let isNew: Bool

  /// Makes the folder and those above it where they are missing.
  init(_ path: String) throws(OutputError) {
    self.path = path
    // An interruption must not come between the two.
    isNew = try PendingFiles.settle { () throws(OutputError) in
      let isNew = try Self.create(path)
      if isNew { PendingFiles.add(path, onlyIfEmpty: true) }
      return isNew
    }
    staging = path + "/.superpose-" + String(UInt64.random(in: .min ... .max), radix: 16)
    PendingFiles.add(staging)
    do throws(FileError) {
      try FileSystem.makeNewFolder(staging, naming: path)
    } catch {
      discard()
      throw OutputError(error)
    }
  }

  /// Returns the path at which a file waits.
  func stagedPath(_ name: String) -> String { staging + "/" + name }

  /// Writes a file at the place where it waits.
  func stage(_ bytes: some Sequence<UInt8>, as name: String) throws(OutputError) {
    try OutputError.translated { () throws(FileError) in
      try FileSystem.write(bytes, to: stagedPath(name), naming: path + "/" + name)
    }
  }

  /// Writes a picture at the place where it waits, with its place on the earth. An error names the place that it was to
  /// get, which the user knows.
  func stagePicture(
    as name: String, _ georeference: Georeference? = nil, _ write: (URL) throws(ImageError) -> Void
  ) throws(ImageError) {
    do throws(ImageError) {
      try write(URL(path: stagedPath(name)))
      try georeference?.write(to: URL(path: stagedPath(name)))
    } catch {
      guard error.operation == .write else { throw error }
      var error = error
      error.path = path + "/" + name
      throw error
    }
  }

  /// Writes a transform in forms for other programs, and returns the files' names.
  func stage(_ forms: [TransformForm], of transform: ImageTransform) throws -> [String] {
    for form in forms {
      let data: Data
      do throws(FrameError) { data = try form.data(for: transform) } catch {
        throw TransformError(error, path + "/" + form.fileName)
      }
      try stage(data, as: form.fileName)
    }
    return forms.map(\.fileName)
  }

  /// Moves the named files to their places, in order, and removes those of `names` that the result does not have. The
  /// last of `files` marks the result as whole: its predecessor is removed first, and it is moved last. After an error
  /// all files are as they were before, unless the disk refuses that too.
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
    // The old files were moved into this folder and are removed with it.
    FileSystem.removeAll(staging)
    forget()
  }

  /// Removes the waiting files, and the folder itself if it was made for this result and is empty.
  func discard() {
    FileSystem.removeAll(staging)
    if isNew { FileSystem.removeEmptyFolder(path) }
    forget()
  }

  private func forget() {
    PendingFiles.remove(staging)
    PendingFiles.remove(path)
  }

  /// Throws where a folder has a file's name: it cannot be replaced, and this is found before anything is.
  private func refuseFolder(_ name: String) throws(OutputError) {
    let target = path + "/" + name
    guard FileSystem.isFolder(target) else { return }
    throw OutputError(.cannotWrite, target, problem: "it is a folder", hint: "move it away or choose another folder")
  }

  /// Makes the folder, and returns whether it was missing.
  @discardableResult
  static func create(_ path: String) throws(OutputError) -> Bool {
    try OutputError.translated { () throws(FileError) in try FileSystem.makeFolder(path) }
  }
}

/// Replaces files of a folder by new ones, in a way that can be undone.
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

  /// Undoes the steps in the opposite order, as far as possible.
  mutating func undo() {
    while let move = moves.popLast() { try? FileSystem.rename(move.to, to: move.from) }
  }

  /// Moves the present owner of a name out of the way, and throws where that is a folder.
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

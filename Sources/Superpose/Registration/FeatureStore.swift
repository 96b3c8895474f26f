public import Foundation
import SuperposeFiles
import SuperposeGeometry
import SuperposeMatching
import Synchronization

/// A folder in which the features of images are kept, for later runs and for other processes and machines that work in
/// it at the same time.
///
/// A file's name is the hash of everything that decides its content: the grey picture that SuperPoint sees, what of it
/// takes part, the settings and the weights. Files are written aside and renamed, and one that is torn is found by its
/// checksum and made again. Descriptors are kept in 16 bits, and rounded so when they are made too: the first run and
/// later ones give the same results.
///
/// Within the bound, the files that were not used for longest make room; views, which second looks take of images,
/// before images. Safe to use from several threads.
public final class FeatureStore: Sendable {
  /// How often SuperPoint had to run, and how often it did not.
  public struct Counts: Hashable, Sendable {
    /// Pictures whose features were there.
    public var found = 0
    /// Pictures that SuperPoint has described.
    public var made = 0
  }

  /// 50 GB: the features of a hundred thousand images of 1024 keypoints.
  public static let defaultByteLimit = 50_000_000_000

  private let folder: String
  private let byteLimit: Int
  private let state: Mutex<State>

  private struct State {
    var counts = Counts()
    /// What this process has written since it last looked whether there is too much.
    var bytesSinceLook = 0
  }

  /// - Parameters:
  ///   - folder: where; it is made where it is missing.
  ///   - byteLimit: how much may lie there. Several processes may exceed it for a moment.
  /// - Throws: ``OutputError`` where the folder cannot be made or written.
  public init(_ folder: URL, byteLimit: Int = FeatureStore.defaultByteLimit) throws(OutputError) {
    self.folder = folder.pathText
    self.byteLimit = byteLimit
    state = Mutex(State())
    let path = self.folder
    try OutputError.translated { () throws(FileError) in
      try FileSystem.makeFolder(path)
      try FileSystem.checkWritable(folder: path, for: path)
    }
    makeRoom()
  }

  /// How often SuperPoint had to run for this process, and how often it did not.
  public var counts: Counts { state.withLock { $0.counts } }

  /// The features of a picture: those that are kept, or else those that are made and then kept.
  ///
  /// - Parameters:
  ///   - picture: what SuperPoint sees.
  ///   - mask: what of it takes part.
  ///   - settings: everything else that decides the features.
  ///   - isView: whether it is a view of a second look, and no image.
  func features(
    of picture: GrayImage, mask: Mask?, settings: String, isView: Bool, make: () throws -> Features
  ) rethrows -> Features {
    let path = path(of: picture, mask, settings, isView: isView)
    if let known = stored(path, size: picture.size) {
      state.withLock { $0.counts.found += 1 }
      return known
    }
    let made = try make()
    state.withLock { $0.counts.made += 1 }
    let bytes = StoredFeatures.bytes(made)
    keep(bytes, at: path)
    var rounded = bytes.withUnsafeBytes { StoredFeatures.features($0, size: picture.size) } ?? made
    rounded.timings = made.timings
    return rounded
  }

  private func path(of picture: GrayImage, _ mask: Mask?, _ settings: String, isView: Bool) -> String {
    let pixels = picture.values.withUnsafeBytes { sha256(of: $0) }
    let parts = [pixels, "\(picture.size)", mask?.contentHash ?? "all", settings]
    let name = sha256(of: Array(parts.joined(separator: " ").utf8))
    return "\(folder)/\(name.prefix(2))/\(name)" + (isView ? Self.viewEnding : Self.imageEnding)
  }

  private func stored(_ path: String, size: ImageSize) -> Features? {
    guard let file = try? MappedFile(path),
      let features = file.withBytes({ StoredFeatures.features($0, size: size) })
    else { return nil }
    FileSystem.touch(path)
    return features
  }

  /// Where the disk is full or the folder gone meanwhile, the work goes on without.
  private func keep(_ bytes: [UInt8], at path: String) {
    let part = "\(path).\(String(UInt64.random(in: .min ... .max), radix: 16))\(Self.partEnding)"
    do {
      try FileSystem.makeFolder(path.folderPart)
      PendingFiles.add(part)
      defer { PendingFiles.remove(part) }
      try FileSystem.write(bytes, to: part, naming: path)
      try FileSystem.rename(part, to: path)
    } catch {
      _ = try? FileSystem.removeFile(part)
      return
    }
    let isTimeToLook = state.withLock { state in
      state.bytesSinceLook += bytes.count
      return state.bytesSinceLook > byteLimit / Self.looksPerLimit
    }
    if isTimeToLook { makeRoom() }
  }
}

extension FeatureStore {
  private static let imageEnding = ".features"
  private static let viewEnding = ".view"
  private static let partEnding = ".part"
  /// After how large a share of the bound it is looked whether that is exceeded, and how much room is then made.
  private static let looksPerLimit = 16
  /// A part of a file that is older than this was left by a process that is gone.
  private static let oldestPart = 3600.0

  /// Removes what was not used for longest until there is room.
  private func makeRoom() {
    state.withLock { $0.bytesSinceLook = 0 }
    let now = Date().timeIntervalSince1970
    var files: [FileSystem.Listed] = []
    for file in FileSystem.files(below: folder) {
      if !file.path.hasSuffix(Self.partEnding) {
        files.append(file)
      } else if now - file.modified > Self.oldestPart {
        _ = try? FileSystem.removeFile(file.path)
      }
    }
    var total = files.reduce(0) { $0 + $1.size }
    guard total > byteLimit else { return }
    let order = files.sorted { a, b in
      let (isImage, isOtherImage) = (a.path.hasSuffix(Self.imageEnding), b.path.hasSuffix(Self.imageEnding))
      return isImage == isOtherImage ? a.modified < b.modified : !isImage
    }
    let goal = byteLimit - byteLimit / Self.looksPerLimit
    for file in order {
      if total <= goal { return }
      // Another process may have been faster.
      _ = try? FileSystem.removeFile(file.path)
      total -= file.size
    }
  }
}

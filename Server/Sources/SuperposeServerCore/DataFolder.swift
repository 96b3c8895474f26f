import Foundation
import SuperposeFiles

/// The folder that holds everything that is kept. All names in it are made here, of hashes and numbers: nothing that a
/// request says becomes part of a path.
///
///     service.sqlite         what is known
///     lock                   held while a service works on the folder
///     uploads/…              files that are being sent
///     images/HH/HASH         files as they were sent
///     pictures/HH/HASH-KIND  JPEGs made of them
///     results/ID/            registration.json, and the warped image once it was asked for
package struct DataFolder: Sendable {
  package let path: String
  private let lock: FileLock

  /// Makes what is missing, takes the lock and removes what a killed service left half done.
  package init(_ path: String) throws {
    self.path = path
    _ = try FileSystem.makeFolder(path)
    lock = try FileLock(path + "/lock")
    FileSystem.removeAll(path + "/uploads")
    for name in ["uploads", "images", "pictures", "results"] { _ = try FileSystem.makeFolder(path + "/" + name) }
    let results = try FileManager.default.contentsOfDirectory(atPath: path + "/results")
    for name in results where name.hasSuffix(Self.part) { FileSystem.removeAll(path + "/results/" + name) }
  }

  private static let part = ".part"

  package var database: String { path + "/service.sqlite" }

  package func newUpload() -> String { path + "/uploads/" + UUID().uuidString }

  package func image(_ id: String) -> String { path + "/images/\(id.prefix(2))/\(id)" }

  package func picture(_ id: String, _ kind: String) -> String { path + "/pictures/\(id.prefix(2))/\(id)-\(kind).jpg" }

  package func result(_ id: String) -> String { path + "/results/" + id }

  /// Where a result is written before it has its name.
  package func partialResult(_ id: String) -> String { result(id) + Self.part }

  package func report(_ id: String) -> String { result(id) + "/registration.json" }

  /// Moves a file to its place, whose folder is made where it is missing.
  package func move(_ file: String, to place: String) throws {
    _ = try FileSystem.makeFolder(place.folderPart)
    try FileSystem.rename(file, to: place)
  }

  /// The results that are there.
  package func results() -> [String] { names(in: "results") }

  /// The images that are there.
  package func images() -> [String] { names(in: "images").flatMap { names(in: "images/" + $0) } }

  private func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: path + "/" + folder)) ?? []
  }
}

/// A lock that one process has at a time; it goes with the process, however that ends.
private final class FileLock: Sendable {
  private let descriptor: Int32

  init(_ path: String) throws {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError(.write, path, code: errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw ServiceError("the folder '\(path.folderPart)' is in use by another service; stop it or name another --data")
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }
}

/// Why the service cannot start.
public struct ServiceError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}

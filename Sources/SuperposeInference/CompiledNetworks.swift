public import Foundation
import SuperposeFiles

/// A folder in which compiled networks are kept, so that the next run of a program need not compile them again.
///
/// A file holds what OpenVINO exports and, behind it, the SHA-256 of that, by which a torn or damaged one is found. Its
/// name stands for everything that it depends on. Several processes may use the folder at the same time: a file gets
/// its name when it is whole. What is kept is never needed: whatever fails here, the network is compiled.
public struct CompiledNetworks: Hashable, Sendable {
  /// It is made when the first network is kept.
  public let folder: URL

  /// More files than this are not kept; those unused for longest go.
  private static let mostFiles = 8
  private static let suffix = ".blob"

  public init(folder: URL) { self.folder = folder }

  /// Returns the file of a network.
  ///
  /// - Parameter identity: Everything that it depends on.
  func path(of identity: String) -> String {
    folder.pathText + "/" + sha256(of: Array(identity.utf8)).prefix(32) + Self.suffix
  }

  /// Returns a file where it is there and whole, and how much of it OpenVINO wrote.
  func file(_ path: String) -> (file: MappedFile, count: Int)? {
    guard let file = try? MappedFile(path),
      let count = file.withBytes({ SealedBytes.content(of: $0)?.count })
    else { return nil }
    // It counts as used now.
    FileSystem.touch(path)
    return (file, count)
  }

  /// Writes a file.
  ///
  /// - Parameter export: Writes the network to a path.
  func write(_ path: String, _ export: (String) throws -> Void) throws {
    try FileSystem.makeFolder(folder.pathText)
    let file = try ReplacementFile(for: path)
    try file.fill(export)
    let content = try file.contents()
    try file.overwrite(content.withBytes { SealedBytes.seal(of: $0) }.utf8, at: content.count)
    try file.commit()
    removeOldFiles()
  }

  private func removeOldFiles() {
    let files = try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: [.contentModificationDateKey])
    let dated = (files ?? []).filter { $0.lastPathComponent.hasSuffix(Self.suffix) }.map { file in
      (
        file,
        (try? file.resourceValues(forKeys: [.contentModificationDateKey]))?.contentModificationDate ?? .distantPast
      )
    }.sorted { $0.1 > $1.1 }
    for (file, _) in dated.dropFirst(Self.mostFiles) { try? FileManager.default.removeItem(at: file) }
  }
}

/// A network that is to be kept compiled.
public struct KeptNetwork: Hashable, Sendable {
  let networks: CompiledNetworks
  let identity: String

  /// - Parameters:
  ///   - networks: Where it is kept.
  ///   - identity: Its layers and parameters. The device, the arithmetic, OpenVINO and the program need not be said.
  public init(in networks: CompiledNetworks, identity: String) {
    self.networks = networks
    self.identity = identity
  }

  /// Returns the file in which the network is kept for a device.
  func path(_ options: SessionOptions, _ runtime: InferenceRuntime) -> String {
    let properties = options.properties(on: runtime).map { "\($0.key)=\($0.value)" }
    let name = runtime.property("FULL_DEVICE_NAME", of: options.device) ?? ""
    let capabilities = runtime.property("OPTIMIZATION_CAPABILITIES", of: options.device) ?? ""
    return networks.path(
      of: ([identity, InferenceRuntime.version, options.device, name, capabilities, Self.program] + properties)
        .joined(separator: "\n"))
  }

  /// Stands for the program that runs, since another build may have other layers: its size and when it was made.
  private static let program: String = {
    let attributes = try? FileManager.default.attributesOfItem(
      atPath: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "")
    let date = (attributes?[.modificationDate] as? Date)?.timeIntervalSinceReferenceDate ?? 0
    return "\(attributes?[.size] as? Int ?? 0) \(date)"
  }()
}

public import Foundation

/// A folder for one test, removed with this object.
public final class Scratch: Sendable {
  public let path = NSTemporaryDirectory() + "superpose-tests-" + UUID().uuidString

  public init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

  deinit {
    // Some tests remove the right to look inside.
    try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
    try? FileManager.default.removeItem(atPath: path)
  }

  public func path(_ name: String) -> String { path + "/" + name }

  /// Writes a file, in folders that are made where they are missing, and returns its path.
  @discardableResult
  public func write(_ name: String, _ data: Data) throws -> String {
    let url = URL(fileURLWithPath: path(name))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
    return url.path
  }

  @discardableResult
  public func write(_ name: String, _ text: String) throws -> String { try write(name, Data(text.utf8)) }

  public func contents(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path(name))) }

  public func text(_ name: String) throws -> String { String(decoding: try contents(name), as: UTF8.self) }

  /// Returns the names in a folder.
  public func names(in folder: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(folder)).sorted()
  }
}

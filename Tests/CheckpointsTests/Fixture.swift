import Foundation
import Testing

@testable import SuperposeCheckpoints

/// The committed files, written by `Tools/fixtures/make_checkpoints.py`.
enum Fixture {
  struct ExpectedTensor: Decodable {
    let shape: [Int]
    let values: [Float]
  }

  static func path(_ name: String) throws -> String {
    let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    return folder.appendingPathComponent(name).path
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: try path(name))))
  }

  /// For each file, its tensors as Python reads them.
  static func expected() throws -> [String: [String: ExpectedTensor]] {
    let data = try Data(contentsOf: URL(fileURLWithPath: try path("expected.json")))
    return try JSONDecoder().decode([String: [String: ExpectedTensor]].self, from: data)
  }

  /// A new folder, removed after `body`.
  static func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  /// The tensors in bytes that need not be a file.
  static func contents(_ bytes: [UInt8]) throws -> CheckpointContents {
    try bytes.withUnsafeBytes { try CheckpointContents(of: $0) }
  }

  /// A safetensors file of the given header and data.
  static func safetensors(_ header: String, data: [UInt8] = []) -> [UInt8] {
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian, Array.init) + Array(header.utf8) + data
  }
}

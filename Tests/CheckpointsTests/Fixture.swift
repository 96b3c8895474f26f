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

  /// Returns the tensors of each file as Python reads them.
  static func expected() throws -> [String: [String: ExpectedTensor]] {
    let data = try Data(contentsOf: URL(fileURLWithPath: try path("expected.json")))
    return try JSONDecoder().decode([String: [String: ExpectedTensor]].self, from: data)
  }

  /// Runs `body` with a new folder, which is removed afterwards.
  static func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  /// Returns the contents of bytes that need not be a file.
  static func contents(_ bytes: [UInt8]) throws -> CheckpointContents {
    try bytes.withUnsafeBytes { try CheckpointContents(of: $0) }
  }

  /// Returns a safetensors file with this header and data.
  static func safetensors(_ header: String, data: [UInt8] = []) -> [UInt8] {
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian, Array.init) + Array(header.utf8) + data
  }
}

import Foundation
import SuperposeCheckpoints
import Testing

/// Golden files made by Tools/reference/golden.py, an independent PyTorch implementation in binary64.
struct Golden {
  private let checkpoint: Checkpoint
  private let entries: [String: Entry]

  private struct Entry: Decodable {
    let shape: [Int]
    let stride: Int
  }

  private struct Description: Decodable {
    struct File: Decodable {
      let sha256: String
      let tensors: [String: Entry]
    }
    let files: [String: File]
  }

  init(_ name: String) throws {
    let folder = try #require(Bundle.module.resourceURL).appendingPathComponent("Golden")
    let json = try Data(contentsOf: folder.appendingPathComponent("golden.json"))
    let file = try #require(try JSONDecoder().decode(Description.self, from: json).files[name])
    checkpoint = try Checkpoint(contentsOf: folder.appendingPathComponent(name + ".safetensors"))
    entries = file.tensors
    #expect(checkpoint.sha256 == file.sha256)
  }

  func values(_ name: String) throws -> [Float] { try #require(checkpoint.tensors[name]).values }

  func shape(_ name: String) throws -> [Int] { try #require(entries[name]).shape }

  /// Compares every stored element. Some tensors are thinned to one element in `stride`.
  func expect(
    _ name: String, equals values: some Collection<Float>, within tolerance: Float,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let entry = try #require(entries[name], sourceLocation: sourceLocation)
    let golden = try self.values(name)
    let found = Array(values)
    try #require(found.count == entry.shape.reduce(1, *), "\(name) has another size", sourceLocation: sourceLocation)
    let thinned = stride(from: 0, to: found.count, by: entry.stride).map { found[$0] }
    let worst = zip(thinned, golden).map { abs($0 - $1) / (1 + abs($1)) }.max() ?? 0
    #expect(thinned.count == golden.count, sourceLocation: sourceLocation)
    #expect(worst <= tolerance, "\(name) differs by \(worst)", sourceLocation: sourceLocation)
  }
}

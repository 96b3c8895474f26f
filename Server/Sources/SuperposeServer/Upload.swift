import Foundation
import Hummingbird
import SuperposeFiles
import SuperposeServerCore

/// A file that is being sent.
struct Upload: Sendable {
  /// Writes for all uploads.
  private static let disk = BlockingQueue("superpose.uploads", width: 4)

  let path: String
  let mostBytes: Int

  static func tooLarge(_ most: Int) -> Problem {
    Problem(.tooLarge, "the file has more than \(most) bytes; send a smaller one")
  }

  /// Writes the file as it comes.
  /// - Throws: ``Problem``.
  func receive(_ body: RequestBody) async throws {
    let file = try await written { try FileHandle(forWritingTo: created()) }
    defer { try? file.close() }
    var byteCount = 0
    do {
      for try await part in body {
        byteCount += part.readableBytes
        guard byteCount <= mostBytes else { throw Self.tooLarge(mostBytes) }
        try await written { try file.write(contentsOf: Data(part.readableBytesView)) }
      }
    } catch let problem as Problem { throw problem } catch {
      throw Problem(.badRequest, "the upload ended early; send the file again")
    }
  }

  func discard() { FileSystem.removeAll(path) }

  private func created() throws -> URL {
    try ReplacementFile.write([], to: path)
    return URL(filePath: path)
  }

  private func written<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await Self.disk.run {
      do { return try work() } catch {
        throw Problem(.noSpace, "the service could not keep the file, as where no space is left; ask its operator")
      }
    }
  }
}

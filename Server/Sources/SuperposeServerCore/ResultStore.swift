import Foundation
package import Superpose
import SuperposeFiles

/// The results of registrations, each in a folder of its own.
package struct ResultStore: Sendable {
  private let folder: DataFolder
  private let queue = BlockingQueue("superpose.results", width: 2)

  package init(_ folder: DataFolder) { self.folder = folder }

  /// Keeps a result. Nobody sees it before it is whole.
  /// - Returns: Its size in bytes.
  func keep(_ report: RegistrationReport, of job: RegistrationJob) async throws -> Int {
    let (part, whole) = (folder.partialResult(job.id), folder.result(job.id))
    return try await queue.run {
      let json = try report.json()
      for leftover in [part, whole] { FileSystem.removeAll(leftover) }
      try FileSystem.makeNewFolder(part)
      try ReplacementFile.write(json, to: part + "/registration.json")
      try FileSystem.rename(part, to: whole)
      return json.count
    }
  }

  /// - Throws: ``Problem`` where there is none.
  package func result(of job: RegistrationJob) async throws -> RegistrationReport {
    switch job.state {
    case .queued, .running:
      throw Problem(.notReady, "the registration has not ended yet; ask for its events, or again", retrySeconds: 1)
    case .failed: throw Problem(.notRegistered, "the registration failed and has no result; it says why")
    case .done: break
    }
    let path = folder.report(job.id)
    return try await queue.run {
      guard let json = FileManager.default.contents(atPath: path) else {
        throw Problem(.notFound, "the registration was deleted meanwhile")
      }
      return try JSONDecoder().decode(RegistrationReport.self, from: json)
    }
  }
}

import Foundation
import GRDB
import SuperposeFiles

/// Lets the oldest go: what is older than it is kept for, and what is too much.
package struct Retention: Sendable {
  /// An image that was sent and not yet registered is left alone for so long, so that there is time to.
  private static let graceSeconds = 600.0
  private static let most = 200

  private let ledger: Ledger
  private let folder: DataFolder
  private let keepSeconds: Double?
  private let mostBytes: Int?

  package init(_ ledger: Ledger, _ folder: DataFolder, _ settings: ServiceSettings) {
    self.ledger = ledger
    self.folder = folder
    keepSeconds = settings.keepSeconds
    mostBytes = settings.mostDataBytes
  }

  /// - Parameter now: seconds since 1970.
  package func apply(now: Double = Date().timeIntervalSince1970) async throws {
    if let keepSeconds { try await removeEnded(before: now - keepSeconds) }
    try await removeImages(unusedSince: now - (keepSeconds ?? .infinity))
    guard let mostBytes else { return }
    while try await ledger.byteCount() > mostBytes {
      // Images that nobody registered go first.
      if try await removeImages(unusedSince: now - Self.graceSeconds) > 0 { continue }
      guard try await removeEnded(before: .infinity, most: 1) > 0 else { return }
    }
  }

  @discardableResult
  private func removeEnded(before time: Double, most: Int = Self.most) async throws -> Int {
    var count = 0
    while true {
      let removed = try await ledger.write { [folder] database in
        let ended = RegistrationJob.filter(Column("finished") != nil && Column("finished") < time)
        let jobs = try ended.order(Column("finished")).limit(most).fetchAll(database)
        try folder.remove(jobs, database)
        return jobs.count
      }
      count += removed
      if removed < Self.most { return count }
    }
  }

  @discardableResult
  private func removeImages(unusedSince time: Double) async throws -> Int {
    try await ledger.write { [folder] database in
      let unused = try String.fetchAll(
        database,
        sql: """
          SELECT id FROM image WHERE used < ? AND NOT EXISTS
          (SELECT 1 FROM registration WHERE moving = image.id OR fixed = image.id) ORDER BY used LIMIT ?
          """, arguments: [time, Self.most])
      return try folder.removeOrphans(among: unused, database)
    }
  }
}

/// Rows go with their files. The files go once the transaction is done, and before the next one begins: the same image
/// may be sent again at any time.
extension DataFolder {
  package static let pictureKinds = ["page", "thumbnail"]

  /// Removes registrations, and their images where no other registration has them.
  func remove(_ jobs: [RegistrationJob], _ database: Database) throws {
    for job in jobs { try RegistrationJob.filter(Column("id") == job.id).deleteAll(database) }
    database.afterNextTransaction { _ in for job in jobs { FileSystem.removeAll(result(job.id)) } }
    try removeOrphans(among: jobs.flatMap { [$0.moving, $0.fixed] }, database)
  }

  /// Removes those of these images that no registration has.
  /// - Returns: how many.
  @discardableResult
  func removeOrphans(among images: [String], _ database: Database) throws -> Int {
    let orphans = try Set(images).filter { id in
      try database.execute(
        sql: """
          DELETE FROM image WHERE id = :id
          AND NOT EXISTS (SELECT 1 FROM registration WHERE moving = :id OR fixed = :id)
          """, arguments: ["id": id])
      return database.changesCount > 0
    }
    database.afterNextTransaction { _ in removeImages(orphans) }
    return orphans.count
  }

  func removeImages(_ ids: some Sequence<String>) {
    for id in ids {
      FileSystem.removeAll(image(id))
      for kind in Self.pictureKinds { FileSystem.removeAll(picture(id, kind)) }
    }
  }
}

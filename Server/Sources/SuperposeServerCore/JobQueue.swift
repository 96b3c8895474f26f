import Foundation
import GRDB
package import Superpose
import SuperposeFiles

/// Registrations that were asked for, in the order of the requests. What is in it survives the process.
package actor JobQueue {
  private let ledger: Ledger
  private let folder: DataFolder
  private let events: JobEvents
  private let limits: ServiceLimits
  private var isClosed = false
  /// Has one element where something has changed since the last look, however often.
  private let changes: AsyncStream<Void>
  private let change: AsyncStream<Void>.Continuation
  private var cancelled: Set<String> = []

  package init(_ ledger: Ledger, _ folder: DataFolder, _ events: JobEvents, _ limits: ServiceLimits) {
    self.ledger = ledger
    self.folder = folder
    self.events = events
    self.limits = limits
    (changes, change) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// What was under way when the process ended is done again. Files that nobody knows go, since their row was not
  /// written yet.
  package func recover() async throws {
    let folder = folder
    try await ledger.write { database in
      try database.execute(sql: "UPDATE registration SET state = 'queued' WHERE state = 'running'")
      let done = try String.fetchSet(database, sql: "SELECT id FROM registration WHERE state = 'done'")
      for id in folder.results() where !done.contains(id) { FileSystem.removeAll(folder.result(id)) }
      let images = try String.fetchSet(database, sql: "SELECT id FROM image")
      folder.removeImages(folder.images().filter { !images.contains($0) })
    }
  }

  package func submit(
    moving: StoredImage, fixed: StoredImage, configuration: RegistrationConfiguration
  ) async throws -> RegistrationJob {
    guard !isClosed else { throw Problem(.stopping, "the service is stopping; try again later", retrySeconds: 5) }
    let json = String(decoding: try JSON.line(configuration), as: UTF8.self)
    let now = Date().timeIntervalSince1970
    let job = RegistrationJob(
      id: UUID().uuidString.lowercased(), moving: moving.id, fixed: fixed.id, movingName: moving.name,
      fixedName: fixed.name, configuration: json, state: .queued, created: now)
    let kept = try await insert(job, now)
    change.yield()
    return kept
  }

  private func insert(_ job: RegistrationJob, _ now: Double) async throws -> RegistrationJob {
    let most = limits.queueLength
    return try await ledger.write { database in
      let waiting = try RegistrationJob.filter(Column("state") == RegistrationJob.State.queued.rawValue)
        .fetchCount(database)
      guard waiting < most else {
        throw Problem(.queueFull, "\(waiting) registrations wait already; try again later", retrySeconds: 10)
      }
      for id in [job.moving, job.fixed] {
        // The oldest images may have made room meanwhile.
        guard var image = try StoredImage.fetchOne(database, key: id) else {
          throw Problem(.noSuchImage, "there is no image '\(id)' any more; send its file again")
        }
        image.used = now
        try image.update(database)
      }
      var job = job
      try job.insert(database)
      return job
    }
  }

  /// The next registration to do, as soon as there is one; nil once the queue is closed.
  package func next() async throws -> RegistrationJob? {
    var changes = changes.makeAsyncIterator()
    while !isClosed {
      if let job = try await take() { return job }
      guard await changes.next(isolation: self) != nil else { return nil }
    }
    return nil
  }

  private func take() async throws -> RegistrationJob? {
    try await ledger.write { database in
      let queued = RegistrationJob.filter(Column("state") == RegistrationJob.State.queued.rawValue)
      guard var job = try queued.order(Column("sequence")).fetchOne(database) else { return nil }
      job.state = .running
      job.started = Date().timeIntervalSince1970
      try job.update(database)
      return job
    }
  }

  /// No registration is begun any more, and none is taken in.
  package func close() {
    isClosed = true
    change.finish()
  }

  package func isCancelled(_ id: String) -> Bool { cancelled.contains(id) }

  /// Keeps how a registration ended, unless it was deleted meanwhile.
  package func finish(_ job: RegistrationJob) async throws {
    cancelled.remove(job.id)
    let isThere = try await ledger.write { database in
      guard try job.exists(database) else { return false }
      try job.update(database)
      return true
    }
    if isThere {
      await events.tell(job.id, .init(job.state, .ended))
    } else {
      FileSystem.removeAll(folder.result(job.id))
    }
  }

  /// Removes a registration, and its images where no other has them.
  package func delete(_ job: RegistrationJob) async throws {
    if job.state == .running { cancelled.insert(job.id) }
    let folder = folder
    try await ledger.write { database in try folder.remove([job], database) }
    await events.forget(job.id)
  }
}

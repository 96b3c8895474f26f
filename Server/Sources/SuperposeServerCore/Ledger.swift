import Foundation
package import GRDB
import Superpose

/// What the service knows of images and registrations, in SQLite. Files lie beside it (``DataFolder``).
package struct Ledger: Sendable {
  private let database: DatabasePool

  package init(path: String) throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    // A power cut may lose the last moments, which are then done again; what is there stays whole.
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
    database = try DatabasePool(path: path, configuration: configuration)
    try Self.migrator.migrate(database)
  }

  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { database in
      try database.create(table: "image") { table in
        table.primaryKey("id", .text)
        table.column("name", .text).notNull()
        for name in ["byteCount", "width", "height", "derivedBytes"] { table.column(name, .integer).notNull() }
        table.column("format", .text).notNull()
        table.column("created", .double).notNull()
        table.column("used", .double).notNull().indexed()
      }
      try database.create(table: "registration") { table in
        table.autoIncrementedPrimaryKey("sequence")
        table.column("id", .text).notNull().unique()
        for name in ["moving", "fixed"] {
          table.column(name, .text).notNull().indexed().references("image", onDelete: .restrict)
        }
        for name in ["movingName", "fixedName", "configuration"] { table.column(name, .text).notNull() }
        table.column("state", .text).notNull().indexed()
        table.column("created", .double).notNull()
        table.column("started", .double)
        table.column("finished", .double).indexed()
        table.column("verdict", .text)
        table.column("inlierCount", .integer)
        table.column("matchCount", .integer)
        table.column("byteCount", .integer).notNull()
        table.column("problem", .text)
      }
    }
    return migrator
  }

  package func read<Value: Sendable>(_ work: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
    try await database.read(work)
  }

  package func write<Value: Sendable>(_ work: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
    try await database.write(work)
  }

  /// The same for whoever may wait on its thread.
  package func writeNow<Value>(_ work: (Database) throws -> Value) throws -> Value { try database.write(work) }
}

extension Ledger {
  package func image(_ id: String) async throws -> StoredImage? {
    try await read { try StoredImage.fetchOne($0, key: id) }
  }

  package func job(_ id: String) async throws -> RegistrationJob? {
    try await read { try RegistrationJob.filter(Column("id") == id).fetchOne($0) }
  }

  /// The newest first; those before a sequence number where one is given.
  package func jobs(before sequence: Int64?, limit: Int) async throws -> [RegistrationJob] {
    try await read { database in
      let all = RegistrationJob.order(Column("sequence").desc).limit(limit)
      return try (sequence.map { all.filter(Column("sequence") < $0) } ?? all).fetchAll(database)
    }
  }

  package func count(_ state: RegistrationJob.State) async throws -> Int {
    try await read { try RegistrationJob.filter(Column("state") == state.rawValue).fetchCount($0) }
  }

  /// How many registrations wait before one.
  package func position(of job: RegistrationJob) async throws -> Int {
    guard let sequence = job.sequence else { return 0 }
    return try await read { database in
      try RegistrationJob.filter(Column("state") == RegistrationJob.State.queued.rawValue)
        .filter(Column("sequence") < sequence).fetchCount(database)
    }
  }

  /// The bytes of all that is kept beside the database.
  package func byteCount() async throws -> Int {
    try await read { database in
      let images = try Int.fetchOne(database, sql: "SELECT SUM(byteCount + derivedBytes) FROM image") ?? 0
      let results = try Int.fetchOne(database, sql: "SELECT SUM(byteCount) FROM registration") ?? 0
      return images + results
    }
  }
}

import CSQLite
import Foundation

/// A database of SQLite in a file, opened with its statements prepared once each.
///
/// Not for use from several threads at a time.
final class SQLiteFile {
  enum Value {
    case integer(Int)
    case text(String)
    case bytes(Data)
  }

  private let path: String
  private let database: OpaquePointer
  private var statements: [String: OpaquePointer] = [:]

  /// Opens a file, which is made where it is missing.
  init(_ path: String) throws(ColmapError) {
    var database: OpaquePointer?
    let status = sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil)
    guard status == SQLITE_OK, let database else {
      let problem = database.map { String(cString: sqlite3_errmsg($0)) } ?? "no memory is left"
      sqlite3_close(database)
      throw ColmapError(path, status, problem)
    }
    (self.path, self.database) = (path, database)
    // Another program may be writing, such as COLMAP itself.
    sqlite3_busy_timeout(database, 30_000)
  }

  deinit {
    for statement in statements.values { sqlite3_finalize(statement) }
    sqlite3_close(database)
  }

  /// Runs statements without values and without an answer.
  func execute(_ statements: String) throws(ColmapError) {
    try check(sqlite3_exec(database, statements, nil, nil, nil))
  }

  /// Runs a statement to its end, with values in the places of its question marks.
  ///
  /// - Returns: The rows' columns, in which null is nil.
  @discardableResult
  func run(_ statement: String, _ values: [Value] = []) throws(ColmapError) -> [[Value?]] {
    let prepared = try prepared(statement)
    defer {
      sqlite3_reset(prepared)
      sqlite3_clear_bindings(prepared)
    }
    for (index, value) in values.enumerated() { try bind(value, to: Int32(index + 1), of: prepared) }
    var rows: [[Value?]] = []
    while true {
      let status = sqlite3_step(prepared)
      if status == SQLITE_DONE { return rows }
      guard status == SQLITE_ROW else { throw error(status) }
      rows.append((0..<sqlite3_column_count(prepared)).map { column($0, of: prepared) })
    }
  }

  /// Does all of some work, or nothing of it.
  func transaction(_ work: () throws(ColmapError) -> Void) throws(ColmapError) {
    try execute("BEGIN IMMEDIATE")
    do { try work() } catch {
      try? execute("ROLLBACK")
      throw error
    }
    try execute("COMMIT")
  }

  /// The number that the last row that was added got.
  var lastRow: Int { Int(sqlite3_last_insert_rowid(database)) }

  private func prepared(_ text: String) throws(ColmapError) -> OpaquePointer {
    if let known = statements[text] { return known }
    var statement: OpaquePointer?
    try check(sqlite3_prepare_v2(database, text, -1, &statement, nil))
    guard let statement else { preconditionFailure("an empty statement: \(text)") }
    statements[text] = statement
    return statement
  }

  private func bind(_ value: Value, to index: Int32, of statement: OpaquePointer) throws(ColmapError) {
    // SQLite copies what it is given here before the call returns.
    let copying = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    switch value {
    case .integer(let number): try check(sqlite3_bind_int64(statement, index, Int64(number)))
    case .text(let text): try check(sqlite3_bind_text(statement, index, text, -1, copying))
    case .bytes(let data) where data.isEmpty: try check(sqlite3_bind_zeroblob(statement, index, 0))
    case .bytes(let data):
      let status = data.withUnsafeBytes {
        sqlite3_bind_blob64(statement, index, $0.baseAddress, sqlite3_uint64($0.count), copying)
      }
      try check(status)
    }
  }

  private func column(_ index: Int32, of statement: OpaquePointer) -> Value? {
    switch sqlite3_column_type(statement, index) {
    case SQLITE_INTEGER: return .integer(Int(sqlite3_column_int64(statement, index)))
    case SQLITE_TEXT: return sqlite3_column_text(statement, index).map { .text(String(cString: $0)) }
    case SQLITE_BLOB:
      let count = Int(sqlite3_column_bytes(statement, index))
      return .bytes(sqlite3_column_blob(statement, index).map { Data(bytes: $0, count: count) } ?? Data())
    default: return nil
    }
  }

  private func check(_ status: Int32) throws(ColmapError) {
    guard status == SQLITE_OK else { throw error(status) }
  }

  private func error(_ status: Int32) -> ColmapError {
    ColmapError(path, status, String(cString: sqlite3_errmsg(database)))
  }
}

/// Why a database of COLMAP could not be written.
public struct ColmapError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of problem it is, for programs.
  public enum Kind: String, Sendable {
    /// The file is no database, or none of COLMAP.
    case malformed
    case permissionDenied
    /// The system could not write it, or another program did not let go of it.
    case cannotWrite
  }

  /// What kind of problem it is, for programs.
  public let kind: Kind
  /// One line for people: the file, what was found and what to do.
  public let description: String

  init(_ kind: Kind, _ path: String, _ problem: String, _ hint: String) {
    self.kind = kind
    description = "cannot write the database '\(path)': \(problem); \(hint)"
  }

  /// - Parameter status: one of SQLite's result codes.
  init(_ path: String, _ status: Int32, _ problem: String) {
    switch status & 0xFF {
    case SQLITE_NOTADB, SQLITE_CORRUPT, SQLITE_ERROR, SQLITE_CONSTRAINT, SQLITE_MISMATCH:
      self.init(.malformed, path, problem, "give a database of COLMAP, or the name of a new file")
    case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH:
      self.init(.permissionDenied, path, problem, "make the file and its folder writable for you")
    case SQLITE_BUSY, SQLITE_LOCKED:
      self.init(.cannotWrite, path, problem, "another program holds it; try again when that has ended")
    default: self.init(.cannotWrite, path, problem, "check the path and the disk")
    }
  }
}

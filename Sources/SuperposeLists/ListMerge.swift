public import Foundation
import Superpose
import SuperposeFiles

/// Joins the folders of a list's shards to the folder that one run over the whole list would have written.
public struct ListMerge {
  /// What is not in any of the folders.
  public enum Missing: Hashable, Sendable, CustomStringConvertible {
    /// A pair of a shard that was begun.
    case pair(moving: String, fixed: String, shard: ListShard)
    /// All pairs of a shard.
    case shard(ListShard, pairs: Int)

    public var description: String {
      switch self {
      case .pair(let moving, let fixed, let shard): "\(moving) onto \(fixed), of shard \(shard)"
      case .shard(let shard, let pairs): "all \(pairs) pairs of shard \(shard)"
      }
    }
  }

  private struct Found {
    let result: ListedResult
    /// Where its files are.
    let folder: String
  }

  private let folders: [String]
  private let records: [ShardRecord]

  /// - Parameter folders: the folders of shards; one may be there twice, as where a machine did another one's again.
  /// - Throws: ``ShardError`` where one is no shard's, or they do not belong together.
  public init(_ folders: [URL]) throws {
    self.folders = folders.map(\.pathText)
    records = try self.folders.map { try ShardRecord(contentsOf: $0) }
    guard let first = records.first else { throw ShardError(.notFound, "expected folders of shards, found none") }
    for (folder, record) in zip(self.folders, records)
    where (record.list, record.total, record.shard.count) != (first.list, first.total, first.shard.count) {
      throw ShardError(
        .differ,
        "'\(folder)' is shard \(record.shard) of another list or division than '\(self.folders[0])', "
          + "shard \(first.shard); give the shards of one list")
    }
  }

  /// Writes every pair once, in the order of the list: its folder, and its line in `pairs.jsonl` and `pairs.csv`.
  ///
  /// Files are linked where that is possible and else copied.
  ///
  /// - Parameter folder: where; it is made where it is missing.
  /// - Returns: the results, and what is missing.
  /// - Throws: `OutputError` where that cannot be written.
  public func write(to folder: URL) throws -> (results: [ListedResult], missing: [Missing]) {
    let path = folder.pathText
    var found: [Int: Found] = [:]
    for (folder, record) in zip(folders, records) { add(record, in: folder, to: &found) }
    try OutputError.translated { () throws(FileError) in _ = try FileSystem.makeFolder(path) }
    for entry in found.values {
      try OutputError.translated { () throws(FileError) in
        try FileSystem.linkFiles(of: entry.folder, into: path + "/" + entry.result.folder)
      }
    }
    let results = found.sorted { $0.key < $1.key }.map(\.value.result)
    try ListJournal(path).finish(results)
    return (results, missing(found))
  }

  /// Of several results of a pair, the first without an error is taken.
  private func add(_ record: ShardRecord, in folder: String, to found: inout [Int: Found]) {
    let entries = ListJournal(folder).entries().entries.compactMap { $0.result() }
    let results = Dictionary(entries.map { ($0.folder, $0) }) { $1 }
    for pair in record.pairs {
      guard let result = results[pair.folder], found[pair.place] == nil || found[pair.place]?.result.error != nil
      else { continue }
      let own = folder + "/" + pair.folder
      if result.error == nil, FileSystem.isMissing(own + "/" + Registration.reportName) { continue }
      found[pair.place] = Found(result: result, folder: own)
    }
  }

  private func missing(_ found: [Int: Found]) -> [Missing] {
    let known = Dictionary(records.map { ($0.shard.number, $0) }) { first, _ in first }
    let (count, total) = (records[0].shard.count, records[0].total)
    return (1...count).flatMap { number -> [Missing] in
      guard let record = known[number] else {
        let pairs = total * number / count - total * (number - 1) / count
        return ListShard(number: number, of: count).map { pairs == 0 ? [] : [.shard($0, pairs: pairs)] } ?? []
      }
      return record.pairs.filter { found[$0.place] == nil }.map {
        .pair(moving: $0.moving, fixed: $0.fixed, shard: record.shard)
      }
    }
  }
}

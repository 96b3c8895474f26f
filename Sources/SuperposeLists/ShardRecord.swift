import Foundation
import Superpose
import SuperposeFiles

/// What the folder of a shard says of it, `shard.json`, so that shards can be joined without the list.
struct ShardRecord: Codable {
  static let name = "shard.json"
  static let schemaName = "superpose.shard/1"

  struct Pair: Codable {
    /// Where it is in the whole list, from 0.
    let place: Int
    let moving: String
    let fixed: String
    /// Its own folder, in that of the shard.
    let folder: String
  }

  var schema = Self.schemaName
  let shard: ListShard
  /// How many pairs the whole list has.
  let total: Int
  /// A hash of the list that does not depend on where a machine has it.
  let list: String
  let pairs: [Pair]

  init(_ shard: ListShard, _ places: [Int], of pairs: [ListedPair], _ names: [String]) {
    self.shard = shard
    total = pairs.count
    list = sha256(of: Array(names.joined(separator: "\n").utf8))
    self.pairs = places.sorted().map { place in
      let paths = pairs[place].paths
      return Pair(place: place, moving: paths.moving, fixed: paths.fixed, folder: names[place])
    }
  }

  func write(to folder: String) throws {
    let data = try JSON.document(self)
    try OutputError.translated { () throws(FileError) in
      try ReplacementFile.write(data, to: folder + "/" + Self.name)
    }
  }

  init(contentsOf folder: String) throws(ShardError) {
    let path = folder + "/" + Self.name
    let hint = "give folders that 'superpose batch LIST --shard i/n' has written"
    let file: MappedFile
    do { file = try MappedFile(path) } catch {
      let isForbidden = error.kind == .permissionDenied
      throw ShardError(
        isForbidden ? .permissionDenied : .notFound,
        "cannot read '\(path)': \(error.problem); "
          + (isForbidden ? error.hint : hint))
    }
    guard let record = try? JSONDecoder().decode(Self.self, from: file.withBytes { Data($0) }),
      record.schema == Self.schemaName
    else { throw ShardError(.malformed, "cannot read '\(path)': it is no record of a shard; \(hint)") }
    self = record
  }
}

/// Why shards cannot be joined.
public struct ShardError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of problem it is, for programs.
  public enum Kind: String, Sendable {
    /// A folder is none of a shard.
    case notFound
    /// It may not be read.
    case permissionDenied
    /// It is not what it should be.
    case malformed
    /// The shards are none of one list, or not of one division.
    case differ
  }

  /// What kind of problem it is, for programs.
  public let kind: Kind
  /// One line for people: what was expected, what was found and what to do.
  public let description: String

  init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}

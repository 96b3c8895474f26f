import Foundation
import Superpose
import SuperposeImaging
import TestSupport
import Testing

@testable import SuperposeLists

@Suite struct ListMergeTests {
  let scratch: Scratch
  let registrar: Registrar

  init() throws {
    scratch = try Scratch()
    registrar = try smallRegistrar()
  }

  private func pairs() throws -> [ListedPair] {
    let files = try (0..<4).map { number in
      let picture = "P2 8 8 255\n" + String(repeating: "\(number) ", count: 64)
      return URL(filePath: try scratch.write("\(number).pgm", picture))
    }
    return files.flatMap { moving in files.filter { $0 != moving }.map { ListedPair(moving: moving, fixed: $0) } }
  }

  /// Does a part of a list, or all of it, and returns its folder.
  @discardableResult
  private func run(_ pairs: [ListedPair], _ shard: String?, in name: String) throws -> URL {
    var options = ListRun.Options()
    options.shard = shard.flatMap { ListShard($0) }
    options.output.timings = false
    let folder = URL(filePath: scratch.path(name))
    let run = try ListRun(pairs, registrar: registrar, folder: folder, options: options)
    _ = try run.finish(ListRegistrar(registrar))
    return folder
  }

  private func lines(_ name: String) throws -> [ListedResult] {
    try scratch.text(name + "/pairs.jsonl").split(separator: "\n").map { line in
      var result = try JSONDecoder().decode(ListedResult.self, from: Data(line.utf8))
      result.seconds = 0
      return result
    }
  }

  @Test func shardsMakeTheWhole() throws {
    let pairs = try pairs()
    try run(pairs, nil, in: "whole")
    let folders = try (1...3).map { try run(pairs, "\($0)/3", in: "part-\($0)") }
    for name in (1...3).map({ "part-\($0)" }) { #expect(try lines(name).count == 4) }
    let merged = URL(filePath: scratch.path("merged"))
    for _ in 0..<2 {
      let (results, missing) = try ListMerge(folders.reversed()).write(to: merged)
      #expect(results.count == 12 && missing.isEmpty)
      #expect(try lines("merged") == lines("whole"))
      #expect(try scratch.names(in: "merged") == scratch.names(in: "whole"))
      #expect(
        try scratch.contents("merged/0-3/registration.json") == scratch.contents("whole/0-3/registration.json"))
      #expect(try scratch.text("merged/pairs.csv").split(separator: "\n").count == 13)
    }
    // A run over the list finds nothing left to do.
    let again = try ListRun(
      pairs, registrar: registrar, folder: merged,
      options: {
        var options = ListRun.Options()
        options.output.timings = false
        return options
      }())
    var steps = 0
    _ = try again.finish(ListRegistrar(registrar)) { _ in steps += 1 }
    #expect(steps == 0)
  }

  @Test func whatIsMissingIsNamed() throws {
    let pairs = try pairs()
    let folders = try [1, 3].map { try run(pairs, "\($0)/3", in: "part-\($0)") }
    let kept = try scratch.text("part-1/pairs.jsonl").split(separator: "\n").dropLast().joined(separator: "\n")
    try scratch.write("part-1/pairs.jsonl", kept + "\n")
    let lost = try #require(try lines("part-3").first)
    try FileManager.default.removeItem(atPath: scratch.path("part-3/\(lost.folder)/registration.json"))
    let (results, missing) = try ListMerge(folders).write(to: URL(filePath: scratch.path("merged")))
    #expect(results.count == 6)
    #expect(missing.count == 3 && missing.contains(.shard(try #require(ListShard("2/3")), pairs: 4)))
    #expect(missing.contains { $0.description == "\(lost.moving) onto \(lost.fixed), of shard 3/3" })
    #expect(missing.contains { $0.description == "all 4 pairs of shard 2/3" })
  }

  /// A shard that was done again elsewhere, after errors, stands in for the first.
  @Test func ofSeveralResultsTheOneWithoutAnErrorIsTaken() throws {
    let pairs = try pairs()
    let other = Array(pairs[..<2])
    try scratch.write("first/\(ListRun.folderNames(other.map(\.paths))[0])", "a file where the pair's folder should be")
    let first = try run(other, "1/1", in: "first")
    let second = try run(other, "1/1", in: "second")
    for folders in [[first, second], [second, first]] {
      let (results, missing) = try ListMerge(folders).write(to: URL(filePath: scratch.path("merged")))
      #expect(results.count == 2 && missing.isEmpty && results.allSatisfy { $0.error == nil })
    }
  }

  @Test func foldersThatDoNotBelongTogetherAreRefused() throws {
    let pairs = try pairs()
    let folders = [
      try run(pairs, "1/3", in: "a"), try run(pairs, "1/2", in: "b"), try run(Array(pairs.dropLast()), "1/3", in: "c"),
    ]
    for other in folders.dropFirst() {
      let error = #expect(throws: ShardError.self) { try ListMerge([folders[0], other]) }
      #expect(error?.kind == .differ && error?.description.contains("another list or division") == true)
    }
    let whole = try run(pairs, nil, in: "whole")
    #expect(throws: ShardError.self) { try ListMerge([whole]) }
    try scratch.write("a/shard.json", "{}")
    #expect(#expect(throws: ShardError.self) { try ListMerge([folders[0]]) }?.kind == .malformed)
  }
}

import Foundation
import Superpose
import SuperposeFiles

/// The results of a run over a list, stored while it goes on: `pairs.jsonl` and `pairs.csv`, each with a line for each
/// pair.
struct ListJournal {
  private let journal: LineFile
  private let table: LineFile

  init(_ folder: String) {
    journal = LineFile(folder + "/pairs.jsonl")
    table = LineFile(folder + "/pairs.csv")
  }

  /// Returns what an earlier run has left, and whether there are lines beside its entries.
  func entries() -> (entries: [JournalEntry], hasOthers: Bool) {
    let lines = journal.lines()
    let entries = lines.compactMap(JournalEntry.init)
    return (entries, entries.count != lines.count)
  }

  /// Prepares both files for a run: the journal without lines that are not its entries, and the table with the results
  /// that still hold.
  ///
  /// - Parameters:
  ///   - standing: Those entries that hold, in the order of the list.
  ///   - entries: All that there are.
  ///   - hasOthers: Whether there are other lines.
  func begin(
    with standing: [JournalEntry], of entries: [JournalEntry], hasOthers: Bool
  ) throws(OutputError) {
    try OutputError.translated { () throws(FileError) in
      if hasOthers { try journal.replace(with: entries.map(\.line)) }
      // After a run that was only stopped the table is as it should be, and a long one takes a while to make.
      let hasAll = standing.count == entries.count && table.lineCount == entries.count + 1
      if !hasAll {
        try ReplacementFile.write(ListedResult.csv(standing.compactMap { $0.result() }).utf8, to: table.path)
      }
    }
  }

  func append(_ result: ListedResult) throws {
    let line = try JSON.line(result)
    let row = CSV.line(result.cells)
    try PendingFiles.settle { () throws(OutputError) in
      try OutputError.translated { () throws(FileError) in
        try journal.append(line)
        try table.append(row.utf8)
      }
    }
  }

  /// Replaces both files by these results, in this order.
  func finish(_ results: [ListedResult]) throws {
    try finish(results, lines: results.map { try JSON.line($0) })
  }

  /// - Parameter lines: The results as they are in the journal.
  func finish(_ results: [ListedResult], lines: [Data]) throws(OutputError) {
    try OutputError.translated { () throws(FileError) in
      try journal.replace(with: lines)
      try ReplacementFile.write(ListedResult.csv(results).utf8, to: table.path)
    }
  }
}

/// A line of the journal. Whether it holds is read at once, and all else when it is needed: a run over a long list
/// begins sooner.
struct JournalEntry {
  let line: Data
  let identity: String
  let hasError: Bool

  /// Nil for a line that is no entry.
  init?(_ line: Data) {
    guard line.first == UInt8(ascii: "{"), line.last == UInt8(ascii: "}"),
      // Within a text a quote stands behind a backslash, so that these names are found at their members alone.
      let start = line.end(of: #""identity":""#), start + Self.hashLength < line.endIndex
    else { return nil }
    self.line = line
    identity = String(decoding: line[start..<start + Self.hashLength], as: UTF8.self)
    hasError = line.end(of: #""error":null"#) == nil
  }

  init(_ result: ListedResult) throws {
    (line, identity, hasError) = (try JSON.line(result), result.identity, result.error != nil)
  }

  /// Nil where the line is not of this version.
  func result() -> ListedResult? { try? JSONDecoder().decode(ListedResult.self, from: line) }

  private static let hashLength = 64
}

extension Data {
  /// Where a text that occurs among the bytes ends.
  fileprivate func end(of text: StaticString) -> Int? {
    withUnsafeBytes { bytes -> Int? in
      guard let base = bytes.baseAddress else { return nil }
      let (length, first) = (text.utf8CodeUnitCount, Int32(text.utf8Start.pointee))
      var place = 0
      while place + length <= bytes.count, let found = memchr(base + place, first, bytes.count - place - length + 1) {
        place = UnsafeRawPointer(found) - base
        if memcmp(found, text.utf8Start, length) == 0 { return startIndex + place + length }
        place += 1
      }
      return nil
    }
  }
}

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

  /// Returns earlier results by identity.
  func earlier() -> [String: ListedResult] {
    Dictionary(entries().map { ($0.result.identity, $0.result) }) { $1 }
  }

  /// Prepares both files for a run: the journal without lines that are not its entries, and the table with the results
  /// that still hold.
  func begin(with results: [ListedResult]) throws(OutputError) {
    try OutputError.translated { () throws(FileError) in
      let lines = journal.lines()
      let entries = entries().map(\.line)
      if entries != lines { try journal.replace(with: entries) }
      try ReplacementFile.write(ListedResult.csv(results).utf8, to: table.path)
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
    let lines = try results.map { try JSON.line($0) }
    try OutputError.translated { () throws(FileError) in
      try journal.replace(with: lines)
      try ReplacementFile.write(ListedResult.csv(results).utf8, to: table.path)
    }
  }

  private func entries() -> [(line: Data, result: ListedResult)] {
    let decoder = JSONDecoder()
    return journal.lines().compactMap { line in
      (try? decoder.decode(ListedResult.self, from: line)).map { (line, $0) }
    }
  }
}

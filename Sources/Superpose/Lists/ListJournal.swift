import Foundation
import SuperposeFiles

/// What a run over a list has done: `pairs.jsonl`, a line for each pair as it is finished, and at the end `pairs.csv`.
struct ListJournal {
  private let journal: LineFile
  private let table: String

  init(_ folder: String) {
    journal = LineFile(folder + "/pairs.jsonl")
    table = folder + "/pairs.csv"
  }

  /// Earlier results by identity.
  func finished() -> [String: ListedResult] {
    let decoder = JSONDecoder()
    let results = journal.lines().compactMap { try? decoder.decode(ListedResult.self, from: $0) }
    return Dictionary(results.map { ($0.identity, $0) }) { $1 }
  }

  func append(_ result: ListedResult) throws {
    let line = try JSON.line(result)
    try OutputError.translated { () throws(FileError) in try journal.append(line) }
  }

  /// Both files with just these results, in this order.
  func finish(_ results: [ListedResult]) throws {
    let lines = try results.map { try JSON.line($0) }
    try OutputError.translated { () throws(FileError) in
      try journal.replace(with: lines)
      try ReplacementFile.write(ListedResult.csv(results).utf8, to: table)
    }
  }
}

import Foundation

/// What a run over a list has done: `pairs.jsonl`, a line for each pair as it is finished, and at the end `pairs.csv`.
struct ListJournal {
  private let folder: String

  init(_ folder: String) { self.folder = folder }

  private var journal: String { folder + "/pairs.jsonl" }
  private var table: String { folder + "/pairs.csv" }

  /// Earlier results by identity. A last line that was cut off, by a full disk say, does not count.
  func finished() -> [String: ListedResult] {
    guard let data = FileManager.default.contents(atPath: journal) else { return [:] }
    let decoder = JSONDecoder()
    let results = data.split(separator: UInt8(ascii: "\n")).compactMap {
      try? decoder.decode(ListedResult.self, from: Data($0))
    }
    return Dictionary(results.map { ($0.identity, $0) }) { $1 }
  }

  func append(_ result: ListedResult) throws {
    // On a line of its own, whatever became of the one before.
    try Self.append(Data("\n".utf8) + line(result), to: journal)
  }

  /// Both files with just these results, in this order.
  func finish(_ results: [ListedResult]) throws {
    try replace(journal, with: Data(results.map { try line($0) }.joined(separator: Data("\n".utf8))))
    try replace(table, with: Data(ListedResult.csv(results).utf8))
  }

  private func line(_ result: ListedResult) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(result)
  }

  private static func append(_ data: Data, to path: String) throws(OutputError) {
    let file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o666)
    guard file >= 0 else { throw OutputError(path, errno: errno) }
    defer { close(file) }
    let written = data.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    guard written == data.count else { throw OutputError(path, errno: written < 0 ? errno : ENOSPC) }
  }

  private func replace(_ path: String, with data: Data) throws(OutputError) {
    do { try data.write(to: URL(fileURLWithPath: path), options: .atomic) } catch let error as CocoaError {
      throw OutputError(path, error)
    } catch { throw OutputError(path, errno: EIO) }
  }
}

import Superpose
import SuperposeLists

/// The end of the output of `batch`: the number of pairs by verdict.
struct BatchSummary {
  let results: [ListedResult]
  let folder: String
  /// How many of the results this run did not have to make.
  let earlier: Int
  /// Of the pairs that this run has done.
  var rate = PairRate(pairs: 0, seconds: 0)
  /// How many pairs shards that were joined lack.
  var missing = 0

  /// What `--json` prints; each pair's line is in `pairs.jsonl`.
  struct Values: Encodable {
    let folder: String
    let pairs: Int
    let registered: Int
    let doubtful: Int
    let failed: Int
    let errors: Int
    let missing: Int
    /// How many were there before.
    let earlier: Int
    /// That pairs took, also in earlier runs.
    let seconds: Double
    /// Of this run.
    let pairsPerSecond: Double
  }

  var json: Values {
    Values(
      folder: folder, pairs: results.count, registered: count(.registered), doubtful: count(.doubtful),
      failed: count(.failed), errors: errorCount, missing: missing, earlier: earlier, seconds: seconds,
      pairsPerSecond: rate.perSecond)
  }

  var text: String {
    var table = Table()
    table.row("registered", "\(count(.registered)) of \(results.count + missing)")
    for (verdict, name) in [(Verdict.doubtful, "doubtful"), (.failed, "not registered")] where count(verdict) > 0 {
      table.row(name, "\(count(verdict))")
    }
    if errorCount > 0 { table.row("with errors", "\(errorCount)") }
    if missing > 0 { table.row("missing", "\(missing)") }
    table.row("seconds", seconds.formatted(digits: 2))
    if rate.pairs > 0 { table.row("speed", "\(rate)") }
    table.row("written", "\(folder)/: pairs.csv, pairs.jsonl, and a folder for each pair")
    return table.text
  }

  private var errorCount: Int { results.count { $0.error != nil } }
  private var seconds: Double { results.reduce(0) { $0 + $1.seconds } }
  private func count(_ verdict: Verdict) -> Int { results.count { $0.verdict == verdict } }
}

/// The line that `batch` prints for a pair when it is done.
struct BatchLine {
  let result: ListedResult
  let done: Int
  let total: Int

  /// The text: `3 of 10  registered  a.jpg onto b.jpg: 118 of 176 matches agree`.
  var text: String { "\(done) of \(total)  \(verdict)  \(result.moving) onto \(result.fixed): \(reason)" }

  private var verdict: String {
    switch result.verdict {
    case .registered: Style.green("registered", on: .error)
    case .doubtful: Style.yellow("doubtful", on: .error)
    case .failed: Style.red("not registered", on: .error)
    case nil: Style.red("error", on: .error)
    }
  }

  private var reason: String {
    result.error
      ?? (result.reasons.isEmpty
        ? "\(result.inlierCount) of \(result.matchCount) matches agree" : result.reasons.joined(separator: "; "))
  }
}

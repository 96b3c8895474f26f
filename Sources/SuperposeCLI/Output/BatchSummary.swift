import Superpose
import SuperposeLists

/// The end of the output of `batch`: the number of pairs by verdict.
struct BatchSummary {
  let results: [ListedResult]
  let folder: String

  var text: String {
    var table = Table()
    table.row("registered", "\(count(.registered)) of \(results.count)")
    for (verdict, name) in [(Verdict.doubtful, "doubtful"), (.failed, "not registered")] where count(verdict) > 0 {
      table.row(name, "\(count(verdict))")
    }
    let undone = results.count { $0.error != nil }
    if undone > 0 { table.row("with errors", "\(undone)") }
    table.row("seconds", "\(results.reduce(0) { $0 + $1.seconds }.formatted(digits: 2))")
    table.row("written", "\(folder)/: pairs.csv, pairs.jsonl, and a folder for each pair")
    return table.text
  }

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

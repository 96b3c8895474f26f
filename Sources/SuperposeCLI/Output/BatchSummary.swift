import Superpose
import SuperposeLists

/// What `batch` prints at the end: how many pairs came out how.
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

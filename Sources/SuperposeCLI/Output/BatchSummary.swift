import Superpose

/// What `batch` prints: how many pairs came out how, and those that need a look.
struct BatchSummary {
  let results: [ListedResult]
  let folder: String

  /// Of pairs that are not registered, the most that are named.
  private static let mostNamed = 20

  var text: String {
    var table = Table()
    table.row("registered", "\(count(.registered)) of \(results.count)")
    for (verdict, name) in [(Verdict.doubtful, "doubtful"), (.failed, "not registered")] where count(verdict) > 0 {
      table.row(name, "\(count(verdict))")
    }
    let unread = results.count { $0.error != nil }
    if unread > 0 { table.row("not read", "\(unread)") }
    table.row("seconds", "\(results.reduce(0) { $0 + $1.seconds }.formatted(digits: 2))")
    table.row("written", "\(folder)/: pairs.csv, pairs.jsonl, and a folder for each pair")
    return (named + [table.text]).joined(separator: "\n")
  }

  private func count(_ verdict: Verdict) -> Int { results.count { $0.verdict == verdict } }

  private var named: [String] {
    let others = results.filter { $0.verdict != .registered && $0.error == nil }
    let lines = others.prefix(Self.mostNamed).map { result in
      let verdict = result.verdict == .doubtful ? Style.yellow("doubtful") : Style.red("not registered")
      return "\(verdict)  \(result.moving) onto \(result.fixed): \(result.reasons.joined(separator: "; "))"
    }
    let rest = others.count - lines.count
    return lines + (rest > 0 ? ["and \(rest) more, see pairs.csv"] : [])
  }
}

import Superpose
import SuperposeLists

/// What `batch` says of a pair when it is done.
struct BatchLine {
  let result: ListedResult
  let done: Int
  let total: Int

  /// `3 of 10  registered  a.jpg onto b.jpg: 118 of 176 matches agree`
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

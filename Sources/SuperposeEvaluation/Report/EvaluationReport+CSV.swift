import Superpose
import SuperposeFiles
import SuperposeMatching

extension EvaluationReport {
  /// One line for each method and set, with the limits of each metric's interval.
  public var summaryCSV: String {
    let header =
      ["method", "scope", "name", "pairs"]
      + metrics.flatMap { [$0.rawValue, $0.rawValue + " low", $0.rawValue + " high"] }
    let lines = summaries.map { summary in
      [summary.method, summary.scope.rawValue, summary.name, String(summary.pairs)]
        + metrics.flatMap { metric in
          [summary[metric]?.mean, summary[metric]?.low, summary[metric]?.high].map(cell)
        }
    }
    return CSV.text([header] + lines)
  }

  /// One line for each pair and method. A value that is not defined is empty; a corner error without a transform is
  /// `inf`.
  public var pairsCSV: String {
    let stages = Timings.Stage.allCases.filter { stage in pairs.contains { $0.seconds[stage] != nil } }
    let header =
      [
        "method", "dataset", "sequence", "pair", "verdict", "cornerError", "overlapError", "coverage",
        "overlapDeviation", "cornerDeviation",
      ]
      + metrics.map(\.rawValue)
      + stages.map { "seconds " + $0.rawValue } + ["reasons"]
    let lines = pairs.map { pair in
      let isRegistration = pair.values[.success] != nil
      return [
        pair.method, pair.dataset, pair.sequence, pair.name, pair.verdict.rawValue,
        isRegistration ? cell(pair.cornerError ?? .infinity) : "", cell(pair.overlapError), cell(pair.coverage),
        cell(pair.overlapDeviation), cell(pair.cornerDeviation),
      ] + metrics.map { cell(pair.values[$0]) } + stages.map { cell(pair.seconds[$0]) }
        + [pair.reasons.joined(separator: "; ")]
    }
    return CSV.text([header] + lines)
  }

  private func cell(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
}

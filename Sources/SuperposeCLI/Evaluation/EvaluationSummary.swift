import Superpose
import SuperposeEvaluation

/// The output of `evaluate`: a table of all sets and methods, then the less common figures.
struct EvaluationSummary {
  let report: EvaluationReport
  let written: String

  /// A table of more sets than this is left to the files.
  private static let mostRows = 60

  private struct Column {
    let title: String
    let metric: Metric
    var digits = 3
  }

  private static let columns = [
    Column(title: "AUC@1", metric: .areaAt1), Column(title: "@3", metric: .areaAt3),
    Column(title: "@5", metric: .areaAt5), Column(title: "@10", metric: .areaAt10),
    Column(title: "<5px", metric: .success), Column(title: "AUC@5°", metric: .poseAreaAt5),
    Column(title: "@10°", metric: .poseAreaAt10), Column(title: "@20°", metric: .poseAreaAt20),
    Column(title: "prec", metric: .precision), Column(title: "prec*", metric: .assignmentPrecision),
    Column(title: "recall", metric: .recall), Column(title: "prec", metric: .epipolarPrecision),
    Column(title: "mscore", metric: .matchingScore), Column(title: "rep", metric: .repeatability),
    Column(title: "loc", metric: .localizationError, digits: 2), Column(title: "keypts", metric: .keypoints, digits: 0),
    Column(title: "matches", metric: .matches, digits: 0), Column(title: "inliers", metric: .inliers, digits: 0),
    Column(title: "regist.", metric: .registered), Column(title: "bent", metric: .followsSurface),
    Column(title: "err", metric: .surfaceError), Column(title: "plane", metric: .planeError),
    Column(title: "s", metric: .seconds, digits: 2),
  ]

  var text: String {
    var table = Table()
    for (name, metric) in Self.intervals { add(name, metric, to: &table) }
    for summary in report.summaries { addSurfaces(summary, to: &table) }
    for total in totals { table.row("seconds", "\(total.method): \(RegistrationSummary.times(total.seconds))") }
    if !report.skipped.isEmpty { table.row("skipped", "\(report.skipped.count) files") }
    UsedWeights(report.weights).add(to: &table)
    table.row("written", written)
    return grid + "\n\n" + table.text
  }

  private var totals: [MetricSummary] { report.summaries.filter { $0.scope == .total } }

  /// The metrics whose intervals are printed; those of all others are in the files.
  private static let intervals: [(String, Metric)] = [
    ("AUC@5", .areaAt5), ("AUC@10°", .poseAreaAt10), ("registered, but wrong by 10 px", .wrongAmongTrusted),
    ("registered, overlap wrong by 10", .wrongOverlapAmongTrusted),
    ("right, but not registered", .untrustedAmongRight), ("unrelated, but registered", .trustedAmongUnrelated),
  ]

  private func add(_ name: String, _ metric: Metric, to table: inout Table) {
    for total in totals {
      guard let value = total[metric] else { continue }
      let digits = 3
      table.row(
        name,
        "\(total.method): \(value.mean.formatted(digits: digits)) (95 %: \(value.low.formatted(digits: digits)) "
          + "... \(value.high.formatted(digits: digits)), \(value.count) pairs)"
      )
    }
  }

  /// Compares the errors of surfaces with those of planes, where there are such pairs.
  private func addSurfaces(_ summary: MetricSummary, to table: inout Table) {
    guard summary.scope != .total || report.summaries.count == 1, let surface = summary[.surfaceError],
      let plane = summary[.planeError]
    else { return }
    func pixels(_ value: Double) -> String { value.formatted(digits: 3) + " px" }
    table.row(
      "error, \(summary.name)",
      "\(summary.method): mean \(pixels(surface.mean)), median \(pixels(surface.median)) "
        + "(plane: mean \(pixels(plane.mean)), median \(pixels(plane.median)))")
  }

  private var grid: String {
    let columns = Self.columns.filter { report.metrics.contains($0.metric) }
    let shown =
      report.summaries.count <= Self.mostRows ? report.summaries : report.summaries.filter { $0.scope != .sequence }
    let header = ["method", "set", "pairs"] + columns.map(\.title)
    let rows = shown.map { summary in
      [summary.method, summary.scope == .total ? "all" : summary.name, String(summary.pairs)]
        + columns.map { column in summary[column.metric].map { $0.mean.formatted(digits: column.digits) } ?? "-" }
    }
    return Self.aligned([header] + rows)
  }

  /// Aligns the first two columns to the left and numbers to the right.
  private static func aligned(_ rows: [[String]]) -> String {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      row.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        return column < 2 ? row[column] + padding : padding + row[column]
      }.joined(separator: "  ")
    }
    return ([Style.bold(lines[0])] + lines.dropFirst()).joined(separator: "\n")
  }
}

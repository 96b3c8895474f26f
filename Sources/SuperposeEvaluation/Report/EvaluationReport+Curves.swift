public import Superpose
import SuperposeGeometry
public import SuperposeImaging

extension EvaluationReport {
  /// Draws the cumulative curves of the errors: a panel for each data set and one for all pairs, with a line for each
  /// method. Returns nil where no pair has an error.
  public func errorCurves() -> Image? {
    let measured = pairs.filter { $0.error != nil }
    guard !measured.isEmpty else { return nil }
    var datasets: [String] = []
    for pair in measured where !datasets.contains(pair.dataset) { datasets.append(pair.dataset) }
    let panels = (datasets.count > 1 ? datasets.map(Optional.some) : []) + [nil]
    let pictures = panels.map { dataset in
      let chosen = measured.filter { dataset == nil || $0.dataset == dataset }
      return Figure.chart(chart(chosen, title: "\(dataset ?? "all"): \(countText(chosen))"))
    }
    guard let cell = pictures.first?.size else { return nil }
    return Figure.grid(pictures, rows: 1, columns: pictures.count, cell: cell)
  }

  private func countText(_ results: [PairResult]) -> String {
    "\(Set(results.map(\.name)).count) pairs"
  }

  private func chart(_ results: [PairResult], title: String) -> Chart {
    let isPose = results.contains { $0.poseError != nil }
    let limit = isPose ? 20.0 : 10
    var methods: [String] = []
    for result in results where !methods.contains(result.method) { methods.append(result.method) }
    let lines = methods.map { method in
      let errors = results.filter { $0.method == method }.compactMap(\.error)
      let area = CumulativeErrors.area(of: errors, upTo: limit)
      return Chart.Line(
        name: "\(method)  AUC \((1000 * area).rounded() / 1000)",
        points: CumulativeErrors.curve(of: errors, upTo: limit).map { Point(x: $0.error, y: $0.share) })
    }
    return Chart(
      title: title, xTitle: isPose ? "pose error, degrees" : "corner error, pixels at the measured size",
      yTitle: "share of pairs", xRange: 0...limit, yRange: 0...1, lines: lines)
  }
}

extension PairResult {
  /// The error that the curve counts. It is infinite without a transform, and nil where there is no truth for it.
  fileprivate var error: Double? {
    if values[.poseAreaAt5] != nil { return poseError ?? .infinity }
    return values[.success] == nil ? nil : cornerError ?? .infinity
  }
}

import Foundation
import SuperposeFiles
import SuperposeGeometry

/// The numbers that a stage of training recorded: one JSON object on each line, with its `step`.
struct MetricsFile {
  /// The values over the steps of each key but `step`, sorted by key.
  let series: [(key: String, points: [Point])]

  init(contentsOf path: String) throws {
    guard (try? TextFile.text(of: path)) != nil else {
      throw ToolError(.missingInput, "'\(path)': it cannot be read as text; check its permissions")
    }
    var series: [String: [Point]] = [:]
    // Only complete lines count: a run that was killed may have left half a line.
    for (i, line) in LineFile(path).lines().enumerated() {
      let object = try? JSONSerialization.jsonObject(with: line) as? [String: Any]
      guard let object, let step = (object["step"] as? NSNumber)?.doubleValue else {
        throw ToolError(.malformedInput, "'\(path)', line \(i + 1): expected a JSON object with a number `step`")
      }
      for (key, value) in object where key != "step" {
        guard let number = (value as? NSNumber)?.doubleValue, number.isFinite else { continue }
        series[key, default: []].append(Point(x: step, y: number))
      }
    }
    guard !series.isEmpty else { throw ToolError(.malformedInput, "'\(path)': it holds no numbers yet") }
    self.series = series.sorted { $0.key < $1.key }.map { ($0.key, $0.value.sorted { $0.x < $1.x }) }
  }
}

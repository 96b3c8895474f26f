import Foundation
import SuperposeGeometry

/// The numbers that a stage of training noted, a JSON object a line, each with its `step`.
struct MetricsFile {
  /// For each key but `step`, sorted: its values over the steps.
  let series: [(key: String, points: [Point])]

  init(contentsOf path: String) throws {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw ToolError(.missingInput, "'\(path)': it cannot be read as text; check its permissions")
    }
    let lines = text.split(separator: "\n")
    var series: [String: [Point]] = [:]
    for (i, line) in lines.enumerated() {
      let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      // A run that was killed may have left half a line at the end.
      if object == nil, i == lines.count - 1 { break }
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

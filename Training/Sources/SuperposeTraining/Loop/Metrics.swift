import Foundation
import SuperposeFiles

/// `metrics.jsonl`: one JSON object per line, with the step and the seconds of training.
struct MetricsFile {
  private let file: LineFile

  init(_ url: URL) { file = LineFile(url.path) }

  /// Removes the lines after `step`, because a run that resumes from a checkpoint repeats those steps.
  func truncate(after step: Int) throws {
    let lines = file.lines()
    guard !lines.isEmpty else { return }
    try file.replace(
      with: lines.filter { line in
        let object = try? JSONSerialization.jsonObject(with: line) as? [String: Any]
        return (object?["step"] as? Int ?? .max) <= step
      })
  }

  func append(step: Int, seconds: Double, _ metrics: some Sequence<(key: String, value: Float)>) throws {
    let finite = metrics.filter { $0.value.isFinite }
    let values = Dictionary(finite.map { ($0.key, $0.value) }) { $1 }
    try file.append(JSON.line(Line(step: step, seconds: (10 * seconds).rounded() / 10, values: values)))
  }

  private struct Line: Encodable {
    let step: Int
    let seconds: Double
    /// The values, each encoded under its own name beside the step and the seconds.
    let values: [String: Float]

    private enum Key: String, CodingKey { case step, seconds }

    func encode(to encoder: any Encoder) throws {
      try values.encode(to: encoder)
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(step, forKey: .step)
      try container.encode(seconds, forKey: .seconds)
    }
  }
}

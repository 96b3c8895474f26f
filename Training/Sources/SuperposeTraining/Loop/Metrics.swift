import Foundation

/// `metrics.jsonl`: one JSON object per line, the step and the seconds of training first.
struct MetricsFile {
  let url: URL

  /// Drops what was written after `step`: a run that resumes from a checkpoint repeats it.
  func truncate(after step: Int) throws {
    guard let text = try? String(contentsOf: url, encoding: .utf8) else { return }
    let kept = text.split(separator: "\n").filter { line in
      guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
        return false
      }
      return (object["step"] as? Int ?? .max) <= step
    }
    try Data(kept.map { $0 + "\n" }.joined().utf8).write(to: url, options: .atomic)
  }

  func append(step: Int, seconds: Double, _ metrics: some Sequence<(key: String, value: Float)>) throws {
    var fields = ["\"step\":\(step)", "\"seconds\":\(String(format: "%.1f", seconds))"]
    for (name, value) in metrics where value.isFinite { fields.append("\"\(name)\":\(value)") }
    let line = Data(("{" + fields.joined(separator: ",") + "}\n").utf8)
    guard let file = try? FileHandle(forWritingTo: url) else {
      try line.write(to: url)
      return
    }
    defer { try? file.close() }
    try file.seekToEnd()
    try file.write(contentsOf: line)
  }
}

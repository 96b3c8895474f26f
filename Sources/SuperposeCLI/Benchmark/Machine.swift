import Foundation
import SuperposeInference

/// The machine that a benchmark ran on, in one line.
enum Machine {
  static var description: String {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    return
      "\(processor), \(cores) cores, \(ProcessInfo.processInfo.operatingSystemVersionString), OpenVINO "
      + "\(InferenceRuntime.version)"
  }

  private static var processor: String {
    #if os(Linux)
      let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
      let model = lines.first { $0.hasPrefix("model name") }?.split(separator: ":").last
      return model.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown processor"
    #else
      return "Apple processor"
    #endif
  }
}

/// The largest amount of memory that this process has held at a time, since the counter was last reset.
enum PeakMemory {
  /// The number of bytes; nil where the system does not say.
  static var bytes: Int? {
    #if os(Linux)
      let lines = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8))?.split(separator: "\n") ?? []
      let words = lines.first { $0.hasPrefix("VmHWM:") }?.split(whereSeparator: \.isWhitespace)
      return words.flatMap { $0.count > 1 ? Int($0[1]) : nil }.map { $0 * 1024 }
    #else
      return nil
    #endif
  }

  static func forget() {
    #if os(Linux)
      // Writing 5 resets the high-water mark (proc(5)).
      try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))
    #endif
  }
}

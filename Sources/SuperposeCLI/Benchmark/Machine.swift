import Foundation
import Superpose

/// The machine that a benchmark ran on, in one line.
enum Machine {
  static var description: String {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    return
      "\(processor), \(cores) cores, \(ProcessInfo.processInfo.operatingSystemVersionString), OpenVINO \(InferenceRuntime.version)"
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

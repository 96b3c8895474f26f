import ArgumentParser
import Foundation
import Superpose
import SuperposeWeights

/// The quantity that is varied while everything else stays as it was asked for.
enum SweepKind: String, Choice, Encodable {
  case keypoints
  case size
  case precision
  case threads
  case preset

  private static let counts = [256, 512, 1024, 2048, 4096]
  private static let sides = [320, 480, 640, 960, 1280]

  /// Returns the configurations with their names.
  func configurations(of base: RegistrationConfiguration, cores: Int) -> [(String, RegistrationConfiguration)] {
    func varied<Value>(_ values: [Value], _ change: (inout RegistrationConfiguration, Value) -> Void)
      -> [(String, RegistrationConfiguration)]
    {
      values.map { value in
        var configuration = base
        change(&configuration, value)
        return ("\(value)", configuration)
      }
    }
    return switch self {
    case .keypoints:
      varied(Self.counts) {
        $0.extraction.maxKeypoints = $1
        // Keypoints are then chosen by number alone, whatever their scores.
        $0.extraction.detectionThreshold = 0
      }
    case .size: varied(Self.sides) { $0.resize = .exact(ImageSize(width: $1, height: $1)) }
    case .precision:
      // Those that the device has.
      varied(Precision.allCases) { $0.inference.precision = $1 }.filter { (try? $0.1.validate()) != nil }
    case .threads:
      varied(Array(sequence(first: 1) { 2 * $0 <= cores ? 2 * $0 : nil })) { $0.inference.threads = $1 }
    case .preset:
      RegistrationPreset.allCases.map { preset in
        var configuration = preset.configuration
        configuration.secondLook = base.secondLook
        configuration.inference.threads = base.inference.threads
        configuration.inference.device = base.inference.device
        return (preset.rawValue, configuration)
      }
    }
  }
}

/// The figures of several configurations.
struct BenchmarkSweep: Encodable {
  struct Row: Encodable {
    let value: String
    let report: BenchmarkReport
  }

  let kind: SweepKind
  let rows: [Row]
  /// The power law of the pair's time against keypoints (the mean of both images) or against pixels (of both together).
  @Nullable var law: PowerLaw?

  init(_ kind: SweepKind, _ rows: [Row]) {
    self.kind = kind
    self.rows = rows
    law =
      switch kind {
      case .keypoints: PowerLaw(rows.map { (Double($0.report.keypoints.reduce(0, +)) / 2, $0.report.glueSeconds) })
      case .size: PowerLaw(rows.map { ($0.report.pixels, $0.report.pointSeconds) })
      case .precision, .threads, .preset: nil
      }
  }

  /// - Parameter peaks: What the machine's arithmetic reaches.
  func summary(_ peaks: ArithmeticPeaks) -> String {
    let header = [
      kind.rawValue, "keypoints", "pair", "5 %", "95 %", "superpoint", "superglue", "rest", "cold", "GFLOP/s",
      "limit", "reached", "MB",
    ]
    let lines = rows.map { row -> [String] in
      let report = row.report
      let networks = report.pointSeconds + report.glueSeconds
      let limit = peaks.limit(of: report)
      return [
        row.value, report.keypoints.map(String.init).joined(separator: "+"), milliseconds(report.pairSeconds.median),
        milliseconds(report.pairSeconds.p5), milliseconds(report.pairSeconds.p95), milliseconds(report.pointSeconds),
        milliseconds(report.glueSeconds), milliseconds(report.pairSeconds.median - networks),
        milliseconds(report.coldSeconds), report.networkSpeed.map { ($0 / 1e9).formatted(digits: 0) } ?? "-",
        limit.map(milliseconds) ?? "-",
        limit.map { "\((100 * $0 / max(networks, .leastNonzeroMagnitude)).formatted(digits: 0)) %" } ?? "-",
        report.peakMemoryBytes.map { (Double($0) / 1e6).formatted(digits: 0) } ?? "-",
      ]
    }
    return ([aligned([header] + lines)] + (lawText.map { [$0] } ?? [])).joined(separator: "\n")
  }

  private var lawText: String? {
    guard let law else { return nil }
    let (stage, what) = kind == .keypoints ? ("superglue", "keypoints") : ("superpoint", "pixels")
    return "\(stage) grows as \(what) to the power of \(law.exponent.formatted(digits: 2))"
  }

  private func milliseconds(_ seconds: Double) -> String { (1000 * seconds).formatted(digits: 1) }

  private func aligned(_ rows: [[String]]) -> String {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}

extension BenchmarkReport {
  fileprivate var glueSeconds: Double { stages[.superglue]?.median ?? 0 }
  fileprivate var pointSeconds: Double { stages[.superpoint]?.median ?? 0 }
  fileprivate var pixels: Double { sizes.reduce(0) { $0 + Double($1[0] * $1[1]) } }
}

/// The law `y = factor · x^exponent`, fitted by least squares between logarithms.
struct PowerLaw: Codable, Hashable, Sendable {
  let factor: Double
  let exponent: Double

  /// Returns nil for fewer than two different x, and for numbers that have no logarithm.
  init?(_ points: [(x: Double, y: Double)]) {
    guard points.count > 1, points.allSatisfy({ $0.x > 0 && $0.y > 0 }) else { return nil }
    let logs = points.map { (x: log($0.x), y: log($0.y)) }
    let count = Double(logs.count)
    let middle = (x: logs.reduce(0) { $0 + $1.x } / count, y: logs.reduce(0) { $0 + $1.y } / count)
    let spread = logs.reduce(0) { $0 + ($1.x - middle.x) * ($1.x - middle.x) }
    guard spread > 1e-12 else { return nil }
    exponent = logs.reduce(0) { $0 + ($1.x - middle.x) * ($1.y - middle.y) } / spread
    factor = exp(middle.y - exponent * middle.x)
  }
}

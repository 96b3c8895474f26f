import Foundation
import Superpose
import SuperposeInference
import SuperposeMatching
import SuperposeNetworks
import SuperposeWeights

/// The results of `benchmark` for one configuration.
struct BenchmarkReport: Encodable {
  let schema = "superpose.benchmark/1"
  /// The numbers of keypoints of the first and the second image.
  let keypoints: [Int]
  /// The width and height of both images as the networks saw them.
  let sizes: [[Int]]
  let `repeat`: Int
  let pairSeconds: Spread
  /// The time for loading both networks and registering the first pair.
  let coldSeconds: Double
  /// The time of each stage, for both images together.
  let stages: [Timings.Stage: Spread]
  /// Where the networks ran: OpenVINO's name, or a device of libtorch's with its name and libtorch's version.
  let device: String
  let precision: String
  /// The arithmetic of what is in floating point: that of SuperGlue.
  let floats: String
  let threads: Int
  /// The operations of both networks in one pass, two for each multiplication with its addition; null where there is a
  /// second look.
  @Nullable var floatingPointOperations: Double?
  @Nullable var peakMemoryBytes: Int?
  let machine: String

  init(
    _ timings: PairTimings, coldSeconds: Double, sizes: (ImageSize, ImageSize), keypoints result: MatchResult,
    registrar: Registrar, floating: Precision?
  ) {
    let configuration = registrar.configuration
    let seen = [sizes.0, sizes.1].map { configuration.resize.size(for: $0) }
    keypoints = [result.features0.count, result.features1.count]
    self.sizes = seen.map { [$0.width, $0.height] }
    `repeat` = timings.pair.count
    pairSeconds = Spread(timings.pair)
    self.coldSeconds = coldSeconds
    stages = timings.stages.mapValues(Spread.init)
    device = registrar.torchDevice ?? configuration.inference.device.lowercased()
    precision = configuration.inference.precision?.rawValue ?? ""
    floats = (configuration.inference.precision == .int8 ? floating : configuration.inference.precision)?.rawValue ?? ""
    threads = configuration.inference.threads ?? ProcessInfo.processInfo.activeProcessorCount
    floatingPointOperations =
      configuration.secondLook == .off
      ? seen.reduce(0) { $0 + SuperPointNetwork.operations($1) }
        + SuperGlueNetwork.operations(keypoints[0], keypoints[1])
      : nil
    peakMemoryBytes = PeakMemory.bytes
    machine = Machine.description
  }

  /// The part of ``floatingPointOperations`` that is SuperGlue's.
  var glueOperations: Double { SuperGlueNetwork.operations(keypoints[0], keypoints[1]) }

  /// The floating-point operations per second while the networks run.
  var networkSpeed: Double? {
    let seconds = [Timings.Stage.superpoint, .superglue].reduce(0) { $0 + (stages[$1]?.median ?? 0) }
    return floatingPointOperations.flatMap { seconds > 0 ? $0 / seconds : nil }
  }

  var summary: String {
    var table = Table()
    table.row("pair", pairSeconds.text)
    for stage in Timings.Stage.allCases { if let spread = stages[stage] { table.row(stage.rawValue, spread.text) } }
    table.row("cold", "\((1000 * coldSeconds).formatted(digits: 0)) with loading")
    table.row("keypoints", "\(keypoints[0]) and \(keypoints[1])")
    table.row(
      "networks",
      "\(precision) on \(device), \(threads) threads" + (networkSpeed.map { ", " + Self.giga($0) } ?? ""))
    if let peakMemoryBytes { table.row("memory", "\((Double(peakMemoryBytes) / 1e6).formatted(digits: 0)) MB") }
    table.row("machine", machine)
    return Style.bold("milliseconds") + "  median (5 % ... 95 %) of \(`repeat`)\n" + table.text
  }

  static func giga(_ speed: Double) -> String { "\((speed / 1e9).formatted(digits: 0)) GFLOP/s" }
}

extension Spread {
  fileprivate var text: String {
    let (middle, low, high) = (1000 * median, 1000 * p5, 1000 * p95)
    return "\(middle.formatted(digits: 1)) (\(low.formatted(digits: 1)) ... \(high.formatted(digits: 1)))"
  }
}

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
  /// The part of them that is SuperGlue's.
  @Nullable var superGlueOperations: Double?
  @Nullable var peakMemoryBytes: Int?
  let machine: String

  init(
    _ timings: PairTimings, coldSeconds: Double, sizes: (ImageSize, ImageSize), keypoints result: MatchResult,
    registrar: Registrar, networks: RunNetworks, floating: Precision?
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
    let glue = networks.glueOperations(keypoints)
    superGlueOperations = configuration.secondLook == .off ? glue : nil
    floatingPointOperations = configuration.secondLook == .off ? networks.pointOperations(seen) + glue : nil
    peakMemoryBytes = PeakMemory.bytes
    machine = Machine.description
  }

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

/// The networks that ran, whose widths and depths are those of their files.
struct RunNetworks {
  private let superPoint, superGlue: LoadedWeights

  /// - Throws: What `WeightsLibrary.load` throws.
  init(_ superPoint: WeightsChoice?, _ superGlue: WeightsChoice?) throws {
    self.superPoint = try Environment.library.load(superPoint, for: .superpoint)
    self.superGlue = try Environment.library.load(superGlue, for: .superglue)
  }

  /// The operations of SuperPoint for images of these sizes.
  func pointOperations(_ sizes: [ImageSize]) -> Double {
    let parameters = SuperPointNetwork.parameters(in: superPoint.parameters)
    return sizes.reduce(0) { $0 + SuperPointNetwork.operations($1, of: parameters) }
  }

  /// The operations of SuperGlue.
  func glueOperations(_ keypoints: [Int]) -> Double {
    SuperGlueNetwork.operations(
      keypoints[0], keypoints[1], of: SuperGlueNetwork.parameters(in: superGlue.parameters))
  }
}

extension Spread {
  fileprivate var text: String {
    let (middle, low, high) = (1000 * median, 1000 * p5, 1000 * p95)
    return "\(middle.formatted(digits: 1)) (\(low.formatted(digits: 1)) ... \(high.formatted(digits: 1)))"
  }
}

import Foundation
import Superpose
import SuperposeCheckpoints
import SuperposeGeometry
import SuperposeImaging
import SuperposeMatching
import Testing

/// The repository's root.
let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().path

/// libtorch on the processor in 32 bits, on which everything runs that a GPU would run.
func torch(_ precision: Precision = .f32) throws -> TorchRuntime {
  try TorchRuntime(device: "TORCH-CPU", precision: precision)
}

/// The parameters of the default weights.
func trained(_ network: NetworkKind) throws -> [String: Tensor] {
  try WeightsLibrary.standard.load(nil, for: network).parameters
}

func example(_ name: String) throws -> Image { try Image(contentsOf: URL(filePath: root + "/examples/" + name)) }

/// A registrar in 32 bits, of one look, for images of at most 480 pixels.
func registrar(_ device: String, _ change: (inout RegistrationConfiguration) -> Void = { _ in }) throws -> Registrar {
  var configuration = RegistrationConfiguration()
  configuration.inference.device = device
  configuration.inference.precision = .f32
  configuration.resize = .longSide(480)
  configuration.secondLook = .off
  change(&configuration)
  return try Registrar(configuration: configuration)
}

/// These are loaded once, which takes seconds without optimisation.
let processorRegistrar = Result { try registrar("CPU") }
let torchRegistrar = Result { try registrar("TORCH-CPU") }

/// Tensors of a golden file, see Tests/MatchingTests/Golden.swift.
func golden(_ name: String) throws -> [String: Tensor] {
  try Checkpoint(contentsOf: URL(filePath: root + "/Tests/MatchingTests/Golden/\(name).safetensors")).tensors
}

/// How much of two answers is the same.
struct Agreement {
  /// The shares of the first answer's keypoints and matches that the second one has too.
  var keypoints = 0.0
  var matches = 0.0
  /// The largest difference between confidences of the same match.
  var confidence: Float = 0

  /// Positions count as the same within this many pixels, since peaks between pixels are rounded.
  private static let tolerance = 0.01

  init(_ expected: MatchResult, _ found: MatchResult) {
    let sides = [(expected.features0, found.features0), (expected.features1, found.features1)].map(Self.same)
    keypoints = Double(sides[0].count + sides[1].count) / Double(expected.features0.count + expected.features1.count)
    let pairs = expected.matches.pairs
    let confirmed = pairs.filter { pair in
      guard let index0 = sides[0][pair.index0], let index1 = sides[1][pair.index1] else { return false }
      return found.matches.matches0[index0] == index1
    }
    matches = pairs.isEmpty ? 1 : Double(confirmed.count) / Double(pairs.count)
    for pair in confirmed {
      guard let index0 = sides[0][pair.index0] else { continue }
      confidence = max(confidence, abs(pair.confidence - found.matches.confidence0[index0]))
    }
  }

  /// The second answer's keypoint for each of the first's that it has.
  private static func same(_ a: Features, _ b: Features) -> [Int: Int] {
    func cell(_ p: Point) -> ImageSize { ImageSize(width: Int(p.x.rounded()), height: Int(p.y.rounded())) }
    let byCell = Dictionary(grouping: b.keypoints.indices) { cell(b.keypoints[$0]) }
    var same: [Int: Int] = [:]
    for (index, p) in a.keypoints.enumerated() {
      let here = cell(p)
      for dy in -1...1 {
        for dx in -1...1 {
          for other in byCell[ImageSize(width: here.width + dx, height: here.height + dy)] ?? [] {
            let q = b.keypoints[other]
            if abs(p.x - q.x) < tolerance, abs(p.y - q.y) < tolerance { same[index] = other }
          }
        }
      }
    }
    return same
  }
}

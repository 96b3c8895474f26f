import SuperposeCheckpoints
import SuperposeNetworks

/// The two networks.
public enum NetworkKind: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
  /// Finds and describes keypoints.
  case superpoint
  /// Matches the keypoints of two images.
  case superglue

  /// What a checkpoint for the published network holds.
  var parameters: [ParameterShape] {
    switch self {
    case .superpoint: SuperPointNetwork.parameters
    case .superglue: SuperGlueNetwork.parameters
    }
  }

  /// What a checkpoint must hold: the parameters of a network as wide and as deep as it is itself, and what int8 needs,
  /// where it has some of that.
  func parameters(in checkpoint: Checkpoint) -> [ParameterShape] {
    let parameters =
      switch self {
      case .superpoint: SuperPointNetwork.parameters(in: checkpoint.tensors)
      case .superglue: SuperGlueNetwork.parameters(in: checkpoint.tensors)
      }
    let ranges = SuperPointNetwork.activationRanges
    let isQuantized = self == .superpoint && ranges.contains { checkpoint.tensors[$0.name] != nil }
    return parameters + (isQuantized ? ranges : [])
  }

  /// Says how wide or how deep the network of a complete checkpoint is: `64 to 256 channels`, `18 layers`.
  func size(of checkpoint: Checkpoint) -> String {
    switch self {
    case .superpoint:
      let inner = SuperPointNetwork.publishedWidths.keys.map { $0 + ".bias" }
      let widths = inner.compactMap { checkpoint.tensors[$0]?.shape.first }
      return "\(widths.min() ?? 0) to \(widths.max() ?? 0) channels"
    case .superglue: return "\(SuperGlueNetwork.depth(of: checkpoint.tensors)) layers"
    }
  }

  /// The network whose parameters a checkpoint has most of; nil where it has none of either.
  init?(guessedFrom checkpoint: Checkpoint) {
    let hits = Self.allCases.map { kind in (kind, kind.parameters.count { checkpoint.tensors[$0.name] != nil }) }
    guard let best = hits.max(by: { $0.1 < $1.1 }), best.1 > 0 else { return nil }
    self = best.0
  }
}

import SuperposeCheckpoints
import SuperposeNetworks

/// The two networks.
public enum NetworkKind: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
  /// Finds and describes keypoints.
  case superpoint
  /// Matches the keypoints of two images.
  case superglue

  /// What a checkpoint for this network must hold.
  var parameters: [ParameterShape] {
    switch self {
    case .superpoint: SuperPointNetwork.parameters
    case .superglue: SuperGlueNetwork.parameters
    }
  }

  /// The same for one checkpoint: also what int8 needs, where it has some of that.
  func parameters(in checkpoint: Checkpoint) -> [ParameterShape] {
    let ranges = SuperPointNetwork.activationRanges
    let isQuantized = self == .superpoint && ranges.contains { checkpoint.tensors[$0.name] != nil }
    return parameters + (isQuantized ? ranges : [])
  }

  /// The network whose parameters a checkpoint has most of; nil where it has none of either.
  init?(guessedFrom checkpoint: Checkpoint) {
    let hits = Self.allCases.map { kind in (kind, kind.parameters.count { checkpoint.tensors[$0.name] != nil }) }
    guard let best = hits.max(by: { $0.1 < $1.1 }), best.1 > 0 else { return nil }
    self = best.0
  }
}

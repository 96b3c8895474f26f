public import Foundation
import SuperposeCheckpoints
import SuperposeFiles

/// One set of weights that a name stands for.
public struct WeightsEntry: Codable, Hashable, Sendable {
  /// Under which they are asked for.
  public var name: String
  /// Whose they are.
  public var network: NetworkKind
  /// Where they come from.
  public var origin: String
  /// Under what terms they may be used, as far as that is known.
  public var licence: String
  /// The hash of the file; null for weights that are computed.
  @Nullable public var sha256: String?
  /// How wide or how deep the network is, in a few words; null for weights that an earlier version imported.
  @Nullable public var size: String?
  /// Whether they are used when none are asked for.
  public var isDefault: Bool
  /// The file; nil for weights that are computed. Not part of the JSON.
  public var file: URL?

  private enum CodingKeys: String, CodingKey {
    case name, network, origin, licence, sha256, size
    case isDefault = "default"
  }
}

extension WeightsEntry {
  /// Trained by this project and part of it.
  static let superPoint = WeightsEntry(
    name: "superpoint", network: .superpoint, origin: "trained by this project (Sources/SuperposeWeights/Trained)",
    licence: "Apache-2.0", sha256: TrainedWeights.superPointHash, size: "64 to 256 channels", isDefault: true,
    file: URL(path: TrainedWeights.path("superpoint")))

  /// Trained by this project and part of it, on the features of ``superPoint``.
  static let superGlue = WeightsEntry(
    name: "superglue", network: .superglue, origin: "trained by this project (Sources/SuperposeWeights/Trained)",
    licence: "Apache-2.0", sha256: TrainedWeights.superGlueHash, size: "18 layers", isDefault: true,
    file: URL(path: TrainedWeights.path("superglue")))

  /// A narrower SuperPoint that learnt to answer as ``superPoint``, whose SuperGlue it shares.
  static let fastSuperPoint = WeightsEntry(
    name: "superpoint-fast", network: .superpoint,
    origin: "trained by this project (Sources/SuperposeWeights/Trained), a student of superpoint",
    licence: "Apache-2.0", sha256: TrainedWeights.fastSuperPointHash, size: "32 to 128 channels", isDefault: false,
    file: URL(path: TrainedWeights.path("superpoint-fast")))

  /// A shallower SuperGlue that learnt to answer as ``superGlue``, on the features of ``fastSuperPoint``.
  static let fastSuperGlue = WeightsEntry(
    name: "superglue-fast", network: .superglue,
    origin: "trained by this project (Sources/SuperposeWeights/Trained), a student of superglue",
    licence: "Apache-2.0", sha256: TrainedWeights.fastSuperGlueHash, size: "9 layers", isDefault: false,
    file: URL(path: TrainedWeights.path("superglue-fast")))

  /// SuperGlue that has learned nothing, see ``SuperGlueNetwork/startState()``.
  static let start = WeightsEntry(
    name: "start", network: .superglue,
    origin: "computed: SuperGlue before training, which equals optimal transport over descriptors",
    licence: "Apache-2.0",
    sha256: nil, size: "18 layers", isDefault: false)

  static let builtIn = [superPoint, superGlue, fastSuperPoint, fastSuperGlue, start]

  /// What a network runs with when no weights are asked for.
  static func standard(for network: NetworkKind) -> WeightsEntry {
    switch network {
    case .superpoint: superPoint
    case .superglue: superGlue
    }
  }
}

extension [WeightsEntry] {
  /// Returns under what terms weights may be used that had this description, or nil where that is not known.
  public func licence(of weights: WeightsDescription) -> String? {
    first { weights.sha256 == nil ? $0.name == weights.name : $0.sha256 == weights.sha256 }?.licence
  }
}

/// A file among the imported weights that does not describe any.
public struct DamagedWeights: Error, Hashable, Sendable, CustomStringConvertible {
  /// Under which they were imported.
  public let name: String
  /// The path of the description, beside which the weights lie.
  public let path: String

  public var description: String { "\(name): \(path) is damaged; remove it and import again" }
}

/// Files that many have and whose licence is known by their content.
enum KnownWeights {
  /// `superpoint_v1.pth` as Magic Leap published it in 2018.
  static let publishedSuperPoint = "52b6708629640ca883673b5d5c097c4ddad37d8048b33f09c8ca0d69db12c40e"

  /// Where `superpose quantize` notes the SHA-256 of the file that it took weights from.
  static let originKey = "quantized_from"

  static func licence(of checkpoint: Checkpoint) -> String? {
    let hashes = [checkpoint.sha256, checkpoint.metadata[originKey]]
    return hashes.contains(publishedSuperPoint) ? "non-commercial research only (Magic Leap)" : nil
  }
}

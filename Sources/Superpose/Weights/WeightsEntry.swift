/// One set of weights that a name stands for.
public struct WeightsEntry: Codable, Hashable, Sendable {
  public var name: String
  public var network: NetworkKind
  /// Where they come from.
  public var origin: String
  public var licence: String
  /// Of the file; null for weights that are computed.
  @Nullable public var sha256: String?
  /// Whether they are used when none are asked for.
  public var isDefault: Bool
  /// The file; nil for weights that are computed. Not part of the JSON.
  public var path: String?

  private enum CodingKeys: String, CodingKey {
    case name, network, origin, licence, sha256
    case isDefault = "default"
  }
}

extension WeightsEntry {
  /// SuperGlue that has learned nothing, see ``SuperGlueNetwork/startState()``.
  static let start = WeightsEntry(
    name: "start", network: .superglue,
    origin: "computed: SuperGlue before training, which equals optimal transport over descriptors",
    licence: "Apache-2.0",
    sha256: nil, isDefault: true)

  /// The published SuperPoint, which the start script fetches.
  static let publishedSuperPoint = WeightsEntry(
    name: "superpoint_v1", network: .superpoint, origin: "published by Magic Leap, 2018 (superpoint_v1.pth)",
    licence: "non-commercial research only (Magic Leap)",
    sha256: "52b6708629640ca883673b5d5c097c4ddad37d8048b33f09c8ca0d69db12c40e", isDefault: true)
}

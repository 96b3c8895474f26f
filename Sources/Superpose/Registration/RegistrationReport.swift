public import SuperposeGeometry

/// The whole result of a registration as data: what `registration.json` holds. Everything is in original pixels.
public struct RegistrationReport: Codable, Sendable {
  public static let schemaName = "superpose.registration/1"

  public struct ImageDescription: Codable, Hashable, Sendable {
    public var path: String
    public var width: Int
    public var height: Int
  }

  public struct KeypointCounts: Codable, Hashable, Sendable {
    public var moving: Int
    public var fixed: Int
  }

  public struct Match: Codable, Hashable, Sendable {
    public var moving: Point
    public var fixed: Point
    public var confidence: Float
    public var inlier: Bool
  }

  public struct WeightsDescription: Codable, Hashable, Sendable {
    public var name: String
    /// Of the file; null for weights that are computed.
    @Nullable public var sha256: String?
  }

  public var schema = Self.schemaName
  public var moving: ImageDescription
  public var fixed: ImageDescription
  /// Maps a point of the moving image to the fixed image; null when not registered.
  @Nullable public var fixedFromMoving: Homography?
  /// The inverse; null when not registered.
  @Nullable public var movingFromFixed: Homography?
  public var verdict: Verdict
  /// Why the verdict is not `registered`; empty when it is.
  public var reasons: [String]
  public var keypoints: KeypointCounts
  public var matches: [Match]
  public var statistics: RegistrationStatistics
  /// Seconds per stage; nil leaves them out.
  public var seconds: [String: Double]?
  public var configuration: RegistrationConfiguration
  /// By network: `superpoint`, `superglue`.
  public var weights: [String: WeightsDescription]

  /// Pixel coordinates of the matches that support the transform.
  public var inliers: [Match] { matches.filter(\.inlier) }
}

/// An optional that is written as `null`, not left out.
@propertyWrapper
public struct Nullable<Value: Codable & Sendable>: Codable, Sendable {
  public var wrappedValue: Value?

  public init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    wrappedValue = container.decodeNil() ? nil : try container.decode(Value.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
  }
}

extension Nullable: Equatable where Value: Equatable {}
extension Nullable: Hashable where Value: Hashable {}

/// Everything that an operator can choose about the service, with its defaults.
public struct ServiceSettings: Hashable, Sendable {
  /// The folder that holds everything that is kept.
  public var dataFolder: String
  public var limits = ServiceLimits()
  /// How long registrations are kept after they ended, in seconds; nil keeps them.
  public var keepSeconds: Double? = 7 * 86_400
  /// How much the folder may hold, in bytes; nil for no limit.
  public var mostDataBytes: Int? = 20_000_000_000
  /// As in the configuration's `inference`.
  public var device = "CPU"
  /// Nil: as many threads as there are cores.
  public var threads: Int?
  /// Names or paths of weights; nil for the defaults.
  public var superPointWeights: String?
  public var superGlueWeights: String?
  /// How much memory descriptions of images may take.
  public var descriptionBytes = 256 << 20

  public init(dataFolder: String) { self.dataFolder = dataFolder }
}

/// What the service refuses, so that no request can take more than it has.
public struct ServiceLimits: Hashable, Sendable {
  /// The most bytes of an image's file.
  public var uploadBytes = 100_000_000
  /// How long an upload may take, in seconds, however it trickles.
  public var uploadSeconds = 300.0
  /// The most pixels of an image.
  public var pixels = 64_000_000
  /// The most pixels of the picture that the networks see.
  public var networkPixels = 4_200_000
  public var keypoints = 4096
  /// The most registrations that wait.
  public var queueLength = 2000
  /// The most requests for detections or matches that wait.
  public var waitingRequests = 32
  /// How long a registration may take, in seconds.
  public var jobSeconds = 120.0
  /// The most requests that are answered at a time.
  public var requests = 256
  /// The most clients that listen to events at a time.
  public var listeners = 256
  /// The most bytes of a request that is JSON.
  public var bodyBytes = 65_536

  public init() {}
}

import SuperposeGeometry

/// The settings of a stage's views.
public struct ViewOptions: Sendable {
  /// The largest rotation of a view in degrees, in both directions. Each view is rotated on its own.
  public var rotation = 45.0
  /// The largest factor between the scales of two views of a photograph; nil for the sampler's own range.
  public var zoom: Double?
  /// The least part of at least one view of a pair that the other shows too.
  public var overlap = 0.0
  /// The share of views that have a look of their own.
  public var lookShare = 0.0
  /// The number of steps over which looks rise to full strength.
  public var lookSteps = 0

  /// The weight of the reward for keypoints that are found again, relative to that of the labels.
  public var rewardWeight: Float = 0

  public init() {}

  func sampler(size: ImageSize) -> ViewSampler {
    var sampler = ViewSampler(size: size)
    sampler.rotation = rotation
    if let zoom { sampler.scale = 1 / zoom...1 }
    sampler.overlap = overlap
    return sampler
  }

  func looks(step: Int) -> Looks { Looks(share: lookShare).risen(step: step, over: lookSteps) }
}

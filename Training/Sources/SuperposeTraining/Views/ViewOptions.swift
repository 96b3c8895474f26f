import SuperposeGeometry

/// How the views of a stage are taken.
public struct ViewOptions: Sendable {
  /// In degrees, to both sides; each view is turned by itself.
  public var rotation = 45.0
  /// The most that one view of a photograph may be larger than another; nil for the sampler's own range.
  public var zoom: Double?
  /// The least part of one of the two views of a pair that the other shows too.
  public var overlap = 0.0
  /// How many views have a look of their own.
  public var lookShare = 0.0
  /// Steps over which looks rise to full strength.
  public var lookSteps = 0

  /// The weight of the reward for keypoints that are found again, beside the labels.
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

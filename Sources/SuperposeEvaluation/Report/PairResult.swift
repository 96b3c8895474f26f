public import Superpose
import SuperposeGeometry
public import SuperposeMatching
public import SuperposeWeights

/// The figures of one pair by one method.
public struct PairResult: Codable, Sendable {
  /// The method's name.
  public var method: String
  /// The pair's name.
  public var name: String
  /// What the pair is counted with.
  public var sequence: String
  /// What the sequence belongs to.
  public var dataset: String
  /// What the program would say of the pair.
  public var verdict: Verdict
  /// The reasons why the verdict is not `registered`.
  public var reasons: [String]
  /// The share of the overlap that lies between inliers, 0…1; null without a transform.
  @Nullable public var coverage: Double?
  /// The largest standard deviation of the mapped corners of the overlap, as a fraction of the second image's short
  /// side. It is null where nothing bounds it or nothing is known.
  @Nullable public var overlapDeviation: Double?
  /// The same for the corners of the first image.
  @Nullable public var cornerDeviation: Double?
  /// The corner error in pixels of the measuring frame; null without a transform or without a true one.
  @Nullable public var cornerError: Double?
  /// The mean distance between the corners of the true overlap under both transforms, in the same pixels. It is also
  /// null where the images do not overlap.
  @Nullable public var overlapError: Double?
  /// The larger of the errors of rotation and translation, in degrees; null without an estimated or a true pose.
  @Nullable public var poseError: Double?
  /// The metrics that are defined for this pair.
  public var values: [Metric: Double]
  /// How long each stage took.
  public var seconds: Timings
}

extension PairResult {
  /// Runs the second pass for one pair: estimates the transform and compares it with the truth.
  ///
  /// - Throws: What reading the pair's images throws, where the verdict needs to look at them.
  public init(
    _ prediction: Prediction, of pair: EvaluationPair, method: any MatchingMethod, settings: EvaluationSettings
  ) throws {
    var timings = prediction.seconds
    let matches = prediction.pointMatches(method.resize)
    let plane = timings.measure(.estimate) {
      settings.estimator.estimate(matches, options: settings.estimation)
    }
    var estimate = plane
    if settings.estimation.model == .local {
      estimate = timings.measure(.estimate) {
        plane?.followingSurface(matches, options: settings.estimation)
      }
    }
    let judged = try timings.measure(.verdict) {
      try JudgedTransform(matches, estimate) {
        func picture(_ source: ImageSource) throws -> GrayImage {
          let image = try source.image()
          return image.grayImage(size: method.resize.size(for: image.size))
        }
        // Poses are estimated from points alone.
        if case .pose = pair.truth { return nil }
        return (try picture(pair.images.0), try picture(pair.images.1))
      }
    }
    func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
    self.init(
      method: method.name, name: pair.name, sequence: pair.sequence, dataset: pair.dataset, verdict: judged.verdict,
      reasons: judged.reasons, coverage: judged.evidence?.coverage,
      overlapDeviation: finite(judged.evidence?.overlapDeviation),
      cornerDeviation: finite(judged.evidence?.cornerDeviation), cornerError: nil, overlapError: nil, poseError: nil,
      values: [:], seconds: timings)
    values[.seconds] = timings.total
    switch pair.truth {
    case .unrelated:
      values[.trustedAmongUnrelated] = judged.verdict == .registered ? 1 : 0
    case .homography(let truth):
      addCounts(prediction, inliers: judged.inliers.count { $0 })
      let frames = MeasuringFrames(sizes: (prediction.size0, prediction.size1), policy: settings.measured)
      let scaledTruth = frames.scaled(truth)
      addAgreement(prediction, frames: frames, truth: scaledTruth)
      let transform = judged.fixedFromMoving.map(frames.scaled)
      addCornerError(transform, truth: scaledTruth, size: frames.size0)
      addOverlapError(transform, truth: scaledTruth, frames)
    case .surface(let surface):
      addCounts(prediction, inliers: judged.inliers.count { $0 })
      addSurface(prediction, judged, plane: plane?.fixedFromMoving, truth: surface, settings)
    case .pose(let pose):
      addCounts(prediction, inliers: nil)
      addPose(prediction, pose: pose, resize: method.resize, maxErrorPixels: settings.poseErrorPixels)
    }
  }

  private mutating func addCounts(_ prediction: Prediction, inliers: Int?) {
    values[.keypoints] = Double(prediction.keypoints0.count + prediction.keypoints1.count) / 2
    values[.matches] = Double(prediction.matches.count)
    values[.inliers] = inliers.map(Double.init)
  }

  private mutating func addAgreement(_ prediction: Prediction, frames: MeasuringFrames, truth: Homography) {
    let keypoints0 = prediction.keypoints0.map { frames.frame0($0) }
    let keypoints1 = prediction.keypoints1.map { frames.frame1($0) }
    let radius = EvaluationSettings.matchRadiusPixels
    let keypoints = KeypointAgreement(
      keypoints0, keypoints1, sizes: (frames.size0, frames.size1), truth: truth, radiusPixels: radius)
    let matches = MatchAgreement(
      prediction.pairs, keypoints0: keypoints0, keypoints1: keypoints1, truth: truth, agreement: keypoints,
      radiusPixels: radius)
    values[.repeatability] = keypoints.repeatability
    values[.localizationError] = keypoints.localizationErrorPixels
    values[.precision] = matches.precision
    values[.assignmentPrecision] = matches.assignmentPrecision
    values[.recall] = matches.recall
  }

  /// Adds the corner error, which is infinite without a transform.
  private mutating func addCornerError(_ estimate: Homography?, truth: Homography, size: ImageSize) {
    let error = estimate?.cornerError(from: truth, over: size) ?? .infinity
    cornerError = error.isFinite ? error : nil
    for (metric, threshold) in Self.areas { values[metric] = CumulativeErrors.area(of: error, upTo: threshold) }
    let isRight = error < EvaluationSettings.rightPixels
    let isTrusted = verdict == .registered
    values[.success] = isRight ? 1 : 0
    // NaN counts as wrong too, which is why the comparison is this way round.
    if isTrusted { values[.wrongAmongTrusted] = error < EvaluationSettings.wrongPixels ? 0 : 1 }
    if isRight { values[.untrustedAmongRight] = isTrusted ? 0 : 1 }
  }

  private mutating func addOverlapError(_ estimate: Homography?, truth: Homography, _ frames: MeasuringFrames) {
    let seen = ConvexPolygon(frames.size0.outline.corners.map { truth($0) })
    let overlap = frames.size1.outline.intersection(seen).corners
    guard let fromTruth = truth.inverse, !overlap.isEmpty else { return }
    let error = estimate.map { estimate in
      overlap.reduce(0) { $0 + estimate(fromTruth($1)).distance(to: $1) } / Double(overlap.count)
    }
    overlapError = error.flatMap { $0.isFinite ? $0 : nil }
    if verdict == .registered {
      values[.wrongOverlapAmongTrusted] = overlapError ?? .infinity < EvaluationSettings.wrongPixels ? 0 : 1
    }
  }

  private static let areas: [(Metric, Double)] = [(.areaAt1, 1), (.areaAt3, 3), (.areaAt5, 5), (.areaAt10, 10)]
}

/// The frames in whose pixels errors are measured, whatever size a method ran at.
struct MeasuringFrames {
  let size0: ImageSize
  let size1: ImageSize
  /// Maps original pixels of image 0 to its measuring frame.
  let frame0: Homography
  let frame1: Homography

  init(sizes: (ImageSize, ImageSize), policy: ResizePolicy) {
    (size0, size1) = (policy.size(for: sizes.0), policy.size(for: sizes.1))
    frame0 = PixelGrid.resize(from: sizes.0, to: size0)
    frame1 = PixelGrid.resize(from: sizes.1, to: size1)
  }

  /// Converts a transform of original pixels, image 0 to image 1, to one of these frames.
  func scaled(_ transform: Homography) -> Homography {
    guard let originalFromFrame0 = frame0.inverse else { preconditionFailure("a resizing has an inverse") }
    return frame1 * transform * originalFromFrame0
  }
}

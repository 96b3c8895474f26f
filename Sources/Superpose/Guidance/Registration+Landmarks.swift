public import Foundation
import SuperposeEstimation
import SuperposeFiles
import SuperposeGeometry
public import SuperposeImaging
import SuperposeMatching

/// A registration by landmarks alone, without any network.
extension Registration {
  /// Lays a moving image onto a fixed one by landmarks alone: the transform of the configuration's model that lies
  /// nearest to all of them, or of a simpler model where they are too few.
  ///
  /// The verdict is `registered` where there are more landmarks than determine the transform and they agree on it. The
  /// report's matches are the landmarks.
  ///
  /// - Parameters:
  ///   - moving: The image that is laid on the other.
  ///   - fixed: The image that stays.
  ///   - landmarks: What belongs together, in original pixels.
  ///   - configuration: The model, and the size that the verdict speaks of.
  /// - Throws: ``ConfigurationError``, or ``GuidanceError`` where a landmark lies beside its image.
  public init(
    moving: Image, fixed: Image, landmarks: Landmarks, configuration: RegistrationConfiguration = .init()
  ) throws {
    try self.init(LoadedImage(moving), LoadedImage(fixed), landmarks, configuration)
  }

  private init(
    _ moving: LoadedImage, _ fixed: LoadedImage, _ landmarks: Landmarks, _ configuration: RegistrationConfiguration
  ) throws {
    try configuration.validate()
    self.init(
      report: try RegistrationReport(landmarks, moving.size, fixed.size, configuration), moving, fixed)
  }

  /// The same for image files.
  /// - Throws: `ImageError` for a file that is no image, and as above.
  public init(
    moving: URL, fixed: URL, landmarks: Landmarks, configuration: RegistrationConfiguration = .init(),
    pages: RegisteredPages = .init()
  ) throws {
    let images = try LoadedImage.pair(moving, fixed, pages: pages)
    try self.init(images.moving, images.fixed, landmarks, configuration)
    report.moving.path = moving.pathText
    report.fixed.path = fixed.pathText
    note(pages)
  }
}

extension RegistrationReport {
  fileprivate init(
    _ landmarks: Landmarks, _ movingSize: ImageSize, _ fixedSize: ImageSize, _ configuration: RegistrationConfiguration
  ) throws {
    try landmarks.check(movingSize, fixedSize)
    let start = ContinuousClock.now
    let frames = (
      moving: Frame(original: movingSize, network: configuration.resize.size(for: movingSize)),
      fixed: Frame(original: fixedSize, network: configuration.resize.size(for: fixedSize))
    )
    let judged = JudgedLandmarks(landmarks, frames: frames, model: configuration.estimation.model)
    let transform = judged.verdict == .failed ? nil : judged.fit?.estimate.fixedFromMoving
    let matches = landmarks.pairs.map {
      Match(moving: $0.moving, fixed: $0.fixed, confidence: 1, inlier: transform != nil)
    }
    var timings = Timings()
    timings.complete(.estimate, since: start)
    self.init(
      moving: .init(movingSize), fixed: .init(fixedSize), fixedFromMoving: transform,
      movingFromFixed: transform?.inverse?.normalized, verdict: judged.verdict, reasons: judged.reasons,
      notes: judged.notes, keypoints: .init(moving: landmarks.count, fixed: landmarks.count), matches: matches,
      statistics: RegistrationStatistics(
        matches: matches, transform: transform.map { PlaneMap($0) }, evidence: transform == nil ? nil : judged.evidence,
        frame: frames.fixed, maxErrorPixels: configuration.estimation.maxErrorPixels),
      secondLook: false, seconds: timings, configuration: configuration, weights: [:],
      landmarks: LandmarkReport(landmarks, role: .only, fixedFromMoving: transform))
  }
}

/// What landmarks alone determine, and whether it can be trusted.
struct JudgedLandmarks {
  let fit: LandmarkFit?
  let evidence: Evidence?
  let verdict: Verdict
  let reasons: [String]
  let notes: [String]

  /// Landmarks that lie farther from the transform than this part of the fixed image's short side, on average, do not
  /// agree on it.
  private static let largestResidual = Evidence.largestDeviation

  init(_ landmarks: Landmarks, frames: (moving: Frame, fixed: Frame), model: TransformModel) {
    fit = LandmarkFit(landmarks, frames: frames, model: model)
    guard let fit else {
      (evidence, verdict, notes) = (nil, .failed, [])
      reasons = ["\(LocatedStart.undetermined(landmarks))"]
      return
    }
    let evidence = Evidence(PointMatches(landmarks, frames: frames), fit.estimate)
    self.evidence = evidence
    notes =
      fit.model == model ? [] : ["\(landmarks.count) landmarks determine \(fit.model.phrase), not \(model.phrase)"]
    let insane = evidence.absurdities()
    guard insane.isEmpty else {
      (verdict, reasons) = (.failed, insane)
      return
    }
    let doubts = Self.doubts(landmarks, fit, fixedSize: frames.fixed.original)
    (verdict, reasons) = (doubts.isEmpty ? .registered : .doubtful, doubts)
  }

  private static func doubts(_ landmarks: Landmarks, _ fit: LandmarkFit, fixedSize: ImageSize) -> [String] {
    if landmarks.count == fit.model.sampleSize {
      return [
        "\(landmarks.count) landmarks determine \(fit.model.phrase) exactly, so that nothing tells how right they are"
      ]
    }
    let report = LandmarkReport(landmarks, role: .only, fixedFromMoving: fit.estimate.fixedFromMoving)
    guard let mean = report.meanResidualPixels, mean <= largestResidual * Double(fixedSize.shortSide) else {
      return ["the landmarks do not agree on \(fit.model.phrase)"]
    }
    return []
  }
}

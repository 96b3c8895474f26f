public import SuperposeGeometry
public import SuperposeImaging

/// A registration with its images, from which pictures can be made.
public struct Registration: Sendable {
  /// Everything that is known, as data.
  public var report: RegistrationReport
  public let moving: Image
  public let fixed: Image

  /// Maps a point of the moving image to the fixed image; nil when not registered.
  public var fixedFromMoving: Homography? { report.fixedFromMoving }
  public var verdict: Verdict { report.verdict }
  /// The number of matches that support the transform.
  public var inlierCount: Int { report.statistics.inlierCount }
}

extension Registrar {
  /// Finds the transform that lays a moving image onto a fixed one.
  ///
  /// Images that do not match are an answer, not an error: the verdict is then `failed`, with reasons, and there is no
  /// transform.
  public func register(moving: String, onto fixed: String) throws -> Registration {
    var clock = StageClock()
    let images = try clock.measure("read") {
      try concurrently({ try Image(contentsOf: moving) }, { try Image(contentsOf: fixed) })
    }
    return try register(images.0, onto: images.1, paths: (moving, fixed), clock: &clock)
  }

  /// The same for images in memory.
  public func register(moving: Image, onto fixed: Image) throws -> Registration {
    var clock = StageClock()
    return try register(moving, onto: fixed, paths: ("", ""), clock: &clock)
  }

  /// The transform and the verdict for matches that were found before (first image moving, second fixed).
  public func report(on matches: MatchResult) -> RegistrationReport {
    RegistrationReport(
      matches: matches,
      estimate: TransformEstimation(
        matches: matches, options: configuration.estimation,
        pictures: configuration.refinement == .photometric ? matches.pictures : nil),
      configuration: configuration, weights: weights)
  }

  private func register(
    _ moving: Image, onto fixed: Image, paths: (String, String), clock: inout StageClock
  ) throws -> Registration {
    let matches = try match(moving, fixed, clock: &clock)
    var report = clock.measure("estimate") { self.report(on: matches) }
    report.moving.path = paths.0
    report.fixed.path = paths.1
    report.seconds = clock.seconds
    return Registration(report: report, moving: moving, fixed: fixed)
  }
}

extension RegistrationReport {
  init(
    matches: MatchResult, estimate: TransformEstimation?, configuration: RegistrationConfiguration,
    weights: [String: WeightsDescription]
  ) {
    let evidence = estimate.map { Evidence(matches: matches, estimate: $0) }
    let (verdict, reasons) = evidence?.verdict() ?? (.failed, Self.reasonsWithoutTransform(matches))
    let accepted = verdict == .failed ? nil : estimate
    let list = (0..<matches.count).map { index in
      Match(
        moving: matches.mkpts0[index], fixed: matches.mkpts1[index], confidence: matches.confidence[index],
        inlier: accepted?.inliers[index] ?? false)
    }
    let statistics = RegistrationStatistics(
      matches: list, fixedFromMoving: accepted?.fixedFromMoving, overlap: accepted == nil ? nil : evidence?.overlap,
      frame: matches.frame1, maxErrorPixels: configuration.estimation.maxErrorPixels)
    self.init(
      moving: ImageDescription(matches.frame0.original), fixed: ImageDescription(matches.frame1.original),
      fixedFromMoving: accepted?.fixedFromMoving, movingFromFixed: accepted?.fixedFromMoving.inverse?.normalized,
      verdict: verdict, reasons: reasons,
      keypoints: KeypointCounts(moving: matches.features0.count, fixed: matches.features1.count), matches: list,
      statistics: statistics, configuration: configuration, weights: weights)
  }

  private static func reasonsWithoutTransform(_ matches: MatchResult) -> [String] {
    for (features, name) in [(matches.features0, "moving"), (matches.features1, "fixed")] where features.count == 0 {
      return ["no keypoints in the \(name) image"]
    }
    return [Evidence.nothingDetermined(by: matches.count)]
  }
}

extension RegistrationReport.ImageDescription {
  fileprivate init(_ size: ImageSize) { self.init(path: "", width: size.width, height: size.height) }
}

extension Evidence {
  init(matches: MatchResult, estimate: TransformEstimation) {
    fixedFromMoving = estimate.fixedFromMoving
    movingSize = matches.frame0.original
    fixedSize = matches.frame1.original
    matchCount = matches.count
    inliers = zip(matches.mkpts1, estimate.inliers).compactMap { $1 ? $0 : nil }
    cornerDeviation = estimate.cornerDeviation
  }
}

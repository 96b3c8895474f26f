public import SuperposeGeometry
public import SuperposeImaging

/// A registration with its images, from which pictures can be made.
public struct Registration: Sendable {
  /// Everything that is known, as data.
  public var report: RegistrationReport
  /// The image that is laid on the other, as it was read.
  public let moving: Image
  /// The image that stays, as it was read.
  public let fixed: Image
  /// How both were reduced when they were read; nil where all of them is in memory.
  var reduction: Reduction?
  /// Which pages of their files they are.
  var pages = RegisteredPages()

  /// How many pixels of the files lie along one pixel of what is in memory of them.
  struct Reduction: Hashable {
    var moving: Double
    var fixed: Double
  }

  /// - Parameters:
  ///   - report: what ``Registrar/report(on:)`` says of matches between these very images.
  ///   - moving: the image that is laid on the other.
  ///   - fixed: the image that stays.
  public init(report: RegistrationReport, moving: Image, fixed: Image) {
    self.report = report
    self.moving = moving
    self.fixed = fixed
  }

  /// Maps a point of the moving image to the fixed image; nil when not registered. Where the transform follows a
  /// surface this is its plane, and ``transform`` is all of it.
  public var fixedFromMoving: Homography? { report.fixedFromMoving }
  /// The transform with both images' frames, whether it is a plane's or follows a surface; nil when not registered.
  public var transform: ImageTransform? { try? report.imageTransform() }
  /// Whether the result can be trusted.
  public var verdict: Verdict { report.verdict }
  /// The number of matches that support the transform.
  public var inlierCount: Int { report.statistics.inlierCount }
}

extension Registration: CustomStringConvertible {
  public var description: String { report.description }
}

extension RegistrationReport: CustomStringConvertible {
  public var description: String {
    let agreement = "\(statistics.inlierCount) of \(statistics.matchCount) matches agree"
    return ([verdict.rawValue] + (fixedFromMoving == nil ? [] : [agreement]) + reasons).joined(separator: "; ")
  }
}

public import Foundation
import SuperposeFiles
public import SuperposeImaging
import SuperposeMatching

/// The way of a pair: read, made grey and described by SuperPoint (``describe(_:)``), matched by SuperGlue, looked at
/// again where that promises more, the transform estimated once, judged, and reported.
extension Registrar {
  /// Finds the transform that lays a moving image onto a fixed one.
  ///
  /// Images that do not match are an answer, not an error: the verdict is then `failed`, with reasons, and there is no
  /// transform.
  ///
  /// - Parameters:
  ///   - moving: the file of the image that is laid on the other.
  ///   - fixed: the file of the image that stays as it is.
  /// - Throws: `ImageError` for a file that is no image, or what the runtime says.
  public func register(moving: URL, onto fixed: URL) throws -> Registration {
    let start = ContinuousClock.now
    let images = try concurrently({ try Image(contentsOf: moving) }, { try Image(contentsOf: fixed) })
    var registration = try register(moving: images.0, onto: images.1)
    registration.report.moving.path = moving.pathText
    registration.report.fixed.path = fixed.pathText
    registration.report.seconds?.complete(.read, since: start)
    return registration
  }

  /// The same for images in memory.
  /// - Throws: what the runtime says.
  public func register(moving: Image, onto fixed: Image) throws -> Registration {
    let start = ContinuousClock.now
    var report = report(on: try match(moving, fixed))
    report.seconds?.complete(.verdict, since: start)
    return Registration(report: report, moving: moving, fixed: fixed)
  }

  /// Matches between two images, with a second look where the configuration wants one.
  /// - Throws: what the runtime says.
  public func match(_ image0: Image, _ image1: Image) throws -> MatchResult {
    let (described0, described1) = (try describe(image0), try describe(image1))
    var result = try match(described0, described1)
    result.timings += described0.timings + described1.timings
    return result
  }

  /// Matches between two images that were described before.
  /// - Throws: what the runtime says.
  public func match(_ image0: DescribedImage, _ image1: DescribedImage) throws -> MatchResult {
    let start = ContinuousClock.now
    let matches = try superGlue(image0.features, image1.features)
    var first = MatchResult(
      features0: image0.features, features1: image1.features, matches: matches,
      pictures: Pictures(moving: image0.picture, fixed: image1.picture)
    ).filtered(minConfidence: configuration.minConfidence)
    first.timings.complete(.assign, since: start)
    guard configuration.secondLook != .off else { return first }
    var second = SecondLook(image0, image1, registrar: self)
    return try second.improved(first)
  }

  /// The transform and the verdict for matches that were found before (first image moving, second fixed).
  public func report(on matches: MatchResult) -> RegistrationReport {
    let (points, options) = (matches.points, configuration.estimation)
    var timings = matches.timings
    let estimate = timings.measure(.estimate) {
      if let made = matches.estimation, made.options == options { return made.estimate }
      return TransformEstimate(points, options: options)
    }
    let judged = timings.measure(.verdict) {
      JudgedTransform(points, estimate) { (matches.pictures.moving.gray, matches.pictures.fixed.gray) }
    }
    return RegistrationReport(
      matches, judged, timings: timings, configuration: configuration, weights: weights)
  }
}

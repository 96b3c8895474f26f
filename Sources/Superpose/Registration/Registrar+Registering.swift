public import Foundation
import SuperposeFiles
public import SuperposeImaging
package import SuperposeMatching

/// The way of a pair: read, made grey and described by SuperPoint (``describe(_:)``), matched by SuperGlue, looked at
/// again where that promises more, the transform estimated once, judged, and reported.
extension Registrar {
  /// Finds the transform that lays a moving image onto a fixed one.
  ///
  /// Images that do not match are an answer, not an error: the verdict is then `failed`, with reasons, and there is no
  /// transform. Images that are too large to be warped in memory are read as reduced versions (`StreamedImage`); the
  /// report is in the pixels of the files all the same.
  ///
  /// - Parameters:
  ///   - moving: The file of the image that is laid on the other.
  ///   - fixed: The file of the image that stays as it is.
  ///   - guidance: What is known of the pair beforehand.
  ///   - pages: Which pages of files with several.
  ///   - largestInMemory: How many decoded bytes either image and its warped version may take together.
  /// - Throws: `ImageError` for a file that is no image, ``GuidanceError`` where the guidance does not fit the images,
  ///   or what the runtime says.
  public func register(
    moving: URL, onto fixed: URL, guidance: RegistrationGuidance = .init(), pages: RegisteredPages = .init(),
    largestInMemory: Int = StreamedImage.largestInMemory
  ) throws -> Registration {
    let start = ContinuousClock.now
    let images = try LoadedImage.pair(moving, fixed, pages: pages, largestInMemory: largestInMemory)
    var registration = try register(images.moving, onto: images.fixed, guidance: guidance)
    registration.report.moving.path = moving.pathText
    registration.report.fixed.path = fixed.pathText
    registration.note(pages)
    registration.report.seconds?.complete(.read, since: start)
    return registration
  }

  /// The same for images in memory.
  /// - Throws: ``GuidanceError`` where the guidance does not fit the images, or what the runtime says.
  public func register(
    moving: Image, onto fixed: Image, guidance: RegistrationGuidance = .init()
  ) throws -> Registration {
    try register(LoadedImage(moving), onto: LoadedImage(fixed), guidance: guidance)
  }

  private func register(
    _ moving: LoadedImage, onto fixed: LoadedImage, guidance: RegistrationGuidance
  ) throws -> Registration {
    let start = ContinuousClock.now
    var report = report(on: try match(moving, fixed, guidance: guidance))
    report.seconds?.complete(.verdict, since: start)
    return Registration(report: report, moving, fixed)
  }

  /// Matches between two images, with a second look where the configuration wants one.
  /// - Parameters:
  ///   - image0: The image that the guidance calls moving.
  ///   - image1: The image that the guidance calls fixed.
  ///   - guidance: What is known of the pair beforehand.
  /// - Throws: ``GuidanceError`` where the guidance does not fit the images, or what the runtime says.
  public func match(
    _ image0: Image, _ image1: Image, guidance: RegistrationGuidance = .init()
  ) throws -> MatchResult {
    try match(LoadedImage(image0), LoadedImage(image1), guidance: guidance)
  }

  private func match(
    _ image0: LoadedImage, _ image1: LoadedImage, guidance: RegistrationGuidance
  ) throws -> MatchResult {
    let start = ContinuousClock.now
    let pictures = try pictures(of: image0, image1, guidance)
    let described = try detector.describe([pictures.moving, pictures.fixed])
    var timings = described[0].timings + described[1].timings
    timings.complete(.resize, since: start)
    var result = try match(described[0], described[1], pictures: pictures, start: guidance.start)
    result.timings += timings
    return result
  }

  /// What the networks are to see of both images.
  private func pictures(
    of image0: LoadedImage, _ image1: LoadedImage, _ guidance: RegistrationGuidance
  ) throws(GuidanceError) -> Pictures {
    var moving = try detector.picture(of: image0, guidance.moving, name: "moving")
    var fixed = try detector.picture(of: image1, guidance.fixed, name: "fixed")
    guard guidance.staticOverlay == .ignore else { return Pictures(moving: moving, fixed: fixed) }
    guard image0.size == image1.size else {
      throw GuidanceError(
        .sizesDiffer,
        "a static overlay is at the same pixels of images of the same size, and these have \(image0.size) and "
          + "\(image1.size); use masks")
    }
    let scene = try StaticOverlay.scene(moving.gray, fixed.gray)
    moving.mask = moving.mask?.intersection(scene) ?? scene
    fixed.mask = fixed.mask?.intersection(scene) ?? scene
    var pictures = Pictures(moving: moving, fixed: fixed)
    pictures.staticOverlay = .ignore
    return pictures
  }

  /// Matches between two images that were described before.
  /// - Parameters:
  ///   - image0: The image that the start calls moving.
  ///   - image1: The image that the start calls fixed.
  ///   - start: Where the search begins and how far it goes; nil for everywhere.
  /// - Throws: ``GuidanceError`` where the start does not fit the images, or what the runtime says.
  public func match(
    _ image0: DescribedImage, _ image1: DescribedImage, start: SearchStart? = nil
  ) throws -> MatchResult {
    try match(image0, image1, start: start, firstLook: nil)
  }

  /// - Parameter firstLook: What SuperGlue says of the two images, where it was asked before.
  package func match(
    _ image0: DescribedImage, _ image1: DescribedImage, start: SearchStart?, firstLook: Matches?
  ) throws -> MatchResult {
    try match(
      image0, image1, pictures: Pictures(moving: image0.picture, fixed: image1.picture), start: start,
      firstLook: firstLook)
  }

  private func match(
    _ image0: DescribedImage, _ image1: DescribedImage, pictures: Pictures, start searchStart: SearchStart?,
    firstLook: Matches? = nil
  ) throws -> MatchResult {
    let start = ContinuousClock.now
    let frames = (pictures.moving.frame, pictures.fixed.frame)
    let located = try searchStart.map { try LocatedStart($0, frames: frames, model: configuration.estimation.model) }
    let matches = try firstLook ?? superGlue(image0.features, image1.features)
    var first = MatchResult(
      features0: image0.features, features1: image1.features, matches: matches, pictures: pictures
    ).filtered(minConfidence: configuration.minConfidence).near(located)
    first.timings.complete(.assign, since: start)
    guard configuration.secondLook != .off else { return first }
    var second = SecondLook(image0, image1, pictures: pictures, start: located, registrar: self)
    return try second.improved(first)
  }

  /// The transform and the verdict for matches that were found before (first image moving, second fixed).
  public func report(on matches: MatchResult) -> RegistrationReport {
    let (points, options) = (matches.points, configuration.estimation)
    var timings = matches.timings
    let estimate = timings.measure(.estimate) {
      let estimate =
        if let made = matches.estimation, made.options == options { made.estimate } else {
          TransformEstimate(points, options: options)
        }
      return options.model == .local ? estimate?.followingSurface(points, options: options) : estimate
    }
    let judged = timings.measure(.verdict) {
      JudgedTransform(points, estimate, masks: matches.pictures.masks) {
        (matches.pictures.moving.gray, matches.pictures.fixed.gray)
      }
    }
    return RegistrationReport(
      matches, judged, timings: timings, configuration: configuration, weights: weights)
  }
}

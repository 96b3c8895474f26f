public import SuperposeGeometry

/// A transform that follows a surface: a plane's homography, and a smooth field for what the surface adds.
///
/// A point `x` of the moving image belongs to the point `y` of the fixed one for which `H x = y + u(y)`.
public struct SurfaceEstimate: Sendable {
  /// The homography of the plane from which the surface departs, in pixels.
  public let fixedFromMoving: Homography
  /// What is added at a point of the fixed image, in its pixels.
  public let field: DisplacementField
  /// For each correspondence, in the given order, whether its error is within the tolerance.
  public let inliers: [Bool]
  /// The mean error at correspondences that were left out of the fit, in turns, in pixels of the fixed image.
  public let validatedErrorPixels: Double
  /// The mean error of the plane alone, at the same correspondences.
  public let planeErrorPixels: Double

  /// A surface has to beat the plane by so much: by this factor, by so many standard errors of the difference, and by
  /// so many tolerances, since no picture shows less.
  private static let leastGain = (factor: 0.98, standardErrors: 2.0, tolerances: 0.02)
  /// A surface that errs by more tolerances than this is none that the correspondences lie on.
  private static let largestError = 0.95
  /// Where a smooth surface errs by more tolerances than this, depth may jump, and one with creases is tried too.
  private static let creaseError = 0.6
  /// Fewer correspondences than this show no surface.
  private static let leastCount = 30
  private static let folds = 5
  /// The weights of bending that are tried, without creases and with them.
  private static let smoothnesses = [30.0, 6, 1.2, 0.3, 0.06, 0.012, 0.0024]
  private static let creasedSmoothnesses = [6.0, 1.2, 0.3, 0.06]
  /// Errors count up to this many tolerances, so that a wrong correspondence decides nothing.
  private static let errorCut = 3.0

  /// Why there is no surface.
  public enum Absence: Error, Sendable, Hashable {
    /// So many correspondences that their neighbours confirm, which are too few.
    case tooFew(Int)
    /// The surface is hardly better than the plane, or no good either. These are the mean errors at correspondences
    /// that were left out, in pixels: the surface's and the plane's.
    case noBetter(Double, Double)
    /// Every fit folds.
    case folds
  }

  /// Finds the surface that correspondences lie on.
  ///
  /// - Parameters:
  ///   - correspondences: The pairs of points, in any order.
  ///   - plane: The homography that was found for them.
  ///   - size: The fixed image.
  ///   - options: How the homography was found; `maxErrorPixels` is the largest error of an inlier here too.
  /// - Throws: ``Absence`` where the plane explains the correspondences as well, or they are too few.
  public init(
    _ correspondences: [Correspondence], plane: Homography, over size: ImageSize, options: EstimationOptions
  ) throws(Absence) {
    let tolerance = options.maxErrorPixels
    // Most correspondences lie on the visible side of the horizon.
    let behind = correspondences.count { plane.depth(at: $0.moving) < 0 }
    let plane = 2 * behind > correspondences.count ? Homography(plane.matrix * -1) : plane
    let (base, confirmed) = Self.based(correspondences, plane, options)
    guard confirmed.count >= Self.leastCount else { throw .tooFew(confirmed.count) }
    let samples = confirmed.map { Self.sample(correspondences[$0], base) }
    let chosen = Self.chosen(samples, over: size, tolerance, seed: options.seed)
    // The plane that a user would get without this is what the surface has to beat.
    let planeErrors = confirmed.map { Self.cut(Self.sample(correspondences[$0], plane).displacement.length, tolerance) }
    (validatedErrorPixels, planeErrorPixels) = (chosen.errors.mean, planeErrors.mean)
    guard validatedErrorPixels <= Self.largestError * tolerance,
      Self.isBetter(chosen.errors, than: planeErrors, tolerance)
    else {
      throw .noBetter(validatedErrorPixels, planeErrorPixels)
    }
    guard let field = Self.unfolded(chosen, samples, tolerance) else { throw .folds }
    (fixedFromMoving, self.field) = (base, field)
    inliers = correspondences.map { pair in
      guard pair.isFinite, base.depth(at: pair.moving) > 0 else { return false }
      let sample = Self.sample(pair, base)
      return (sample.displacement - field(sample.point)).length <= tolerance
    }
  }

  private static func sample(_ pair: Correspondence, _ plane: Homography) -> FieldFit.Sample {
    FieldFit.Sample(point: pair.fixed, displacement: plane(pair.moving) - pair.fixed)
  }

  /// Finds the plane that fits the surface as a whole, and the correspondences that belong to it. The given plane may
  /// fit one part alone, from which the others depart so steeply that their neighbours do not confirm them.
  private static func based(
    _ correspondences: [Correspondence], _ plane: Homography, _ options: EstimationOptions
  ) -> (plane: Homography, confirmed: [Int]) {
    var best = (plane: plane, confirmed: confirmed(correspondences, plane, options.maxErrorPixels))
    for _ in 0..<mostRounds where best.confirmed.count >= leastCount {
      let base = refined(best.plane, best.confirmed.map { correspondences[$0] }, options)
      let next = confirmed(correspondences, base, options.maxErrorPixels)
      let grows = next.count > best.confirmed.count
      // The plane of all is the better start also where nothing more is confirmed.
      if next.count >= best.confirmed.count { best = (base, next) }
      if !grows { break }
    }
    return best
  }

  private static let mostRounds = 4

  /// The correspondences on the visible side of the plane that their neighbours confirm.
  private static func confirmed(
    _ correspondences: [Correspondence], _ plane: Homography, _ tolerance: Double
  ) -> [Int] {
    let visible = correspondences.indices.filter {
      correspondences[$0].isFinite && plane.depth(at: correspondences[$0].moving) > 0
    }
    let samples = visible.map { sample(correspondences[$0], plane) }
    return LocalConsistency.confirmed(samples, tolerance: tolerance).map { visible[$0] }
  }

  /// Returns the homography that fits all of them best, since the given one may fit one part of the surface alone.
  private static func refined(
    _ plane: Homography, _ correspondences: [Correspondence], _ options: EstimationOptions
  ) -> Homography {
    var wide = options
    wide.model = .homography
    wide.estimator = .magsac
    let errors = correspondences.map { sample($0, plane).displacement.length }.sorted()
    wide.maxErrorPixels = max(options.maxErrorPixels, errors[errors.count * 9 / 10])
    guard let refined = estimateTransform(correspondences, options: wide)?.fixedFromMoving,
      correspondences.allSatisfy({ refined.depth(at: $0.moving) > 0 })
    else { return plane }
    return refined
  }

  /// A kind of field, and its errors at samples that it was not fitted to.
  private struct Choice {
    var fit: FieldFit
    var smoothness: Double
    var errors: [Double]
  }

  /// Finds the kind of field that errs least at samples that it was not fitted to.
  private static func chosen(
    _ samples: [FieldFit.Sample], over size: ImageSize, _ tolerance: Double, seed: UInt64
  ) -> Choice {
    var generator = SplitMix64(seed: seed)
    let folds = samples.indices.map { $0 % Self.folds }.shuffled(using: &generator)
    func best(_ fit: FieldFit, _ smoothnesses: [Double]) -> Choice {
      let tried = smoothnesses.map { smoothness in
        Choice(
          fit: fit, smoothness: smoothness,
          errors: validatedErrors(fit, samples, folds, smoothness, tolerance))
      }
      return tried.min { $0.errors.mean < $1.errors.mean } ?? tried[0]
    }
    // Two samples for each cell and more.
    let smooth = best(FieldFit(over: size, cells: cells(samples.count / 2, atMost: 16)), smoothnesses)
    guard smooth.errors.mean > creaseError * tolerance else { return smooth }
    let creased = best(
      FieldFit(over: size, cells: cells(2 * samples.count, atMost: 32), hasCreases: true), creasedSmoothnesses)
    return creased.errors.mean < smooth.errors.mean ? creased : smooth
  }

  /// The number of cells along the longer side where there should be so many in all.
  private static func cells(_ count: Int, atMost most: Int) -> Int {
    min(most, max(4, Int(Double(count).squareRoot())))
  }

  private static func validatedErrors(
    _ fit: FieldFit, _ samples: [FieldFit.Sample], _ folds: [Int], _ smoothness: Double, _ tolerance: Double
  ) -> [Double] {
    var errors = [Double](repeating: 0, count: samples.count)
    for fold in 0..<Self.folds {
      let seen = samples.indices.filter { folds[$0] != fold }.map { samples[$0] }
      let field = fit.fitted(seen, smoothness: smoothness, tolerance: tolerance)
      for i in samples.indices where folds[i] == fold {
        let error = samples[i].displacement - (field?(samples[i].point) ?? Point(x: 0, y: 0))
        errors[i] = cut(error.length, tolerance)
      }
    }
    return errors
  }

  private static func cut(_ error: Double, _ tolerance: Double) -> Double { min(error, errorCut * tolerance) }

  private static func isBetter(_ errors: [Double], than others: [Double], _ tolerance: Double) -> Bool {
    let gains = zip(others, errors).map { $0 - $1 }
    return errors.mean <= leastGain.factor * others.mean && gains.mean > leastGain.standardErrors * gains.standardError
      && gains.mean > leastGain.tolerances * tolerance
  }

  /// Returns the field of all samples, made smoother until it does not fold.
  private static func unfolded(
    _ choice: Choice, _ samples: [FieldFit.Sample], _ tolerance: Double
  ) -> DisplacementField? {
    for factor in [1.0, 4, 16, 64, 256] {
      let field = choice.fit.fitted(samples, smoothness: factor * choice.smoothness, tolerance: tolerance)
      if let field, field.isInvertible { return field }
    }
    return nil
  }
}

extension Point {
  fileprivate var length: Double { (x * x + y * y).squareRoot() }
}

extension [Double] {
  fileprivate var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }

  /// The standard deviation of the mean.
  fileprivate var standardError: Double {
    guard count > 1 else { return 0 }
    let mean = mean
    return (reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count * (count - 1))).squareRoot()
  }
}

import Foundation
import SuperposeEstimation
public import SuperposeGeometry
public import SuperposeWeights

/// What the search for a surface found (`--transform local`): the content of `registration.json`'s `surface`.
public struct SurfaceReport: Codable, Hashable, Sendable {
  /// The displacements that the surface adds to its plane, `H x = y + u(y)` for a point `x` of the moving image and `y`
  /// of the fixed one, in original pixels; null where a plane explains the matches as well.
  @Nullable public var field: DisplacementField?
  /// The mean error at matches that were left out of the fit, in turns, in pixels of the fixed image; null where there
  /// were too few matches for a fit.
  @Nullable public var validatedErrorPixels: Double?
  /// The mean error of the plane's transform at the same matches.
  @Nullable public var planeErrorPixels: Double?

  init(field: DisplacementField?, validatedErrorPixels: Double?, planeErrorPixels: Double?) {
    _field = Nullable(wrappedValue: field)
    _validatedErrorPixels = Nullable(wrappedValue: validatedErrorPixels)
    _planeErrorPixels = Nullable(wrappedValue: planeErrorPixels)
  }

  /// - Parameters:
  ///   - absence: Why there is no surface.
  ///   - pixels: Pixels of the fixed image along one of those in which errors are measured.
  init(_ absence: SurfaceEstimate.Absence, pixels: Double) {
    switch absence {
    case .tooFew, .folds: self.init(field: nil, validatedErrorPixels: nil, planeErrorPixels: nil)
    case .noBetter(let surface, let plane):
      self.init(field: nil, validatedErrorPixels: surface * pixels, planeErrorPixels: plane * pixels)
    }
  }

  /// What a user should know, as a note of the report.
  var note: String {
    guard let validatedErrorPixels, let planeErrorPixels else {
      return "too few matches show a surface, so that the transform is a plane's"
    }
    let errors = String(format: "%.2f against %.2f pixels", validatedErrorPixels, planeErrorPixels)
    if field != nil {
      return "the transform follows a surface, which fits matches that it was not fitted to better than a plane does "
        + "(\(errors))"
    }
    // A surface that is better and yet not believed is too far from the matches itself.
    return
      (validatedErrorPixels < 0.9 * planeErrorPixels
      ? "the matches lie on no smooth surface either (\(errors))"
      : "a surface fits matches that it was not fitted to no better than a plane does (\(errors))")
      + ", so that the transform is a plane's"
  }
}

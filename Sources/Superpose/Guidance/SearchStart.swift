public import Foundation
import SuperposeEstimation
import SuperposeFiles
public import SuperposeGeometry

/// Where the search for a transform begins. Matches far from there are left out, turned and shrunk views are not tried,
/// and the second look warps by it first.
public enum SearchStart: Hashable, Sendable {
  /// A transform in original pixels, such as that of the last pair of a series, and how far from where it puts a point,
  /// in pixels of the fixed image, the point's partner may lie.
  case prior(Homography, errorPixels: Double = defaultPriorError)
  /// Two landmarks or more, and the same distance from where their transform puts a point; nil for a tenth of the fixed
  /// image's long side.
  case landmarks(Landmarks, errorPixels: Double? = nil)

  /// How far from a prior matches may lie where nothing else is said, in pixels of the fixed image.
  public static let defaultPriorError = 50.0

  /// Reads a transform from a `registration.json`, or from a JSON file of three rows of three numbers.
  /// - Throws: ``GuidanceError`` where the file cannot be read or holds no transform.
  public static func prior(
    contentsOf file: URL, errorPixels: Double = defaultPriorError
  ) throws(GuidanceError) -> SearchStart {
    .prior(try PriorFile(file.pathText).fixedFromMoving, errorPixels: errorPixels)
  }

  /// A line that is another one for another start.
  var identity: String {
    switch self {
    case .prior(let transform, let error): "prior \(transform.coefficients) within \(error)"
    case .landmarks(let landmarks, let error): "landmarks \(landmarks.identity) within \(error ?? 0)"
    }
  }
}

/// A start between two images of known sizes.
struct LocatedStart: Sendable {
  /// In original pixels.
  let fixedFromMoving: Homography
  /// In pixels of the fixed original.
  let errorPixels: Double
  let source: SearchStart

  /// - Throws: ``GuidanceError`` where there are too few landmarks, one lies beside its image, or the transform is none
  ///   of images of these sizes.
  init(
    _ start: SearchStart, frames: (moving: Frame, fixed: Frame), model: TransformModel
  ) throws(GuidanceError) {
    source = start
    switch start {
    case .prior(let transform, let error):
      (fixedFromMoving, errorPixels) = (transform.normalized, error)
      if !transform.isFinite || transform.inverse == nil {
        throw GuidanceError(.undetermined, "the prior has no inverse; give a transform of the plane")
      }
      if let folding = transform.folding(of: frames.moving.original) {
        throw GuidanceError(.undetermined, "the prior cannot be followed: \(folding); give one for these images")
      }
    case .landmarks(let landmarks, let error):
      try landmarks.check(frames.moving.original, frames.fixed.original)
      guard landmarks.count >= Self.fewestLandmarks,
        let fit = LandmarkFit(landmarks, frames: frames, model: model)
      else { throw Self.undetermined(landmarks) }
      fixedFromMoving = fit.estimate.fixedFromMoving
      errorPixels = error ?? Self.landmarkReach * Double(frames.fixed.original.longSide)
    }
    guard errorPixels > 0, errorPixels.isFinite else {
      throw GuidanceError(
        .undetermined, "the error of the start: expected a positive number of pixels, found \(errorPixels)")
    }
  }

  private static let fewestLandmarks = 2
  /// How far from where landmarks put a point its partner may lie, by the fixed image's long side: landmarks are set by
  /// hand, and few of them bend less than the scene does.
  private static let landmarkReach = 0.1

  static func undetermined(_ landmarks: Landmarks) -> GuidanceError {
    GuidanceError(
      .undetermined,
      "\(landmarks.count) landmark\(landmarks.count == 1 ? "" : "s") determine\(landmarks.count == 1 ? "s" : "") no "
        + "transform of a camera; expected two or more in different places, in the same order round both images")
  }

  func isNear(_ moving: Point, _ fixed: Point) -> Bool {
    fixedFromMoving(moving).distance(to: fixed) <= errorPixels
  }
}

extension Landmarks {
  /// - Throws: ``GuidanceError`` where one lies beside its image, as where columns are confused.
  func check(_ movingSize: ImageSize, _ fixedSize: ImageSize) throws(GuidanceError) {
    for (index, landmark) in pairs.enumerated() {
      for (name, point, size) in [("moving", landmark.moving, movingSize), ("fixed", landmark.fixed, fixedSize)]
      where !size.contains(point) {
        throw GuidanceError(
          .malformed,
          "landmark \(index + 1) lies at \(point.x), \(point.y), beside the \(name) image of \(size) pixels; expected "
            + "x0,y0 in the moving image and x1,y1 in the fixed one")
      }
    }
  }
}

/// A JSON file that holds a transform.
private struct PriorFile {
  let fixedFromMoving: Homography

  private struct Result: Decodable { let fixedFromMoving: Homography? }

  init(_ path: String) throws(GuidanceError) {
    let text: String
    let file = FileSystem.isFolder(path) ? path + "/" + Registration.reportName : path
    do { text = try TextFile.text(of: file) } catch { throw GuidanceError(error, reading: "prior", of: path) }
    let (data, decoder) = (Data(text.utf8), JSONDecoder())
    if let rows = try? decoder.decode(Homography.self, from: data) {
      fixedFromMoving = rows
    } else if let found = try? decoder.decode(Result.self, from: data) {
      guard let transform = found.fixedFromMoving else {
        throw GuidanceError(
          .malformed,
          "cannot read the prior '\(path)': it holds no transform, since its pair was not registered; give "
            + "another one")
      }
      fixedFromMoving = transform
    } else {
      throw GuidanceError(
        .malformed,
        "cannot read the prior '\(path)': it is neither a registration.json nor three rows of three numbers "
          + "in JSON; give one of these")
    }
  }
}

extension GuidanceError {
  /// Makes the error for a file that the system would not read.
  init(_ error: FileError, reading what: String, of path: String) {
    let kind: Kind =
      switch error.kind {
      case .permissionDenied: .permissionDenied
      case .notText: .malformed
      default: .notFound
      }
    self.init(kind, "cannot read the \(what) '\(path)': \(error.problem); \(error.hint)")
  }
}

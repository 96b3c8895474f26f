public import Superpose
import SuperposeGeometry
import SuperposeImaging
import SuperposeWeights

/// The data of a registration that the viewer (`Templates/scripts/viewer`) needs, as JSON.
public struct ViewerData: Encodable, Sendable {
  struct Image: Encodable {
    let name: String
    /// The size of the original image, in pixels.
    let width: Int
    let height: Int
    /// The address of the picture.
    let picture: String
  }

  let moving: Image
  let fixed: Image
  /// Three rows of three numbers, between the pixel centres of the originals; null without a transform.
  @Nullable var fixedFromMoving: Homography?
  /// What a surface adds to the plane; null for a plane alone.
  @Nullable var surface: DisplacementField?
  /// `[movingX, movingY, fixedX, fixedY, confidence, inlier]` for each match, where inlier is 0 or 1.
  let matches: [[Double]]
  /// `[movingX, movingY, fixedX, fixedY]` for each landmark.
  let landmarks: [[Double]]

  /// - Parameters:
  ///   - report: The result of the registration.
  ///   - moving: The address of the moving image's picture.
  ///   - fixed: The address of the fixed image's picture.
  public init(_ report: RegistrationReport, moving: String, fixed: String) {
    self.moving = Image(report.moving, picture: moving)
    self.fixed = Image(report.fixed, picture: fixed)
    _fixedFromMoving = Nullable(wrappedValue: report.fixedFromMoving)
    _surface = Nullable(wrappedValue: report.surface?.field)
    matches = report.matches.map { match in
      [
        match.moving.x.rounded(to: 1000), match.moving.y.rounded(to: 1000), match.fixed.x.rounded(to: 1000),
        match.fixed.y.rounded(to: 1000), Double(match.confidence).rounded(to: 10_000), match.inlier ? 1 : 0,
      ]
    }
    landmarks = (report.landmarks?.pairs ?? []).map { landmark in
      [landmark.moving.x, landmark.moving.y, landmark.fixed.x, landmark.fixed.y].map { $0.rounded(to: 1000) }
    }
  }
}

extension ViewerData.Image {
  fileprivate init(_ image: RegistrationReport.ImageDescription, picture: String) {
    self.init(name: Words.fileName(image.path), width: image.width, height: image.height, picture: picture)
  }
}

extension Double {
  /// Rounds to fractions of one: `to: 1000` keeps three decimals, which is finer than anybody measures.
  fileprivate func rounded(to parts: Double) -> Double { (self * parts).rounded() / parts }
}

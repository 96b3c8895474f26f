public import Superpose
import SuperposeGeometry
import SuperposeWeights

/// What the viewer (`Templates/scripts/viewer`) needs to know about a registration, as JSON.
public struct ViewerData: Encodable, Sendable {
  struct Image: Encodable {
    let name: String
    /// In original pixels.
    let width: Int
    let height: Int
    /// An address.
    let picture: String
  }

  let moving: Image
  let fixed: Image
  /// Three rows of three, between pixel centres of the originals; null where there is none.
  @Nullable var fixedFromMoving: Homography?
  /// `[movingX, movingY, fixedX, fixedY, confidence, inlier]` each; inlier is 0 or 1.
  let matches: [[Double]]

  /// - Parameters moving, fixed: addresses of the pictures.
  public init(_ report: RegistrationReport, moving: String, fixed: String) {
    self.moving = Image(report.moving, picture: moving)
    self.fixed = Image(report.fixed, picture: fixed)
    _fixedFromMoving = Nullable(wrappedValue: report.fixedFromMoving)
    matches = report.matches.map { match in
      [
        match.moving.x.rounded(to: 1000), match.moving.y.rounded(to: 1000), match.fixed.x.rounded(to: 1000),
        match.fixed.y.rounded(to: 1000), Double(match.confidence).rounded(to: 10_000), match.inlier ? 1 : 0,
      ]
    }
  }
}

extension ViewerData.Image {
  fileprivate init(_ image: RegistrationReport.ImageDescription, picture: String) {
    self.init(name: Words.fileName(image.path), width: image.width, height: image.height, picture: picture)
  }
}

extension Double {
  /// To whole parts of one: `to: 1000` keeps three decimals, which is finer than anybody measures.
  fileprivate func rounded(to parts: Double) -> Double { (self * parts).rounded() / parts }
}

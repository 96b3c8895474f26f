import SuperposeGeometry

/// What of both images took part in a registration, as data.
public struct MaskReport: Codable, Hashable, Sendable {
  /// One image's part.
  public struct Part: Codable, Hashable, Sendable {
    /// The part of the image's pixels that took part, 0…1: what the mask, the region, the transparent pixels and the
    /// static overlay leave.
    public var includedFraction: Double
    /// The SHA-256 of the mask's size and values, 1 or 0 for each pixel; left out without a mask.
    public var sha256: String?
    /// The region, in original pixels; left out without one.
    public var region: PixelRectangle?
  }

  /// Of the moving image; left out where all of it took part.
  public var moving: Part?
  /// Of the fixed image; left out where all of it took part.
  public var fixed: Part?
  /// Whether what both images show alike at the same pixels took part.
  public var staticOverlay: StaticOverlayPolicy

  /// Nil where all of both images took part.
  init?(_ pictures: Pictures) {
    moving = Part(pictures.moving)
    fixed = Part(pictures.fixed)
    staticOverlay = pictures.staticOverlay
    if moving == nil, fixed == nil, staticOverlay == .keep { return nil }
  }
}

extension MaskReport.Part {
  fileprivate init?(_ picture: Picture) {
    let (mask, given) = (picture.mask, picture.participation)
    guard mask != nil || given.identity != nil else { return nil }
    self.init(
      includedFraction: mask?.includedFraction ?? 1, sha256: given.mask?.contentHash, region: given.region)
  }
}

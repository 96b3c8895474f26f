import SuperposeGeometry

/// What a file says about its picture beside the pixels. It stays with the picture through every operation and is
/// written with it, as far as a format has room for it (PNG, JPEG, TIFF, WebP).
public struct ImageMetadata: Hashable, Sendable {
  /// The number of pixels along a unit of length.
  public struct Resolution: Hashable, Sendable {
    /// A unit of length.
    public enum Unit: Int, Sendable {
      /// The numbers say proportions only.
      case none = 1
      case inch, centimeter
    }

    public var x: Double
    public var y: Double
    public var unit: Unit

    public init(x: Double, y: Double, unit: Unit) { (self.x, self.y, self.unit) = (x, y, unit) }
  }

  /// The ICC profile of the colours.
  public var profile: [UInt8]?
  /// EXIF without its orientation, which the pixels have, and without thumbnails.
  var exif: ExifContent?
  /// An XMP packet.
  public var xmp: [UInt8]?
  /// How large the picture is meant to be.
  public var resolution: Resolution?

  public init() {}

  /// Whether there is nothing.
  public var isEmpty: Bool { self == ImageMetadata() }

  /// Whether EXIF is among it.
  public var hasExif: Bool { exif != nil }
}

extension ImageMetadata {
  /// The space of the profile's colours (ICC.1:2022, 7.2.6).
  private var profileSpace: String? {
    profile.flatMap { $0.count >= 128 ? String(decoding: $0[16..<20], as: UTF8.self) : nil }
  }

  /// Returns what is true of a picture of a size: a profile of other colours is left out.
  func fitted(size: ImageSize, isGray: Bool) -> ImageMetadata {
    var fitted = self
    if profileSpace != (isGray ? "GRAY" : "RGB ") { fitted.profile = nil }
    fitted.exif?.setSize(size)
    return fitted
  }
}

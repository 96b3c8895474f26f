import COpenCVShim
public import SuperposeGeometry

/// An immutable picture; copies share its pixels.
///
/// Pixels are grey, BGR or BGRA, interleaved row by row, alpha not premultiplied: OpenCV's order, which nothing outside
/// this module sees except through ``values(as:)`` and ``init(size:channels:values:)``.
///
/// Operations that make new pictures do not throw: they can fail only where memory runs out, and then stop the program.
public struct Image: Sendable {
  /// The type of one channel of one pixel.
  public enum Depth: String, Sendable, CaseIterable {
    /// 0...255.
    case uint8
    /// 0...65535.
    case uint16
    /// Any value, also NaN and infinities.
    case float32
  }

  package let pixels: PixelBuffer

  /// The format of the file that the picture was read from, or came from by way of other operations; nil if made anew.
  public let sourceFormat: FileFormat?

  /// How many pictures (pages, animation frames) the file held; only one was read.
  public let frameCount: Int
  /// Whether somebody chose which.
  var isPageChosen = false

  /// What the file said beside its pixels. It is written with the picture, and not looked at otherwise.
  public var metadata = ImageMetadata()

  package init(
    _ pixels: PixelBuffer, sourceFormat: FileFormat? = nil, frameCount: Int = 1, metadata: ImageMetadata = .init()
  ) {
    self.pixels = pixels
    self.metadata = metadata
    self.sourceFormat = sourceFormat
    self.frameCount = frameCount
  }

  /// The same origin with other pixels.
  func replacing(_ operation: @autoclosure () -> String, _ body: (PixelBuffer.Out, PixelBuffer.Message) -> Int32)
    -> Image
  {
    Image(
      PixelBuffer(PixelBuffer.made(operation(), body)), sourceFormat: sourceFormat, frameCount: frameCount,
      metadata: metadata)
  }

  /// In pixels, after its EXIF orientation.
  public var size: ImageSize { pixels.size }

  /// 1 (grey), 3 (colour) or 4 (colour and alpha).
  public var channels: Int { Int(pixels.layout.channels) }

  /// Whether the last of four channels is alpha.
  public var hasAlpha: Bool { channels == 4 }

  /// What a channel of a pixel holds.
  public var depth: Depth { Depth(code: pixels.layout.depth) ?? .uint8 }

  /// What a user should know about the reading of this picture.
  public var warnings: [String] {
    frameCount > 1 && !isPageChosen ? ["the file holds \(frameCount) pictures; only the first is used"] : []
  }
}

extension Image.Depth {
  /// OpenCV's number for it.
  package var code: Int32 {
    switch self {
    case .uint8: Int32(SUPERPOSE_CV_UINT8)
    case .uint16: Int32(SUPERPOSE_CV_UINT16)
    case .float32: Int32(SUPERPOSE_CV_FLOAT32)
    }
  }

  init?(code: Int32) {
    guard let depth = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = depth
  }

  /// The value of an opaque alpha.
  var white: Float {
    switch self {
    case .uint8: 255
    case .uint16: 65535
    case .float32: 1
    }
  }
}

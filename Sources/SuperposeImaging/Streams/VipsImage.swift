import CVipsShim
import SuperposeGeometry

/// Owns one image of libvips. It is Sendable because libvips' images may be used by several threads.
final class VipsImage: @unchecked Sendable {
  let handle: OpaquePointer
  let layout: superpose_vips_layout

  private init(_ handle: OpaquePointer) {
    self.handle = handle
    layout = superpose_vips_describe(handle)
  }

  deinit { superpose_vips_free(handle) }

  var size: ImageSize { ImageSize(width: Int(layout.width), height: Int(layout.height)) }
  var bands: Int { Int(layout.bands) }

  /// Nil for a type of values that ``Image`` does not have.
  var depth: Image.Depth? {
    switch Int(layout.format) {
    case SUPERPOSE_VIPS_UINT8: .uint8
    case SUPERPOSE_VIPS_UINT16: .uint16
    case SUPERPOSE_VIPS_FLOAT32: .float32
    default: nil
    }
  }

  /// Loads libvips where that was not done before.
  static func load(_ path: String) throws(ImageError) {
    do throws(VipsFailure) { try checked { superpose_vips_load($0) } } catch {
      throw ImageError(
        .unavailable, .read, path, problem: "an image of this size needs libvips (\(error.text))",
        hint: "install it: apt-get install libvips42 (on newer systems libvips42t64)")
    }
  }

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - source: Which of its pictures.
  ///   - sequential: Whether it is read once, from top to bottom.
  convenience init(_ path: String, _ source: ReducedLevel, sequential: Bool) throws(VipsFailure) {
    self.init(
      try Self.made { [sequential] in
        superpose_vips_open(
          path, Int32(source.page), Int32(source.level), Int32(source.jpegShrink), sequential ? 1 : 0, $0, $1)
      })
  }

  /// Opens a file that holds nothing but pixels, rows without gaps.
  convenience init(
    pixelsOf path: String, _ size: ImageSize, bands: Int, depth: Image.Depth
  ) throws(VipsFailure) {
    let format =
      switch depth {
      case .uint8: SUPERPOSE_VIPS_UINT8
      case .uint16: SUPERPOSE_VIPS_UINT16
      case .float32: SUPERPOSE_VIPS_FLOAT32
      }
    let layout = superpose_vips_layout(
      width: Int32(size.width), height: Int32(size.height), bands: Int32(bands), format: Int32(format), has_alpha: 0,
      pages: 1)
    self.init(try Self.made { superpose_vips_open_pixels(path, layout, $0, $1) })
  }

  /// The means of squares of so many pixels.
  func shrunk(by factor: Int) throws(VipsFailure) -> VipsImage {
    if factor == 1 { return self }
    return VipsImage(try Self.made { superpose_vips_shrink(handle, Int32(factor), $0, $1) })
  }

  /// The same, with so many decoded bytes kept.
  func cached(bytes: Int) throws(VipsFailure) -> VipsImage {
    VipsImage(try Self.made { superpose_vips_cache(handle, Int64(bytes), $0, $1) })
  }

  typealias Message = UnsafeMutablePointer<superpose_vips_message>
  typealias Out = UnsafeMutablePointer<OpaquePointer?>

  static func checked(_ body: (Message) -> Int32) throws(VipsFailure) {
    var message = superpose_vips_message()
    guard body(&message) != 0 else { return }
    let text = withUnsafeBytes(of: &message.text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    throw VipsFailure(text: text)
  }

  static func made(_ body: (Out, Message) -> Int32) throws(VipsFailure) -> OpaquePointer {
    var handle: OpaquePointer?
    try checked { body(&handle, $0) }
    guard let handle else { throw VipsFailure(text: "libvips made no image") }
    return handle
  }
}

/// A failure inside libvips, with its message.
struct VipsFailure: Error {
  var text: String
}

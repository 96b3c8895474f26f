import COpenCVShim
import CVipsShim
import SuperposeFiles
public import SuperposeGeometry

/// A smaller version of a picture, and how it lies on it.
public struct ReducedImage: Sendable {
  /// The smaller picture.
  public let image: Image
  /// The number of the picture's pixels along one of the smaller one's. The outer edges of both top-left pixels agree;
  /// a last column or row may be repeated or missing.
  public let factor: Double

  /// Maps a point of the smaller picture to the picture.
  public var originalFromReduced: Homography { PixelGrid.resize(by: factor) }
}

extension StreamedImage {
  /// Reads a smaller version of the picture, without decoding all of it where its format allows that: from a level of a
  /// pyramid, or a JPEG with detail left out. Its pixels are means.
  ///
  /// - Parameter longSide: It has at least so many pixels on its longer side, and less than twice as many, or the
  ///   picture's.
  /// - Returns: The first three bands or one, with alpha.
  /// - Throws: ``ImageError`` where the file cannot be decoded.
  public func reduced(toLongSide longSide: Int) throws(ImageError) -> ReducedImage {
    let file: MappedFile
    do { file = try MappedFile(path) } catch { throw ImageError(error) }
    let level = file.withBytes { ReducedLevel.smallest(of: structure, $0, full: full, longSide: longSide) }
    do throws(VipsFailure) {
      let opened = try VipsImage(path, level, sequential: true)
      let factor = max(1, opened.size.longSide / longSide)
      let image = try Image(decoding: try opened.shrunk(by: factor), hasAlpha: hasAlpha)
      return ReducedImage(
        image: Image(image.upright(structure).pixels, sourceFormat: structure.format, frameCount: structure.frameCount),
        factor: Double(factor) * level.factor(from: storedSize))
    } catch { throw .undecodable(path, error) }
  }

  /// Reads some parts in full detail, one below the other: enough to tell a label image from a photograph.
  package func sample() throws(ImageError) -> Image {
    let side = 256
    do throws(VipsFailure) {
      let image = try VipsImage(path, full, sequential: false)
      let (width, height) = (min(side, storedSize.width), min(side, storedSize.height))
      let reader = try VipsReader(image)
      var rows: [UInt8] = []
      for place in [1, 3, 2, 4, 0] {
        let (x, y) = ((storedSize.width - width) * place / 4, (storedSize.height - height) * (place * 2 % 5) / 4)
        let part = PixelRectangle(x: x, y: y, width: width, height: height)
        rows += try reader.bytes(of: part, pixelBytes: bands * depth.byteCount)
      }
      let count = rows.count / (width * bands * depth.byteCount)
      return Image(
        decoded: rows, size: ImageSize(width: width, height: count), bands: bands, depth: depth, hasAlpha: hasAlpha)
    } catch { throw .undecodable(path, error) }
  }
}

/// Reads parts of one image, in one thread.
final class VipsReader {
  private let handle: OpaquePointer

  init(_ image: VipsImage) throws(VipsFailure) {
    handle = try VipsImage.made { superpose_vips_make_reader(image.handle, $0, $1) }
  }

  deinit { superpose_vips_free_reader(handle) }

  /// Copies a part's rows, without gaps.
  func bytes(of part: PixelRectangle, pixelBytes: Int) throws(VipsFailure) -> [UInt8] {
    let found = try Self.read(handle, part)
    let first = found.pixels + (part.y - Int(found.y)) * Int(found.row_bytes) + (part.x - Int(found.x)) * pixelBytes
    return (0..<part.height).flatMap { row in
      UnsafeRawBufferPointer(start: first + row * Int(found.row_bytes), count: part.width * pixelBytes)
    }
  }

  /// Reads a part, and returns pixels among which it lies.
  static func read(_ reader: OpaquePointer, _ part: PixelRectangle) throws(VipsFailure) -> superpose_vips_pixels {
    var found = superpose_vips_pixels()
    try VipsImage.checked {
      superpose_vips_read(
        reader, Int32(part.x), Int32(part.y), Int32(part.width), Int32(part.height), &found, $0)
    }
    return found
  }
}

extension Image {
  /// Decodes all of an image of libvips.
  fileprivate init(decoding image: VipsImage, hasAlpha: Bool) throws(VipsFailure) {
    guard let depth = image.depth else { throw VipsFailure(text: "unexpected type of values") }
    var bytes = [UInt8](repeating: 0, count: image.size.pixelCount * image.bands * depth.byteCount)
    let copied = bytes.withUnsafeMutableBytes { buffer in
      Result { () throws(VipsFailure) in
        try VipsImage.checked { superpose_vips_copy(image.handle, buffer.baseAddress, $0) }
      }
    }
    try copied.get()
    self.init(decoded: bytes, size: image.size, bands: image.bands, depth: depth, hasAlpha: hasAlpha)
  }

  /// Makes a picture of the first bands of pixels in reading order: grey, or colours, with alpha.
  fileprivate init(decoded bytes: [UInt8], size: ImageSize, bands: Int, depth: Depth, hasAlpha: Bool) {
    let order: [Int32] =
      switch (bands, hasAlpha) {
      case (2, true): [0, 0, 0, 1]
      case (4, true): [2, 1, 0, 3]
      case (3..., _): [2, 1, 0]
      default: [0]
      }
    self.init(
      PixelBuffer(
        PixelBuffer.made("choose bands of an image of \(size)") {
          superpose_cv_choose_bands(
            bytes, Int32(size.width), Int32(size.height), Int32(bands), depth.code, order, Int32(order.count), $0, $1)
        }))
  }
}

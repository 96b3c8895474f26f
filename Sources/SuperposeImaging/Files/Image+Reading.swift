import COpenCVShim
public import Foundation
import SuperposeFiles
import SuperposeGeometry

extension Image {
  /// Reads a picture with its depth, channels and alpha, and turns it by its EXIF orientation.
  ///
  /// PNG, TIFF, JPEG, WebP and BMP, and what else OpenCV reads (PNM, JPEG 2000, ...). Of several pages or frames one is
  /// read (``frameCount``, ``warnings``). A palette becomes colour, grey with alpha becomes colour with alpha,
  /// CMYK becomes colour. Colour profile, EXIF, XMP and resolution are kept (``metadata``) and change no pixel.
  ///
  /// Files are decoded in parallel when several threads read. OpenCV's logger is set to silent at the first reading.
  /// Some decoders write past it to the standard error when a file is broken (``DecoderMessages``).
  ///
  /// - Parameters:
  ///   - url: The file.
  ///   - page: Which page of a TIFF file.
  /// - Throws: ``ImageError``, also for an address that is no file's, and for a page that the file does not have.
  public init(contentsOf url: URL, page: ImagePage = .first) throws(ImageError) {
    let path = url.pathText
    let file: MappedFile
    do { file = try MappedFile(path, changeable: true) } catch { throw ImageError(error) }
    self = try file.withMutableBytes { bytes throws(ImageError) in try Image(bytes, path, page) }
  }

  private init(_ bytes: UnsafeMutableRawBufferPointer, _ path: String, _ page: ImagePage) throws(ImageError) {
    let content = UnsafeRawBufferPointer(bytes)
    let structure = try FileStructure(checking: content, path, page: page)
    for (offset, value) in structure.patches { bytes[offset] = value }
    let upright = try Image.decoded(content, path).upright(structure)
    self.init(
      upright.pixels, sourceFormat: structure.format, frameCount: structure.frameCount, metadata: structure.metadata)
    isPageChosen = page != .first
  }

  /// Decodes the picture as it is stored, and checks that its depth and number of channels are handled.
  static func decoded(_ bytes: UnsafeRawBufferPointer, _ path: String) throws(ImageError) -> Image {
    let decoded = try decode(bytes, path)
    try decoded.check(path)
    return decoded
  }

  private static func decode(_ bytes: UnsafeRawBufferPointer, _ path: String) throws(ImageError) -> Image {
    DecoderMessages.silenceLogger
    var handle: OpaquePointer?
    do throws(OpenCVFailure) {
      try PixelBuffer.checked { superpose_cv_decode(bytes.baseAddress, bytes.count, &handle, $0) }
    } catch {
      throw .undecodable(path, bytes, error)
    }
    guard let handle else { preconditionFailure("OpenCV reported success and no image") }
    return Image(PixelBuffer(handle))
  }

  private func check(_ path: String) throws(ImageError) {
    if Depth(code: pixels.layout.depth) == nil {
      throw .unsupported(path, "its pixels are neither of 8 or 16 bits without sign nor 32-bit floating point")
    }
    if ![1, 3, 4].contains(channels) { throw .unsupported(path, "it has \(channels) channels") }
  }

  /// Turns a picture that was decoded as it is stored by its file's EXIF orientation.
  func upright(_ structure: FileStructure) -> Image {
    if structure.orientation == 1 { return self }
    return replacing("orient") { superpose_cv_orient(pixels.handle, Int32(structure.orientation), $0, $1) }
  }
}

extension FileStructure {
  /// OpenCV's limits for reading.
  private static let maxSide = 1 << 20
  private static let maxPixels = 1 << 30

  /// - Throws: what can be said against a file without decoding it.
  init(
    checking bytes: UnsafeRawBufferPointer, _ path: String, page: ImagePage = .first
  ) throws(ImageError) {
    guard !bytes.isEmpty else {
      throw ImageError(.notAnImage, .read, path, problem: "the file is empty", hint: "give an image file")
    }
    self.init(bytes, page: page)
    try checkPage(path)
    try check(path, bytes)
  }

  private func check(_ path: String, _ bytes: UnsafeRawBufferPointer) throws(ImageError) {
    if let name = FileStructure.unsupportedFormat(bytes) { throw .unsupported(path, "it is a \(name) file") }
    if isTruncated {
      throw ImageError(
        .damaged, .read, path, problem: "the file ends before its picture does",
        hint: "copy or download it again")
    }
    guard let size else { return }
    let (pixels, overflow) = size.width.multipliedReportingOverflow(by: size.height)
    if overflow || pixels > FileStructure.maxPixels || size.longSide > FileStructure.maxSide {
      throw ImageError(
        .unsupported, .read, path, problem: "it claims \(size) pixels, more than 1,048,576 a side or 2^30 in all",
        hint: "give a smaller image")
    }
  }
}

extension ImageError {
  fileprivate static func unsupported(_ path: String, _ problem: String) -> ImageError {
    ImageError(.unsupported, .read, path, problem: problem, hint: "convert it to PNG, TIFF or JPEG")
  }

  fileprivate static func undecodable(_ path: String, _ bytes: UnsafeRawBufferPointer, _ failure: OpenCVFailure)
    -> ImageError
  {
    if FileStructure(bytes).frameCount > 1 { return .unsupported(path, "OpenCV cannot read this animated file") }
    if FileStructure(bytes).format == nil {
      return ImageError(
        .notAnImage, .read, path, problem: "its content is not a picture in a known format",
        hint: "give a PNG, TIFF, JPEG, WebP or BMP file")
    }
    return ImageError(
      .damaged, .read, path, problem: "it cannot be decoded (\(failure.text))", hint: "copy or download it again")
  }
}

import COpenCVShim
public import Foundation
import SuperposeFiles

extension Image {
  /// Writes the picture in the format of the path's extension: png, tif, tiff, jpg, jpeg, webp, bmp.
  ///
  /// Either the whole file is there afterwards or the path is as it was before. PNG, TIFF, WebP and BMP are lossless,
  /// JPEG has quality 95. The picture's ``metadata`` is written with it, as far as the format has room for it.
  ///
  /// - Throws: ``ImageError`` where the format cannot store the depth or the alpha, or the file cannot be written.
  public func write(to url: URL) throws(ImageError) {
    let path = url.pathText
    guard let format = FileFormat(pathExtensionOf: url) else {
      throw ImageError(
        .unsupported, .write, path, problem: "its extension names no format that can be written",
        hint: "use .png, .tif, .jpg, .webp or .bmp")
    }
    try encode(as: format, path: path) { bytes throws(ImageError) in
      do throws(FileError) {
        if metadata.isEmpty { return try ReplacementFile.write(bytes, to: path) }
        try ReplacementFile.write(withMetadata(Array(bytes), format), to: path)
      } catch { throw ImageError(error) }
    }
  }

  /// Returns a file of the picture with its metadata.
  private func withMetadata(_ file: [UInt8], _ format: FileFormat) -> [UInt8] {
    let metadata = metadata.fitted(size: size, isGray: channels == 1)
    return switch format {
    case .png: metadata.added(toPNG: file)
    case .jpeg: metadata.added(toJPEG: file)
    case .tiff: metadata.edit.applied(to: file)
    case .webp: metadata.added(toWebP: file, size: size, hasAlpha: hasAlpha)
    case .bmp: file
    }
  }

  /// The bytes of a file with the picture, without its metadata: what is shown to others need not say where a
  /// photograph was taken.
  /// - Parameter quality: of JPEG, 1…100.
  public func encoded(as format: FileFormat, quality: Int = FileFormat.jpegQuality) throws(ImageError) -> [UInt8] {
    var copy: [UInt8] = []
    try encode(as: format, quality: quality, path: "memory.\(format.pathExtension)") { bytes throws(ImageError) in
      copy = Array(bytes)
    }
    return copy
  }

  private func encode(
    as format: FileFormat, quality: Int = FileFormat.jpegQuality, path: String,
    _ body: (UnsafeRawBufferPointer) throws(ImageError) -> Void
  ) throws(ImageError) {
    try check(fits: format, path)
    let parameters = format.writeParameters(quality: quality)
    try withoutActuallyEscaping(body) { body throws(ImageError) in
      let sink = EncodedBytesSink(body)
      do throws(OpenCVFailure) {
        try PixelBuffer.checked {
          superpose_cv_encode(
            pixels.handle, "." + format.pathExtension, parameters, parameters.count,
            { context, bytes, count in EncodedBytesSink.from(context).receive(bytes, count) },
            Unmanaged.passUnretained(sink).toOpaque(), $0)
        }
      } catch {
        throw ImageError(
          .unsupported, .write, path, problem: "it cannot be encoded (\(error.text))", hint: "use .png or .tif")
      }
      try sink.result.get()
    }
  }

  private func check(fits format: FileFormat, _ path: String) throws(ImageError) {
    let name = format.rawValue.uppercased()
    if !format.depths.contains(depth) {
      throw ImageError(
        .unsupported, .write, path, problem: "\(name) does not store \(depth.rawValue) pixels",
        hint: "use \(depth == .float32 ? ".tif" : ".png or .tif")")
    }
    if hasAlpha && !format.storesAlpha {
      throw ImageError(.unsupported, .write, path, problem: "\(name) does not store alpha", hint: "use .png or .tif")
    }
  }
}

/// Carries the receiver of the encoded bytes through C, and its error back.
private final class EncodedBytesSink {
  private let body: (UnsafeRawBufferPointer) throws(ImageError) -> Void
  var result: Result<Void, ImageError> = .success(())

  init(_ body: @escaping (UnsafeRawBufferPointer) throws(ImageError) -> Void) { self.body = body }

  static func from(_ context: UnsafeMutableRawPointer?) -> EncodedBytesSink {
    guard let context else { preconditionFailure("the encoder lost its context") }
    return Unmanaged.fromOpaque(context).takeUnretainedValue()
  }

  func receive(_ bytes: UnsafePointer<UInt8>?, _ count: Int) {
    do throws(ImageError) {
      try body(UnsafeRawBufferPointer(start: bytes, count: count))
    } catch {
      result = .failure(error)
    }
  }
}

extension FileFormat {
  /// What the JPEG files have that ``Image/write(to:)`` writes.
  public static let jpegQuality = 95

  /// OpenCV's pairs of parameter and value.
  fileprivate func writeParameters(quality: Int) -> [Int32] {
    // cv::ImwriteFlags
    let (jpegQualityFlag, pngCompression, webpQuality, tiffCompression): (Int32, Int32, Int32, Int32) = (1, 16, 64, 259)
    switch self {
    // Level 1 is several times faster than the default and some per cent larger.
    case .png: return [pngCompression, 1]
    case .jpeg: return [jpegQualityFlag, Int32(min(max(quality, 1), 100))]
    // Above 100 means lossless.
    case .webp: return [webpQuality, 101]
    // 5 is LZW.
    case .tiff: return [tiffCompression, 5]
    case .bmp: return []
    }
  }
}

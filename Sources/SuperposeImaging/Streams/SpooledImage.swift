import CVipsShim
public import Foundation
import SuperposeFiles
public import SuperposeGeometry

/// A picture that is made part by part and is never in memory as a whole: it waits on the disk, uncompressed, until it
/// is written to a file. Parts that are never written are zero and take no room.
///
/// Not for use from several threads at a time.
public final class SpooledImage {
  /// In pixels.
  public let size: ImageSize
  private let channels: Int
  private let depth: Image.Depth
  private let scratch: ScratchFile

  /// - Parameters:
  ///   - size: In pixels.
  ///   - channels: 1, 3 or 4.
  ///   - depth: That of all parts.
  ///   - folder: Where it waits.
  /// - Throws: ``ImageError`` where the folder takes no file, where the picture is larger than files are, or where
  ///   libvips, which writes it, is missing.
  public init(size: ImageSize, channels: Int, depth: Image.Depth, in folder: String) throws(ImageError) {
    guard StreamedImage.isPossible(size) else {
      throw ImageError(
        .unsupported, .write, folder, problem: "a picture of \(size) pixels is larger than any file",
        hint: "make a smaller one")
    }
    try VipsImage.load(folder)
    (self.size, self.channels, self.depth) = (size, channels, depth)
    do {
      scratch = try ScratchFile(in: folder)
      try scratch.extend(to: size.pixelCount * channels * depth.byteCount)
    } catch { throw ImageError(error) }
  }

  /// Sets the pixels of a part.
  ///
  /// - Parameters:
  ///   - part: As many channels as the picture has, and its depth.
  ///   - x: The column of the part's first pixel.
  ///   - y: Its row.
  /// - Precondition: The part lies on the picture.
  /// - Throws: ``ImageError`` where the disk is full.
  public func write(_ part: Image, x: Int, y: Int) throws(ImageError) {
    precondition(
      part.channels == channels && part.depth == depth && x >= 0 && y >= 0 && x + part.size.width <= size.width
        && y + part.size.height <= size.height, "a part of \(part.size) at (\(x), \(y)) does not fit into \(size)")
    switch depth {
    case .uint8: try write(part, x, y, UInt8.self)
    case .uint16: try write(part, x, y, UInt16.self)
    case .float32: try write(part, x, y, Float.self)
    }
  }

  private func write<Value: PixelValue>(_ part: Image, _ x: Int, _ y: Int, _: Value.Type) throws(ImageError) {
    let (count, pixelBytes) = (part.size.width * channels, channels * depth.byteCount)
    for row in 0..<part.size.height {
      let pixels = UnsafeBufferPointer(
        start: part.pixels.row(row).assumingMemoryBound(to: Value.self), count: count)
      var values = Array(pixels)
      // Files have red first.
      if channels >= 3 {
        for index in stride(from: 0, to: count, by: channels) { values.swapAt(index, index + 2) }
      }
      let offset = ((y + row) * size.width + x) * pixelBytes
      let result = values.withUnsafeBytes { bytes in
        Result { () throws(FileError) in try scratch.write(bytes, at: offset) }
      }
      do { try result.get() } catch { throw ImageError(error) }
    }
  }

  /// Writes the picture as `StreamedImage.writeWarped` does: a BigTIFF in tiles of 256×256, compressed without loss
  /// (LZW), with a pyramid of halved versions. The file appears when it is whole.
  ///
  /// - Throws: ``ImageError`` where the file cannot be written.
  public func write(to url: URL) throws(ImageError) {
    let path = url.pathText
    do {
      let file = try ReplacementFile(for: path)
      let image = try VipsImage(pixelsOf: scratch.path, size, bands: channels, depth: depth)
      try file.fill { partial in
        try VipsImage.checked { superpose_vips_save(image.handle, partial, Int32(SUPERPOSE_VIPS_LZW), $0) }
      }
      try file.commit()
    } catch let failure as VipsFailure {
      throw .unwritable(path, failure)
    } catch let error as FileError {
      throw ImageError(error)
    } catch { preconditionFailure("\(error)") }
  }
}

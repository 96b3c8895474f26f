public import Foundation
import SuperposeFiles
public import SuperposeGeometry

/// A picture whose pixels are indexes into a palette, as label images often are. ``Image`` shows its colours; this type
/// keeps the indexes and the palette, so that both can be written again.
public struct IndexedImage: Sendable {
  /// The colours of the indexes.
  public struct Palette: Hashable, Sendable {
    /// Red, green and blue of each index, one after the other.
    public var colors: [UInt8]
    /// The alpha of the first indexes; the others are opaque.
    public var alphas: [UInt8]
  }

  /// The index of every pixel: one channel of 8 bits.
  public let indices: Image
  /// The colours of the indexes.
  public let palette: Palette

  /// Reads the indexes of a PNG or TIFF file with a palette, turned by its EXIF orientation.
  ///
  /// - Returns: nil where the file is no picture with a palette of at most 256 colours.
  /// - Throws: ``ImageError`` as `Image.init(contentsOf:)` does.
  public init?(contentsOf url: URL) throws(ImageError) {
    let path = url.pathText
    let file: MappedFile
    do { file = try MappedFile(path, changeable: true) } catch { throw ImageError(error) }
    let found = try file.withMutableBytes { bytes throws(ImageError) in try IndexedImage.read(bytes, path) }
    guard let found else { return nil }
    self = found
  }

  /// The number of different indexes.
  public var usedCount: Int {
    var isUsed = [Bool](repeating: false, count: 256)
    for index in indices.values(as: UInt8.self) { isUsed[Int(index)] = true }
    return isUsed.count { $0 }
  }

  private init(indices: Image, palette: Palette) {
    self.indices = indices
    self.palette = palette
  }

  /// Warps the picture to another frame as `Image.warped(by:to:interpolation:)` does. Every pixel is the nearest one,
  /// and where there is none it has index 0.
  ///
  /// - Returns: nil where the transform has no inverse.
  public func warped(by targetFromSource: Homography, to target: ImageSize) -> IndexedImage? {
    indices.warped(by: targetFromSource, to: target, interpolation: .nearest).map {
      IndexedImage(indices: $0, palette: palette)
    }
  }

  /// Does the same by a transform that may follow a surface.
  package func warped(by transform: ImageTransform) -> IndexedImage? {
    indices.warped(by: transform, interpolation: .nearest).map { IndexedImage(indices: $0, palette: palette) }
  }

  /// Writes a PNG file with the palette.
  ///
  /// - Throws: ``ImageError`` where the file cannot be written.
  public func write(to url: URL) throws(ImageError) {
    let file = PNGFile.indexed(try indices.encoded(as: .png), palette)
    let bytes = indices.metadata.fitted(size: indices.size, isGray: false).added(toPNG: file)
    do throws(FileError) { try ReplacementFile.write(bytes, to: url.pathText) } catch { throw ImageError(error) }
  }
}

extension IndexedImage {
  private static func read(_ bytes: UnsafeMutableRawBufferPointer, _ path: String) throws(ImageError) -> IndexedImage? {
    let content = UnsafeRawBufferPointer(bytes)
    if let png = PNGFile(ByteReader(content)), let palette = png.palette {
      // The whole file is checked as every other picture is.
      let structure = try FileStructure(checking: content, path)
      let indices = try png.gray.withUnsafeBufferPointer { gray throws(ImageError) in
        try Image.decoded(UnsafeRawBufferPointer(gray), path)
      }
      var upright = indices.dividedBy(255 / (1 << png.bitDepth - 1)).upright(structure)
      upright.metadata = structure.metadata
      return IndexedImage(indices: upright, palette: palette)
    }
    guard let tiff = TIFFReader(ByteReader(content)), let first = tiff.directories(atMost: 1).first,
      let palette = first.palette, let photometric = first.lowByteOffset(.photometric)
    else { return nil }
    let structure = try FileStructure(checking: content, path)
    for (offset, value) in structure.patches { bytes[offset] = value }
    bytes[photometric] = TIFFReader.minIsBlack
    var upright = try Image.decoded(content, path).upright(structure)
    upright.metadata = structure.metadata
    return upright.channels == 1 && upright.depth == .uint8 ? IndexedImage(indices: upright, palette: palette) : nil
  }
}

extension Image {
  /// Undoes the decoder's stretching of fewer than 8 bits.
  fileprivate func dividedBy(_ factor: Int) -> Image {
    guard factor > 1, depth == .uint8 else { return self }
    return Image(size: size, channels: channels, values: values(as: UInt8.self).map { $0 / UInt8(factor) })
  }
}

extension TIFFReader {
  /// PhotometricInterpretation for grey in which 0 is black.
  fileprivate static let minIsBlack: UInt8 = 1
}

extension TIFFReader.Directory {
  /// The palette of a picture of 8 bits (TIFF 6.0, ColorMap): all reds, all greens, all blues, of 16 bits.
  fileprivate var palette: IndexedImage.Palette? {
    let map = values(.colorMap)
    guard value(.photometric) == 3, value(.bitsPerSample) == 8, map.count == 3 * 256 else { return nil }
    let colors = (0..<256).flatMap { index in (0..<3).map { UInt8(truncatingIfNeeded: map[$0 * 256 + index] >> 8) } }
    return IndexedImage.Palette(colors: colors, alphas: [])
  }
}

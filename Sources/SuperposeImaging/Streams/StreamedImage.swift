public import Foundation
import SuperposeFiles
public import SuperposeGeometry

/// A picture in a file, of any size, of which only what is needed is read, by libvips: as a reduced version, or part by
/// part while it is warped into another file.
///
/// libvips is loaded by the first of them. Pictures that are stored in tiles are read tile by tile; others are decoded
/// once into a temporary file where they are not read from top to bottom.
public final class StreamedImage: Sendable {
  /// How many decoded bytes a picture and what is made of it take together at most where both are in memory: 1 GiB.
  public static let largestInMemory = 1 << 30

  /// The file, as the caller gave it.
  public let path: String
  /// In pixels, after the orientation of EXIF.
  public let size: ImageSize
  /// The number of bands, with alpha.
  public let bands: Int
  /// What a band of a pixel holds.
  public let depth: Image.Depth
  /// Whether the last of 2 or 4 bands is alpha that colours are not multiplied by.
  public let hasAlpha: Bool

  /// Where a point of the upright picture lies in the stored one.
  let storedFromUpright: Homography
  let storedSize: ImageSize
  let structure: FileStructure
  /// The pages, of which the first is read where one is.
  let pages: [ReducedLevel]
  var full: ReducedLevel { pages[0] }
  /// How many pages there are.
  public var pageCount: Int { pages.count }

  /// Opens a file and reads its header.
  ///
  /// - Parameters:
  ///   - url: A file of any format that libvips reads.
  ///   - selection: Which pages of a TIFF file. All of them must have the same size and the same kind of pixels.
  /// - Throws: ``ImageError``, of kind `unavailable` where libvips is not installed.
  public init(contentsOf url: URL, pages selection: PageSelection = .one(.first)) throws(ImageError) {
    path = url.pathText
    let file: MappedFile
    do { file = try MappedFile(path) } catch { throw ImageError(error) }
    let structure = try file.withBytes { [path] bytes throws(ImageError) in
      try FileStructure(streaming: bytes, path, page: selection.leading)
    }
    self.structure = structure
    try VipsImage.load(path)
    let directories = selection == .all ? structure.pageDirectories : [structure.directoryIndex]
    var images: [VipsImage] = []
    for directory in directories {
      let source = ReducedLevel(page: directory, size: ImageSize(width: 1, height: 1))
      do throws(VipsFailure) { images.append(try VipsImage(path, source, sequential: true)) } catch {
        throw .undecodable(path, error)
      }
    }
    try Self.checkAlike(images, path)
    let image = images[0]
    guard let depth = image.depth else {
      throw ImageError(
        .unsupported, .read, path,
        problem: "its pixels are neither of 8 or 16 bits without sign nor 32-bit floating point",
        hint: "convert it to one of these")
    }
    (self.depth, bands, storedSize) = (depth, image.bands, image.size)
    hasAlpha = structure.hasStraightAlpha ?? (image.layout.has_alpha != 0)
    pages = directories.map { ReducedLevel(page: $0, size: image.size) }
    let stored = StoredGrid(size: image.size, orientation: structure.orientation)
    (size, storedFromUpright) = (stored.uprightSize, stored.storedFromUpright)
  }

  /// One file has pages of one size and one kind of pixels.
  private static func checkAlike(_ images: [VipsImage], _ path: String) throws(ImageError) {
    guard let first = images.first else { return }
    for (index, image) in images.enumerated()
    where image.size != first.size || image.bands != first.bands || image.depth != first.depth {
      throw ImageError(
        .unsupported, .read, path,
        problem: "of its \(images.count) pages, page \(index + 1) has another size or other pixels than page 1 "
          + "(\(image.size) and \(first.size))",
        hint: "choose one page at a time")
    }
  }

  /// How many bytes the decoded picture has.
  public var byteCount: Int { size.pixelCount * bands * depth.byteCount }

  /// Whether there are pictures of a size: libvips has a limit for sides, and 2^37 pixels are more than any scanner
  /// makes.
  static func isPossible(_ size: ImageSize) -> Bool {
    let (pixels, overflows) = size.width.multipliedReportingOverflow(by: size.height)
    return !overflows && size.longSide <= 10_000_000 && pixels <= 1 << 37
  }
}

extension FileStructure {
  /// - Throws: What can be said against a file without decoding it, whatever its size.
  init(streaming bytes: UnsafeRawBufferPointer, _ path: String, page: ImagePage) throws(ImageError) {
    guard !bytes.isEmpty else {
      throw ImageError(.notAnImage, .read, path, problem: "the file is empty", hint: "give an image file")
    }
    self.init(bytes, page: page)
    try checkPage(path)
    guard !isTruncated else {
      throw ImageError(
        .damaged, .read, path, problem: "the file ends before its picture does", hint: "copy or download it again")
    }
    guard let size, !StreamedImage.isPossible(size) else { return }
    throw ImageError(
      .unsupported, .read, path, problem: "it claims \(size) pixels, more than any image has",
      hint: "give a smaller image")
  }
}

extension ImageError {
  static func undecodable(_ path: String, _ failure: VipsFailure) -> ImageError {
    ImageError(
      .damaged, .read, path, problem: "it cannot be decoded (\(failure.text))", hint: "copy or download it again")
  }

  static func unwritable(_ path: String, _ failure: VipsFailure) -> ImageError {
    ImageError(
      failure.text.contains("No space left") ? .diskFull : .cannotWrite, .write, path, problem: failure.text,
      hint: "free some space or choose another disk")
  }
}

extension Image.Depth {
  /// The bytes of one value.
  package var byteCount: Int {
    switch self {
    case .uint8: 1
    case .uint16: 2
    case .float32: 4
    }
  }
}

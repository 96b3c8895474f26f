public import Foundation
import SuperposeFiles
public import SuperposeGeometry

/// What an image file says about its picture, read without decoding it. This is enough to refuse a file before it takes
/// memory.
public struct ImageFileHeader: Hashable, Sendable {
  /// The format; nil for one whose structure is not looked into, which OpenCV may be able to read all the same.
  public let format: FileFormat?
  /// The size of the picture as it should be seen, with the EXIF orientation applied; nil where `format` is.
  public let size: ImageSize?
  /// The number of pages or frames, of which the first is read.
  public let frameCount: Int

  /// - Throws: The errors of `Image(contentsOf:)` that need no decoding: an empty file, a format that is known
  ///   and cannot be read, a file that ends before its picture does, a size that no decoder takes.
  public init(contentsOf url: URL) throws(ImageError) {
    let path = url.pathText
    let file: MappedFile
    do { file = try MappedFile(path) } catch { throw ImageError(error) }
    let structure = try file.withBytes { bytes throws(ImageError) in try FileStructure(checking: bytes, path) }
    format = structure.format
    frameCount = structure.frameCount
    size = structure.uprightSize
  }
}

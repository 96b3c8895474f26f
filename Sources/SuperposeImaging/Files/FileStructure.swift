import SuperposeFiles
import SuperposeGeometry

/// Facts about a file's picture, read without decoding it. OpenCV's decoders fill in what a truncated file lacks and,
/// when they keep depth and alpha, they obey the orientation of a TIFF but not of other files.
struct FileStructure {
  /// The format; nil for one that OpenCV may read and that is not examined here.
  var format: FileFormat?
  var size: ImageSize?
  /// The EXIF orientation (EXIF 2.32, tag 274), 1...8: where the stored rows and columns lie in the picture as it
  /// should be seen.
  var orientation = 1
  /// The size of the picture as it should be seen; nil where `size` is.
  var uprightSize: ImageSize? {
    size.map { StoredGrid(size: $0, orientation: orientation).uprightSize }
  }
  var frameCount = 1
  /// The directories of a TIFF file's pages, and the one that is read.
  var pageDirectories = [0]
  var directoryIndex = 0
  /// A TIFF file's description of itself.
  var description: String?
  /// Why the page that was asked for is not there.
  var pageProblem: PageProblem?
  /// How many channels are stored, of which the first of a picture with a palette is the index; nil where the format
  /// is not looked into.
  var bands: Int?
  /// How many bits a stored value has, likewise.
  var bitsPerValue: Int?
  /// Whether a file's last channel is alpha that colours are not multiplied by; nil where the format is not asked.
  var hasStraightAlpha: Bool?
  var isTruncated = false
  /// What the file says beside its pixels.
  var metadata = ImageMetadata()
  /// Bytes to change, by offset, before OpenCV sees the file. They prevent what it would otherwise undo, depending on
  /// the format and its version.
  var patches: [Int: UInt8] = [:]

  init(format: FileFormat?) { self.format = format }

  /// - Parameter page: Which of a TIFF file's pages is meant.
  init(_ bytes: UnsafeRawBufferPointer, page: ImagePage = .first) {
    let reader = ByteReader(bytes)
    if reader.number(0, size: 4, .big) == 0x8950_4E47 {
      self.init(png: reader)
    } else if reader.number(0, size: 2, .big) == 0xFFD8 {
      self.init(jpeg: reader)
    } else if let tiff = TIFFReader(reader) {
      self.init(tiff: tiff, page: page)
    } else if reader.has("RIFF", at: 0), reader.has("WEBP", at: 8) {
      self.init(webp: reader)
    } else if reader.has("BM", at: 0) {
      self.init(bmp: reader)
    } else {
      self.init(format: nil)
    }
    if format != .tiff, page != .first, page != .channel(1) { pageProblem = PageProblem(page) }
  }

  /// - Throws: ``ImageError`` where the page that was asked for is not there.
  func checkPage(_ path: String) throws(ImageError) {
    guard let pageProblem else { return }
    throw ImageError(.noSuchPage, .read, path, problem: pageProblem.text, hint: pageProblem.hint)
  }

  /// Names the formats that are recognised and cannot be read.
  static func unsupportedFormat(_ bytes: UnsafeRawBufferPointer) -> String? {
    let reader = ByteReader(bytes)
    if reader.has("GIF8", at: 0) { return "GIF" }
    if reader.has("ftypavif", at: 4) { return "AVIF" }
    if reader.has("ftyp", at: 4) { return "HEIF" }
    if reader.has("%PDF", at: 0) { return "PDF" }
    return nil
  }

  mutating func setOrientation(exif reader: ByteReader) {
    metadata.setExif(reader)
    guard let value = TIFFReader(reader)?.directories(atMost: 1).first?.value(.orientation) else { return }
    if (1...8).contains(value) { orientation = value }
  }
}

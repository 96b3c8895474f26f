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
    size.map { orientation >= 5 ? ImageSize(width: $0.height, height: $0.width) : $0 }
  }
  var frameCount = 1
  /// How many channels are stored, of which the first of a picture with a palette is the index; nil where the format
  /// is not looked into.
  var bands: Int?
  /// How many bits a stored value has, likewise.
  var bitsPerValue: Int?
  var isTruncated = false
  /// Bytes to change, by offset, before OpenCV sees the file. They prevent what it would otherwise undo, depending on
  /// the format and its version.
  var patches: [Int: UInt8] = [:]

  init(format: FileFormat?) { self.format = format }

  init(_ bytes: UnsafeRawBufferPointer) {
    let reader = ByteReader(bytes)
    if reader.number(0, size: 4, .big) == 0x8950_4E47 {
      self.init(png: reader)
    } else if reader.number(0, size: 2, .big) == 0xFFD8 {
      self.init(jpeg: reader)
    } else if let tiff = TIFFReader(reader) {
      self.init(tiff: tiff)
    } else if reader.has("RIFF", at: 0), reader.has("WEBP", at: 8) {
      self.init(webp: reader)
    } else if reader.has("BM", at: 0) {
      self.init(bmp: reader)
    } else {
      self.init(format: nil)
    }
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
    guard let value = TIFFReader(reader)?.directories(atMost: 1).first?.value(.orientation) else { return }
    if (1...8).contains(value) { orientation = value }
  }
}

import SuperposeFiles

/// The chunks of a PNG file with a palette (ISO/IEC 15948), as far as the palette goes.
///
/// OpenCV's decoder replaces indexes by their colours. A picture with a palette and a grey one are stored alike, except
/// for a byte in the header, so that a copy of the file with that byte changed gives the indexes.
struct PNGFile {
  private enum ColorType {
    static let gray: UInt8 = 0
    static let palette = 3
  }

  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  /// Behind the signature and the header chunk of 25 bytes.
  static let headerEnd = signature.count + 25
  /// Where the colour type stands in the header chunk's data.
  private static let colorTypeOffset = 9

  private(set) var palette: IndexedImage.Palette?
  private(set) var bitDepth = 8
  /// A file that a decoder reads as grey, whose brightness is the index.
  private(set) var gray: [UInt8] = PNGFile.signature

  /// Reads the chunks, or returns nil where the bytes are no PNG file with a palette.
  init?(_ reader: ByteReader) {
    guard reader.byte(0) == 0x89, reader.has("PNG", at: 1),
      reader.has("IHDR", at: 12), reader.byte(25) == ColorType.palette, let depth = reader.byte(24),
      [1, 2, 4, 8].contains(depth)
    else { return nil }
    bitDepth = depth
    var (colors, alphas): ([UInt8], [UInt8]) = ([], [])
    var offset = PNGFile.signature.count
    while let length = reader.number(offset, size: 4, .big), offset + 12 + length <= reader.count {
      let whole = reader.slice(from: offset, to: offset + 12 + length).bytes
      let data = reader.slice(from: offset + 8, to: offset + 8 + length).bytes
      if reader.has("PLTE", at: offset + 4) { colors = Array(data) }
      if reader.has("tRNS", at: offset + 4) { alphas = Array(data) }
      if reader.has("IDAT", at: offset + 4) || reader.has("IEND", at: offset + 4) { gray += whole }
      if reader.has("IHDR", at: offset + 4), length == 13 {
        var header = Array(data)
        header[PNGFile.colorTypeOffset] = ColorType.gray
        gray += PNGFile.chunk("IHDR", header)
      }
      offset += 12 + length
    }
    guard !colors.isEmpty, colors.count.isMultiple(of: 3), colors.count <= 3 * 256 else { return nil }
    palette = IndexedImage.Palette(colors: colors, alphas: Array(alphas.prefix(colors.count / 3)))
  }

  /// Makes a file with a palette of a grey PNG file of 8 bits.
  static func indexed(_ gray: [UInt8], _ palette: IndexedImage.Palette) -> [UInt8] {
    gray.withUnsafeBytes { bytes in
      let reader = ByteReader(bytes)
      var header = Array(reader.slice(from: signature.count + 8, to: headerEnd - 4).bytes)
      header[colorTypeOffset] = UInt8(ColorType.palette)
      let transparency = palette.alphas.isEmpty ? [] : chunk("tRNS", palette.alphas)
      return signature + chunk("IHDR", header) + chunk("PLTE", palette.colors) + transparency
        + Array(reader.slice(from: headerEnd, to: gray.count).bytes)
    }
  }

  static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let typed = Array(type.utf8) + data
    return bigEndian(UInt32(data.count)) + typed + bigEndian(CRC32.checksum(typed))
  }

  static func bigEndian(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }
}
